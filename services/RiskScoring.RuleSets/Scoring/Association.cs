using RebateFlow.Contracts.Intake;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>
/// What was bought and what it was sold for, joined by one association number 关联号.
/// </summary>
/// <param name="AssociationNo">Number that joins export and purchase lines.</param>
/// <param name="FobUsd">Sum of the export lines, US dollars FOB, two decimals.</param>
/// <param name="TaxBaseCny">Sum of the purchase lines, CNY yuan without VAT, two decimals.</param>
/// <param name="TaxCny">VAT on the purchases less the rebate, CNY yuan, not rounded.</param>
/// <param name="ExportLine">The first export line; null when purchases have none.</param>
public readonly record struct Association(
    string AssociationNo,
    decimal FobUsd = 0,
    decimal TaxBaseCny = 0,
    decimal TaxCny = 0,
    FiledExportLine? ExportLine = null
)
{
    internal Association WithExport(FiledExportLine line) =>
        this with
        {
            FobUsd = FobUsd + line.FobUsd,
            ExportLine = ExportLine ?? line,
        };

    internal Association WithPurchase(FiledPurchaseLine line) =>
        this with
        {
            TaxBaseCny = TaxBaseCny + line.TaxBaseCny,
            TaxCny = TaxCny + line.TaxBaseCny * line.VatRatePercent / 100 - line.RebateCny,
        };
}
