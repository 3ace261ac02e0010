using RebateFlow.Intake.Checks.Rates;

namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>
/// The rates of an export line that its figures are computed with, and the row they are from.
/// </summary>
/// <param name="VatRatePercent">Levy rate.</param>
/// <param name="RebateRatePercent">Rebate rate; 0 for zero-rated goods and unknown codes.</param>
/// <param name="Row">Row of the library; null for an unknown code.</param>
public readonly record struct AppliedRate(
    decimal VatRatePercent,
    decimal RebateRatePercent,
    RateRow? Row
)
{
    /// <summary>
    /// Chooses from the library's answer. An ambiguous code takes the declared rate when it is one
    /// of the candidates, else the lowest; a code with several levy rates takes the declared one
    /// when it is one of them, else the highest. A special flag makes the rebate rate 0.
    /// </summary>
    public static AppliedRate Choose(
        RateAnswer answer,
        decimal? declaredVatRate,
        decimal? declaredRebateRate
    )
    {
        var row = answer.Row;
        foreach (var candidate in answer.Candidates)
        {
            if (candidate.RebateRate == declaredRebateRate)
            {
                row = candidate;
                break;
            }
            if (candidate.RebateRate < row!.RebateRate)
                row = candidate;
        }
        if (row is null)
            return new AppliedRate(declaredVatRate ?? 0m, 0m, null);

        var rebateRate = row.SpecialFlag switch
        {
            SpecialFlag.None => row.RebateRate,
            SpecialFlag.DomesticSale => 0m,
            SpecialFlag.Exempt => 0m,
        };
        return new AppliedRate(VatRateOf(row, declaredVatRate), rebateRate, row);
    }

    /// <summary>What names the row in a derivation; null for an unknown code.</summary>
    public RateRowKey? RowKey =>
        Row is null
            ? null
            : new RateRowKey(Row.Code, Row.ValidFrom, Row.RebateRate, Row.SpecialFlag);

    private static decimal VatRateOf(RateRow row, decimal? declared)
    {
        var highest = 0m;
        foreach (var rate in row.VatRates)
        {
            if (rate == declared)
                return rate;
            highest = Math.Max(highest, rate);
        }
        return highest;
    }
}
