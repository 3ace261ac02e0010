using CsCheck;
using RebateFlow.Intake.Checks.Rates;

namespace RebateFlow.Intake.Tests.Rates;

public sealed class RateLibraryTests
{
    private static readonly DateOnly Day = new(2026, 3, 5);

    [Fact]
    public void The_longest_prefix_wins()
    {
        var library = new RateLibrary([Row("8504", 9m), Row("85043190", 13m)]);
        Assert.Equal("85043190", library.Find("8504319000", Day).Row!.Code);
        Assert.Equal("8504", library.Find("8504319", Day).Row!.Code);
        Assert.Equal(RateAnswerKind.Unknown, library.Find("8505319000", Day).Kind);
    }

    [Fact]
    public void A_longer_code_of_the_same_rate_leaves_a_code_unambiguous()
    {
        var library = new RateLibrary([Row("8504319000", 13m), Row("850431900001", 13m)]);
        Assert.Equal(RateAnswerKind.Found, library.Find("8504319000", Day).Kind);
    }

    [Fact]
    public void Longer_codes_that_disagree_make_a_code_ambiguous()
    {
        var library = new RateLibrary([
            Row("8543709990", 13m),
            Row("854370999001", 9m),
            Row("854370999002", 13m),
        ]);
        var answer = library.Find("8543709990", Day);
        Assert.Equal(RateAnswerKind.Ambiguous, answer.Kind);
        Assert.Equal(3, answer.Candidates.Count);
        Assert.Equal(RateAnswerKind.Found, library.Find("854370999001", Day).Kind);
    }

    [Fact]
    public void The_same_rate_with_another_flag_is_ambiguous_too()
    {
        var library = new RateLibrary([
            Row("1212211010", 0m) with
            {
                SpecialFlag = SpecialFlag.Exempt,
            },
            Row("121221101001", 0m) with
            {
                SpecialFlag = SpecialFlag.DomesticSale,
            },
        ]);
        Assert.Equal(RateAnswerKind.Ambiguous, library.Find("1212211010", Day).Kind);
    }

    [Fact]
    public void Only_rows_of_the_export_date_count_and_both_ends_are_included()
    {
        var library = new RateLibrary([
            Row("76041010", 13m) with
            {
                ValidTo = new DateOnly(2024, 11, 30),
            },
            Row("76041010", 0m) with
            {
                ValidFrom = new DateOnly(2024, 12, 1),
            },
        ]);
        Assert.Equal(13m, library.Find("7604101000", new DateOnly(2024, 11, 30)).Row!.RebateRate);
        Assert.Equal(0m, library.Find("7604101000", new DateOnly(2024, 12, 1)).Row!.RebateRate);
    }

    [Fact]
    public void An_ended_row_gives_way_to_a_shorter_one_that_holds()
    {
        var ended = Row("8541430000", 9m) with { ValidTo = new DateOnly(2026, 1, 31) };
        var library = new RateLibrary([ended, Row("8541", 13m)]);
        Assert.Equal("8541", library.Find("8541430000", Day).Row!.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData("八五零四三一九零零零")]
    [InlineData("85043190001234567890")]
    public void Odd_codes_are_unknown_or_found_but_never_a_fault(string code) =>
        Assert.NotEqual(
            RateAnswerKind.Ambiguous,
            new RateLibrary([Row("85043190", 13m)]).Find(code, Day).Kind
        );

    [Fact]
    public void A_lookup_without_ambiguity_allocates_nothing()
    {
        var library = new RateLibrary([Row("85043190", 13m)]);
        library.Find("8504319000", Day);
        var before = GC.GetAllocatedBytesForCurrentThread();
        library.Find("8504319000", Day);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Short codes over two digits, so that prefixes and overlaps are frequent.</summary>
    [Fact]
    public void Every_lookup_agrees_with_the_rule_written_out_naively()
    {
        var code = Gen.Char['0', '1'].Array[2, 13].Select(c => new string(c));
        var row = Gen.Select(code, Gen.Int[0, 2], Gen.Int[0, 1], Gen.Int[-2, 2], Gen.Int[-2, 9])
            .Select(
                (c, rate, flag, from, to) =>
                    Row(c, rate) with
                    {
                        SpecialFlag = (SpecialFlag)flag,
                        ValidFrom = Day.AddDays(from),
                        ValidTo = to > 2 ? null : Day.AddDays(to),
                    }
            );
        Gen.Select(row.Array[0, 40], code.Array[20])
            .Sample(
                (rows, codes) =>
                {
                    var library = new RateLibrary(rows);
                    foreach (var sought in codes)
                    {
                        var (kind, pairs) = FindNaively(rows, sought);
                        var answer = library.Find(sought, Day);
                        Assert.Equal(kind, answer.Kind);
                        if (kind != RateAnswerKind.Unknown)
                            Assert.Contains(
                                (answer.Row!.RebateRate, answer.Row.SpecialFlag),
                                pairs
                            );
                    }
                }
            );
    }

    private static (RateAnswerKind, HashSet<(decimal, SpecialFlag)>) FindNaively(
        RateRow[] rows,
        string code
    )
    {
        var valid = rows.Where(r => r.ValidFrom <= Day && (r.ValidTo is null || Day <= r.ValidTo));
        for (var length = code.Length; length >= 2; length--)
        {
            var sought = code[..length];
            var isWhole = length == code.Length && length >= 10;
            var found = valid
                .Where(r => r.Code == sought || (isWhole && r.Code.StartsWith(sought)))
                .Select(r => (r.RebateRate, r.SpecialFlag))
                .ToHashSet();
            if (found.Count > 0)
                return (found.Count > 1 ? RateAnswerKind.Ambiguous : RateAnswerKind.Found, found);
        }
        return (RateAnswerKind.Unknown, []);
    }

    private static RateRow Row(string code, decimal rebateRate) => Samples.Rate(code, rebateRate);
}
