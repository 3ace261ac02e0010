using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Form;

/// <summary>
/// The period 所属期 against the calendar: it has begun, and the goods have left before it by as many
/// months as the policy of the method asks for.
/// </summary>
internal static class PeriodForm
{
    public static Finding? F023_PeriodInFuture(CheckedFiling filing) =>
        Period.TryParse(filing.Filing.Period, out var period) && FirstDay(period) > filing.Today
            ? new Finding(
                "F023",
                "period",
                filing.Filing.Period,
                Period.Of(filing.Today).ToString()
            )
            : null;

    /// <summary>An export that has not happened yet is F008's business.</summary>
    public static Finding? F024_PeriodBeforeExport(CheckedExportLine line)
    {
        var (filing, exportDate) = (line.Filing, line.ExportDate);
        if (!Period.TryParse(filing.Filing.Period, out var period) || exportDate > filing.Today)
            return null;
        var months = filing.IsEr
            ? filing.Limits.ErFirstPeriodMonths
            : filing.Limits.EcrFirstPeriodMonths;
        var first = Period.Of(FirstDay(Period.Of(exportDate)).AddMonths(months));
        return FirstDay(period) >= FirstDay(first)
            ? null
            : new Finding("F024", "period", period.ToString(), first.ToString());
    }

    private static DateOnly FirstDay(Period period) => new(period.Year, period.Month, 1);
}
