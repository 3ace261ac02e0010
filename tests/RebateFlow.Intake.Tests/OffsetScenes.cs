using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Tests;

/// <summary>Filings that take an earlier one back, without a doubt.</summary>
internal static class OffsetScenes
{
    private const string Key = "2026020001";

    /// <summary>The whole of an ER filing comes back.</summary>
    public static Scene Er(OriginalFiling? original = null) =>
        Scene
            .Er()
            .WithCustoms(c => c with { RemainingQuantity = 0m })
            .WithInvoice(v => v with { RemainingTaxBase = 0m, RemainingQuantity = 0m })
            .WithExport(l => Negative(l) with { OriginalPeriodAndLine = Key })
            .WithPurchase(Negative)
            .WithInfo(i =>
                i with
                {
                    Originals = Earlier.Of(original ?? Earlier.Filed(Scene.Er(), "202602")),
                }
            );

    private static ExportLine Negative(ExportLine line) =>
        line with
        {
            Quantity = -line.Quantity,
            FobUsd = -line.FobUsd,
        };

    private static PurchaseLine Negative(PurchaseLine line) =>
        line with
        {
            Quantity = -line.Quantity,
            TaxBase = -line.TaxBase,
            RebatableTax = -line.RebatableTax,
        };

    /// <summary>The whole of an ECR filing comes back.</summary>
    public static Scene Ecr() =>
        Scene
            .Ecr()
            .WithCustoms(c => c with { RemainingQuantity = 0m })
            .WithExport(l => Negative(l) with { FobCny = -112_000m, OriginalPeriodAndLine = Key })
            .WithInfo(i =>
                i with
                {
                    Originals = Earlier.Of(Scene.Ecr(), "202602"),
                    VatReturn = i.VatReturn! with { EcrSalesCny = -112_000m },
                }
            );
}
