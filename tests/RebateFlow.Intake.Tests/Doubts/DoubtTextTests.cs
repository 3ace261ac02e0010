using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Tests.Doubts;

/// <summary>A text says what is known and no more.</summary>
public sealed class DoubtTextTests
{
    [Theory]
    [InlineData("Left of {declared}[; used by {expected}]", "x", "0001", "Left of x; used by 0001")]
    [InlineData("Left of {declared}[; used by {expected}]", "x", "", "Left of x")]
    [InlineData(
        "[{declared} is outside {expected}|no rate for {declared}]",
        "x",
        "",
        "no rate for x"
    )]
    [InlineData("[outside {expected}|no rate]!", "x", "1-2", "outside 1-2!")]
    [InlineData("[{declared}][{expected}] end", "", "e", "e end")]
    [InlineData("a | b", "", "", "a | b")]
    [InlineData("{declared}", "[{place}|{x}]", "", "[{place}|{x}]")]
    public void What_stands_in_brackets_is_said_with_its_value(
        string text,
        string declared,
        string expected,
        string told
    )
    {
        Assert.True(DoubtText.IsValid(text));
        Assert.Equal(told, new DoubtText(text).Fill(declared, expected, "0009"));
    }

    [Theory]
    [InlineData("[no value]")]
    [InlineData("[open {expected}")]
    [InlineData("close {expected}]")]
    [InlineData("[[{expected}]]")]
    [InlineData("[{expected}|a|b]")]
    [InlineData("[{value}]")]
    [InlineData("{expected")]
    [InlineData("}{")]
    public void Brackets_without_a_value_and_half_ones_are_refused(string text) =>
        Assert.False(DoubtText.IsValid(text));

    [Fact]
    public void R305_speaks_of_the_levy_rate_and_not_of_the_supplier()
    {
        var doubt = Scene
            .Er()
            .WithPurchase(l => l with { VatRate = 3m })
            .WithInvoice(v => v with { VatRate = 3m })
            .OnlyRaises("R305");
        Assert.Equal(
            "Line 0001: the levy rate of this purchase, 3%, is below the rebate rate of the goods "
                + "and takes its place; 13% was declared",
            doubt.TextEn
        );
        Assert.DoesNotContain("小规模", doubt.TextZh, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "202602-7",
        "; it was used by 202602-7 (a line of this filing, or period-batch of another)"
    )]
    [InlineData("", "")]
    public void M103_names_a_place_only_where_it_knows_one(string usedIn, string told) =>
        Assert.Equal(
            $"Line 0001: nothing of customs line {Samples.CustomsLine} is left to declare{told}",
            Scene
                .Er()
                .WithCustoms(c => c with { RemainingQuantity = 0m, UsedIn = usedIn })
                .OnlyRaises("M103")
                .TextEn
        );

    [Theory]
    [InlineData("202602-7", "，已用于202602-7（本申报的行号，或其他申报的所属期-批次）")]
    [InlineData("", "")]
    public void M209_names_a_place_only_where_it_knows_one(string usedIn, string told) =>
        Assert.Equal(
            $"第0001行：发票{Samples.Invoice}已无可申报金额{told}",
            Scene
                .Er()
                .WithInvoice(v => v with { RemainingTaxBase = 0m, UsedIn = usedIn })
                .OnlyRaises("M209")
                .TextZh
        );

    [Fact]
    public void R316_says_that_the_sales_are_those_of_all_batches()
    {
        var doubt = Scene
            .Ecr()
            .WithInfo(i =>
                i with
                {
                    OtherBatches = new OtherBatches { SalesCny = 5_000m, RebateDueCny = 0m },
                }
            )
            .OnlyRaises("R316");
        Assert.Equal(
            "The ECR sales of the period, all batches together, come to 117000.00; "
                + "the VAT return says 112000.00",
            doubt.TextEn
        );
    }

    /// <summary>A value that a check may not know must not leave a hole in the sentence.</summary>
    [Theory]
    [InlineData("F021 F022 M101 M103 M109 M113 M114 M118 M202 M208 M209")]
    [InlineData("R310 R311 R312 R313 R317 R322 R323 R325")]
    public void No_text_has_a_hole_where_the_compared_value_is_not_known(string codes) =>
        Assert.All(
            codes.Split(' '),
            code =>
            {
                var row = DoubtCatalogue.Embedded.Find(code, Samples.Today)!;
                foreach (var text in new[] { row.TextZh, row.TextEn })
                {
                    var known = text.Fill("d", "¤", "p");
                    var hasHole =
                        known.Contains('¤')
                        && known.Replace("¤", "", StringComparison.Ordinal)
                            == text.Fill("d", "", "p");
                    Assert.False(hasHole, known);
                }
            }
        );
}
