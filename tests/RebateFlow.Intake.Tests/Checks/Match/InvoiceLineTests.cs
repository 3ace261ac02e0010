using CsCheck;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Tests.Checks.Match;

/// <summary>
/// An invoice of two goods: lamps 机动车辆用照明装置 for 80,000.00 at 13%, bearings 轴承 for 20,000.00 at
/// 9%. A purchase line takes one line of it.
/// </summary>
public sealed class InvoiceLineTests
{
    private const string Lamps = "1 机动车辆用照明装置 80000.00 13%; 2 轴承 20000.00 9%";

    [Fact]
    public void The_line_of_the_goods_is_taken_and_no_more_of_the_invoice()
    {
        var scene = TwoGoods().WithPurchase(l => l with { CommodityName = "机动车辆用照明装置" });

        Assert.Equal(["M206", "M216"], scene.Codes());
        scene.Raises("M206").Is("purchase", "0001", "taxBase", "100000.00", "80000.00");
        var outcome = scene.Run();
        Assert.Equal(10_400m, outcome.Rebate.RebateDueCny);
        var use = Assert.Single(outcome.Uses.Invoices);
        Assert.Equal((new InvoiceKey(Samples.Invoice, 1), 80_000m), (use.Key, use.TaxBaseCny));
    }

    [Theory]
    [InlineData("*照明装置*机动车辆用照明装置", "件", "9", 1)]
    [InlineData(null, "个", "13", 1)]
    [InlineData("灯具", "个", "13", 1)]
    [InlineData(null, "套", "9", 2)]
    [InlineData("轴承", "套", "9", 2)]
    [InlineData(null, "个", "9", null)]
    [InlineData(null, "套", "13", null)]
    public void Goods_or_else_unit_and_rate_tell_the_line_or_nothing_does(
        string? goods,
        string unit,
        string rate,
        int? expected
    )
    {
        var scene = TwoGoods()
            .WithPurchase(l =>
                l with
                {
                    CommodityName = goods,
                    Unit = unit,
                    VatRate = Number(rate),
                }
            );

        var outcome = scene.Run();

        if (expected is { } lineNo)
            Assert.Equal(lineNo, Assert.Single(outcome.Uses.Invoices).Key.LineNo);
        else
        {
            var doubt = Assert.Single(outcome.Doubts, doubt => doubt.Code == "M218");
            doubt.Is("purchase", "0001", "voucherLineNo", Samples.Invoice, Lamps);
            Assert.Equal(FeedbackOutcome.Blocked, outcome.Outcome);
            Assert.Equal(0m, outcome.Rebate.RebateDueCny);
            Assert.Empty(outcome.Uses.Invoices);
        }
    }

    [Fact]
    public void Of_lines_of_the_same_goods_unit_and_rate_one_has_to_be_named()
    {
        var scene = Scene
            .Er()
            .WithLines([Line(1, 60_000m, 600m), Line(2, 40_000m, 400m)])
            .WithPurchase(l => l with { TaxBase = 40_000m, Quantity = 400m, RebatableTax = 5_200m })
            .WithExport(l => l with { Quantity = 400m, FobUsd = 6_400m });

        Assert.Contains("M218", scene.Codes());
        var named = scene.WithPurchase(l => l with { VoucherLineNo = 2 }).Run();
        Assert.DoesNotContain(named.Doubts, doubt => doubt.Code == "M218");
        Assert.Equal(new InvoiceKey(Samples.Invoice, 2), Assert.Single(named.Uses.Invoices).Key);
        Assert.Equal(2, Assert.Single(named.Content!.PurchaseLines).VoucherLineNo);
    }

    [Fact]
    public void A_line_that_has_not_come_is_waited_for_by_its_number()
    {
        var scene = TwoGoods().WithPurchase(l => l with { VoucherLineNo = 3 });

        var outcome = scene.Run();

        Assert.Equal(FeedbackOutcome.AwaitingData, outcome.Outcome);
        scene.Raises("M217").Is("purchase", "0001", "voucherLineNo", $"{Samples.Invoice}/3", Lamps);
        Assert.Equal(
            [new AwaitedInformation(FeedNames.VatInvoices, $"{Samples.Invoice}/3")],
            outcome.Awaited
        );
        Assert.Empty(outcome.Uses.Invoices);
    }

    [Fact]
    public void Two_goods_of_one_invoice_are_used_up_apart()
    {
        var scene = TwoGoods()
            .WithPurchase(l =>
                l with
                {
                    TaxBase = 80_000m,
                    Quantity = 800m,
                    RebatableTax = 10_400m,
                    VoucherLineNo = 1,
                }
            )
            .AddPurchase(l => l with { TaxBase = 1m, Quantity = 0m, RebatableTax = 0.13m });

        scene.Raises("M209").Is("purchase", "0002", "voucherNo", $"{Samples.Invoice}/1", "0001");
        var other = scene.WithLastPurchase(l => l with { VoucherLineNo = 2 });
        Assert.DoesNotContain("M209", other.Codes());
    }

    [Fact]
    public void A_status_that_one_line_tells_is_that_of_the_invoice() =>
        Assert.Contains(
            "M205",
            Scene
                .Er()
                .WithLines([
                    Line(1, 100_000m, 1_000m),
                    Line(2, 1m, 1m) with
                    {
                        Status = InvoiceStatus.Red,
                    },
                ])
                .WithPurchase(l => l with { VoucherLineNo = 1 })
                .Codes()
        );

    [Fact]
    public void What_was_deducted_for_sale_at_home_is_not_claimable_and_the_rest_is()
    {
        var scene = Scene
            .Er()
            .WithInvoice(v => v with { DeductedTaxBase = 30_000m, RemainingTaxBase = 70_000m });

        scene.OnlyRaises("M206").Is("purchase", "0001", "taxBase", "100000.00", "70000.00");
        Assert.Equal(9_100m, scene.Run().Rebate.RebateDueCny);
        Scene
            .Er()
            .WithInvoice(v =>
                v with
                {
                    DeductedTaxBase = 100_000m,
                    UsedForDeduction = true,
                    RemainingTaxBase = 0m,
                }
            )
            .OnlyRaises("M208");
    }

    [Fact]
    public void No_more_counts_of_a_record_that_lumps_rates_than_tax_was_levied_on()
    {
        var scene = Scene.Er().WithInvoice(v => v with { Tax = 12_200m });

        Assert.Equal(["M206", "M219"], scene.Codes());
        scene.Raises("M206").Is("purchase", "0001", "taxBase", "100000.00", "93846.15");
        scene.Raises("M219").Is("purchase", "0001", "voucherNo", "12200.00", "13000.00");
        Assert.Equal(12_200m, scene.Run().Rebate.RebateDueCny);
        Scene.Er().WithInvoice(v => v with { Tax = 12_998.73m }).IsClean();
        Scene.Er().WithInvoice(v => v with { Tax = 12_998.72m }).Raises("M219");
        Scene.Er().WithInvoice(v => v with { Tax = 13_001.28m }).OnlyRaises("M219");
    }

    /// <summary>
    /// Filings that claim lines of one invoice in turn, named, unnamed and too much: what they use
    /// of each line stays within it, and no line is used for another.
    /// </summary>
    [Fact]
    public void Claims_in_any_order_stay_within_each_line() =>
        Gen.Select(
                Gen.Int[1, 400].Select(x => x * 100m).Array[2, 4],
                Gen.Select(Gen.Int[0, 5], Gen.Int[1, 500], Gen.Bool).Array[1, 8],
                Gen.Int[0, 3].Array[4]
            )
            .Sample(
                (bases, claims, deductedParts) =>
                {
                    InvoiceRecord[] lines =
                    [
                        .. bases.Select(
                            (amount, i) =>
                                Line(i + 1, amount, amount / 100m) with
                                {
                                    DeductedTaxBase = decimal.Round(
                                        amount * deductedParts[i] / 3m,
                                        2
                                    ),
                                }
                        ),
                    ];
                    var used = lines.ToDictionary(line => line.LineNo, _ => 0m);
                    foreach (var (lineNo, hundreds, isNamed) in claims)
                    {
                        var scene = Scene
                            .Er()
                            .WithLines([.. lines.Select(line => Left(line, used[line.LineNo]))])
                            .WithPurchase(l =>
                                l with
                                {
                                    VoucherLineNo = isNamed ? lineNo + 1 : null,
                                    TaxBase = hundreds * 100m,
                                    Quantity = hundreds,
                                }
                            );
                        foreach (var use in scene.Run().Uses.Invoices)
                        {
                            Assert.True(isNamed && use.Key.LineNo == lineNo + 1);
                            used[use.Key.LineNo] += use.TaxBaseCny;
                        }
                    }
                    foreach (var line in lines)
                        Assert.InRange(used[line.LineNo], 0m, line.ClaimableTaxBase);
                },
                iter: 2_000
            );

    private static InvoiceRecord Left(InvoiceRecord line, decimal used) =>
        line with
        {
            UsedForDeduction = line.ClaimableTaxBase == 0,
            RemainingTaxBase = line.ClaimableTaxBase - used,
        };

    private static Scene TwoGoods() =>
        Scene
            .Er()
            .WithLines([
                Line(1, 80_000m, 800m),
                Line(2, 20_000m, 50m) with
                {
                    CommodityName = "轴承",
                    Unit = "套",
                    VatRate = 9m,
                    Tax = 1_800m,
                },
            ]);

    private static InvoiceRecord Line(int lineNo, decimal taxBase, decimal quantity) =>
        Samples.Er().Info.Invoices[Samples.Invoice] with
        {
            LineNo = lineNo,
            TaxBase = taxBase,
            RemainingTaxBase = taxBase,
            Quantity = quantity,
            Tax = taxBase * 0.13m,
        };

    private static decimal Number(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
