using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Tests.Checks.Rule;

public sealed class OffsetRulesTests
{
    private const string Key = "2026020001";

    [Fact]
    public void R319_takes_the_exact_opposite_of_the_original() => Offset().IsClean();

    [Theory]
    [InlineData("999", "16000", "8512201000")]
    [InlineData("1000", "15999.99", "8512201000")]
    [InlineData("1000", "16000", "8512301100")]
    public void R319_refuses_any_difference(string quantity, string fobUsd, string code) =>
        Offset()
            .WithInfo(i =>
                i with
                {
                    OriginalLines = new Dictionary<string, OriginalExportLine>
                    {
                        [Key] = Original with
                        {
                            CommodityCode = code,
                            Quantity = Number(quantity),
                            FobUsd = Number(fobUsd),
                        },
                    },
                }
            )
            .OnlyRaises("R319");

    [Fact]
    public void R319_refuses_an_offset_of_nothing() =>
        Offset()
            .WithExport(l => l with { OriginalPeriodAndLine = null })
            .OnlyRaises("R319")
            .Is("export", "0001", "originalPeriodAndLine", "8512201000 / -1000 / -16000.00", "");

    [Fact]
    public void R319_refuses_a_negative_purchase_beside_a_positive_export()
    {
        const string Other = "26122000000000000002";
        Scene
            .Er()
            .AddInvoice(v => v with { VoucherNo = Other })
            .AddPurchase(l =>
                l with
                {
                    VoucherNo = Other,
                    Quantity = -10m,
                    TaxBase = -1m,
                    RebatableTax = -0.13m,
                }
            )
            .WithPurchase(l => l with { Quantity = 1_000m })
            .Raises("R319")
            .Is("purchase", "0002", "taxBase", "8512201000 / -10 / -1.00", "1000");
    }

    [Fact]
    public void An_ER_offset_takes_back_its_rebate_and_its_vouchers()
    {
        var outcome = Scene
            .Er()
            .WithCustoms(c => c with { RemainingQuantity = 0m })
            .WithInvoice(v => v with { RemainingTaxBase = 0m })
            .WithExport(l =>
                l with
                {
                    Quantity = -1_000m,
                    FobUsd = -16_000m,
                    OriginalPeriodAndLine = Key,
                }
            )
            .WithPurchase(l =>
                l with
                {
                    Quantity = -1_000m,
                    TaxBase = -100_000m,
                    RebatableTax = -13_000m,
                }
            )
            .WithInfo(WithOriginal)
            .Run();
        Assert.Empty(outcome.Doubts);
        Assert.Equal(-13_000m, outcome.Rebate.Lines[0].RebateCny);
        Assert.Equal(0m, outcome.Rebate.RebateDueCny);
        Assert.Equal(-1_000m, Assert.Single(outcome.Uses.CustomsLines).Quantity);
        Assert.Equal(-100_000m, Assert.Single(outcome.Uses.Invoices).TaxBaseCny);
    }

    private static OriginalExportLine Original =>
        new()
        {
            CustomsDeclarationLineNo = Samples.CustomsLine,
            CommodityCode = Samples.Code,
            Quantity = 1_000m,
            FobUsd = 16_000m,
        };

    private static ElectronicInformation WithOriginal(ElectronicInformation info) =>
        info with
        {
            OriginalLines = new Dictionary<string, OriginalExportLine> { [Key] = Original },
        };

    private static Scene Offset() =>
        Scene
            .Ecr()
            .WithCustoms(c => c with { RemainingQuantity = 0m })
            .WithExport(l =>
                l with
                {
                    Quantity = -1_000m,
                    FobUsd = -16_000m,
                    FobCny = -112_000m,
                    OriginalPeriodAndLine = Key,
                }
            )
            .WithInfo(i =>
                WithOriginal(i) with
                {
                    VatReturn = i.VatReturn! with { EcrSalesCny = -112_000m },
                }
            );

    private static decimal Number(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
