using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Rates;

namespace RebateFlow.Intake.Checks.Rule;

/// <summary>Declared rates against the rate library in force on the export date.</summary>
internal static class RateRules
{
    /// <summary>
    /// An export line need not state rates; where it does, they must be the library's.
    /// </summary>
    public static Finding? R301_RateDiffersFromLibrary(CheckedExportLine line)
    {
        if (line.Rate.Row is null || line.Applied.Row is not { SpecialFlag: SpecialFlag.None } row)
            return null;
        if (line.Line.RebateRate is { } rebateRate && rebateRate != line.Applied.RebateRatePercent)
            return Differs("rebateRate", rebateRate, RatesOf(line.Rate));
        if (line.Line.VatRate is { } vatRate && !row.VatRates.Contains(vatRate))
            return Differs(
                "vatRate",
                vatRate,
                string.Join('/', row.VatRates.Select(Finding.Number))
            );
        return null;
    }

    /// <summary>A rate above what the supplier's levy rate allows is R305's business.</summary>
    public static Finding? R301_PurchaseRateDiffersFromLibrary(CheckedPurchaseLine line)
    {
        if (
            line.Line.TaxKind == TaxKind.C
            || !line.EarnsRebate
            || line.Applied.Row is not { SpecialFlag: SpecialFlag.None }
        )
            return null;
        var declared = line.Line.RebateRate;
        if (declared == line.EffectiveRebateRate || R305_LowerRateApplies(line) is not null)
            return null;
        return line.Association?.Leading is { Rate.Kind: RateAnswerKind.Ambiguous } leading
            ? Differs("rebateRate", declared, RatesOf(leading.Rate))
            : Differs("rebateRate", declared, Finding.Number(line.EffectiveRebateRate));
    }

    public static Finding? R302_ZeroRateTaxedAsDomesticSale(CheckedExportLine line) =>
        IsFlagged(line, SpecialFlag.DomesticSale) ? AboutCode("R302", line, "1") : null;

    public static Finding? R303_ZeroRateExempt(CheckedExportLine line) =>
        IsFlagged(line, SpecialFlag.Exempt) ? AboutCode("R303", line, "2") : null;

    public static Finding? R304_RateAmbiguous(CheckedExportLine line) =>
        line.Rate.Kind == RateAnswerKind.Ambiguous
            ? AboutCode("R304", line, RatesOf(line.Rate))
            : null;

    public static Finding? R305_LowerRateApplies(CheckedPurchaseLine line) =>
        line is { EarnsRebate: true, Line.TaxKind: TaxKind.V }
        && line.VatRate < line.Applied.RebateRatePercent
        && line.Line.RebateRate > line.VatRate
            ? new Finding(
                "R305",
                "rebateRate",
                Finding.Number(line.Line.RebateRate),
                Finding.Number(line.VatRate)
            )
            : null;

    /// <summary>No feed brings consumption tax, so an officer looks at the payment slip.</summary>
    public static Finding? R322_ConsumptionTaxNotComparable(CheckedPurchaseLine line) =>
        line.Line.TaxKind == TaxKind.C
            ? new Finding("R322", "rebatableTax", Finding.Money(line.Line.RebatableTax), "")
            : null;

    private static bool IsFlagged(CheckedExportLine line, SpecialFlag flag) =>
        line.Rate is { Kind: RateAnswerKind.Found, Row: { } row } && row.SpecialFlag == flag;

    private static Finding AboutCode(string code, CheckedExportLine line, string expected) =>
        new(code, "commodityCode", line.RatedCode, expected);

    private static Finding Differs(string field, decimal declared, string expected) =>
        new("R301", field, Finding.Number(declared), expected);

    private static string RatesOf(RateAnswer answer) =>
        answer.Kind switch
        {
            RateAnswerKind.Ambiguous => string.Join(
                '/',
                answer
                    .Candidates.Select(r => r.RebateRate)
                    .Distinct()
                    .Order()
                    .Select(Finding.Number)
            ),
            RateAnswerKind.Found => Finding.Number(answer.Row!.RebateRate),
            RateAnswerKind.Unknown => "",
        };
}
