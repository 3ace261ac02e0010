using RebateFlow.Contracts.Intake;

namespace RebateFlow.RiskScoring.Rules.FilingFacts;

/// <summary>
/// What was bought and what it was sold for, joined by one association number 关联号.
/// </summary>
/// <param name="AssociationNo">Number that joins export and purchase lines.</param>
public record struct Association(string AssociationNo)
{
    private decimal vatPercentCny;
    private decimal rebateCny;

    /// <summary>Sum of the export lines, US dollars FOB, two decimals.</summary>
    public decimal FobUsd { get; private set; }

    /// <summary>Sum of the purchase lines, CNY yuan without VAT, two decimals.</summary>
    public decimal TaxBaseCny { get; private set; }

    /// <summary>VAT on the purchases less the rebate, CNY yuan, not rounded.</summary>
    public readonly decimal TaxCny => vatPercentCny / 100 - rebateCny;

    /// <summary>The first export line; null when purchases have none.</summary>
    public FiledExportLine? ExportLine { get; private set; }

    internal void Add(FiledExportLine line)
    {
        FobUsd += line.FobUsd;
        ExportLine ??= line;
    }

    internal void Add(FiledPurchaseLine line)
    {
        TaxBaseCny += line.TaxBaseCny;
        vatPercentCny += line.TaxBaseCny * line.VatRatePercent;
        rebateCny += line.RebateCny;
    }
}
