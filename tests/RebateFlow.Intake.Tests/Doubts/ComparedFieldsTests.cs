using RebateFlow.Intake.Checks.Doubts;

namespace RebateFlow.Intake.Tests.Doubts;

/// <summary>
/// Story: nobody adds a field to a form or a feed without saying with what it is compared, or why
/// it is not. What a doubt really compares is shown by the tests of the doubts.
/// </summary>
public sealed class ComparedFieldsTests
{
    private static readonly string list = File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "seeds", "reference", "compared-fields.csv")
    );

    private static readonly List<ComparedField> rows = ComparedFields.Read(list);

    public static IEnumerable<TheoryDataRow<Type>> Records() =>
        ComparedFields.Records.Select(one => new TheoryDataRow<Type>(one.Record)
        {
            TestDisplayName = one.Record.Name,
        });

    [Theory]
    [MemberData(nameof(Records))]
    public void The_list_has_every_field_of_a_record_and_no_other(Type record) =>
        Assert.Equal(
            ComparedFields.FieldsOf(record).Order(StringComparer.Ordinal),
            rows.Where(row => row.Record == record.Name)
                .Select(row => row.Field)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Every_row_is_of_a_record_and_says_either_how_or_why_not() =>
        Assert.All(
            rows,
            row =>
            {
                Assert.Contains(row.Record, ComparedFields.Records.Select(one => one.Record.Name));
                var isCompared = row.Codes.Count > 0;
                Assert.Equal(isCompared, row.ComparedWith.Length > 0);
                Assert.Equal(isCompared, row.ReasonZh.Length == 0);
                Assert.Equal(isCompared, row.ReasonEn.Length == 0);
            }
        );

    [Fact]
    public void Every_code_is_one_that_the_checks_raise()
    {
        var known = DoubtCatalogue.Embedded.Codes;
        Assert.All(rows.SelectMany(row => row.Codes), code => Assert.Contains(code, known));
    }

    [Fact]
    public void A_field_that_the_list_lacks_is_found() =>
        Assert.Contains("newField", ComparedFields.FieldsOf(typeof(Grown)));

    private sealed record Grown
    {
        public required string NewField { get; init; }
    }
}
