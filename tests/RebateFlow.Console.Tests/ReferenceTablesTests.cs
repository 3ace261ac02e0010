using System.Text.RegularExpressions;
using RebateFlow.Console.Seeding;

namespace RebateFlow.Console.Tests;

/// <summary>What services may rely on in <c>seeds/reference</c>.</summary>
public sealed partial class ReferenceTablesTests
{
    private static readonly SeedFolder Seeds = SeedFolder.Find();
    private static readonly string[] Known = ["declared", "expected", "place"];

    [Fact]
    public void The_doubt_catalogue_has_at_least_81_codes_each_once()
    {
        var codes = Column("doubt-codes.csv", "code");

        Assert.True(codes.Count >= 81);
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }

    [Fact]
    public void Every_doubt_says_in_both_languages_what_is_wrong_and_what_to_do()
    {
        foreach (var column in (string[])["text_zh", "text_en", "remedy_zh", "remedy_en"])
            Assert.All(Column("doubt-codes.csv", column), text => Assert.NotEmpty(text.Trim()));
    }

    [Fact]
    public void Doubt_texts_know_no_placeholder_but_declared_expected_and_place()
    {
        var texts = Column("doubt-codes.csv", "text_zh")
            .Concat(Column("doubt-codes.csv", "text_en"));
        foreach (var text in texts)
        {
            Assert.All(
                Placeholder().Matches(text),
                match => Assert.Contains(match.Groups[1].Value, Known)
            );
        }
    }

    [Fact]
    public void Both_languages_of_a_doubt_use_the_same_placeholders()
    {
        var zh = Column("doubt-codes.csv", "text_zh");
        var en = Column("doubt-codes.csv", "text_en");

        for (var i = 0; i < zh.Count; i++)
            Assert.Equal(Placeholders(zh[i]), Placeholders(en[i]));
    }

    [Fact]
    public void No_two_rows_of_the_rate_library_share_code_rate_flag_and_first_day()
    {
        var keys = ReferenceRows
            .RateLibrary(Seeds)
            .Select(row =>
                $"{row["code"]}/{row["rebateRate"]}/{row["specialFlag"]}/{row["validFrom"]}"
            )
            .ToList();

        Assert.Equal(keys.Count, keys.Distinct().Count());
    }

    [Fact]
    public void Every_table_names_a_source_for_every_row()
    {
        // These say what the program does, not what the law is; the form itself has a source.
        string[] own = ["compared-fields.csv", "remedy-answers.csv", "remedy-form-columns.csv"];
        foreach (
            var file in Directory
                .EnumerateFiles(Seeds.Reference(""), "*.csv")
                .Where(file => !own.Contains(Path.GetFileName(file)))
        )
        {
            var sources = Column(Path.GetFileName(file), "source");
            Assert.NotEmpty(sources);
            Assert.All(sources, source => Assert.NotEmpty(source));
        }
    }

    [Theory]
    [InlineData("2024-02-08", "2024-02-19", 3)]
    [InlineData("2025-01-24", "2025-02-10", 7)]
    [InlineData("2026-09-30", "2026-10-12", 4)]
    public void Working_days_leave_out_holidays_and_count_make_up_days(
        string start,
        string end,
        int days
    ) =>
        Assert.Equal(
            days,
            WorkingDays
                .Load(Seeds)
                .Between(
                    DateOnly.ParseExact(start, "yyyy-MM-dd"),
                    DateOnly.ParseExact(end, "yyyy-MM-dd")
                )
        );

    [Theory]
    [InlineData(2024, 251)]
    [InlineData(2025, 248)]
    [InlineData(2026, 248)]
    public void A_year_has_as_many_working_days_as_the_state_council_announced(
        int year,
        int days
    ) =>
        Assert.Equal(
            days,
            WorkingDays
                .Load(Seeds)
                .Between(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31))
        );

    private static List<string> Column(string file, string column)
    {
        using var table = ReferenceRows.Open(Seeds.Reference(file));
        var cells = new List<string>();
        foreach (var row in table)
            cells.Add(row[column].ToString());
        return cells;
    }

    private static IEnumerable<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).Distinct().Order();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
