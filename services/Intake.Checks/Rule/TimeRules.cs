using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Reference;

namespace RebateFlow.Intake.Checks.Rule;

/// <summary>Time limits of declaring, chosen by export date.</summary>
internal static class TimeRules
{
    /// <summary>Silent once the last month is past too: then R307 says it all.</summary>
    public static Finding? R306_PastNormalEnd(CheckedExportLine line)
    {
        var end = line.Filing.Limits.NormalEndFor(line.ExportDate);
        return
            line.IsOffset
            || line.Filing.Today <= end
            || IsKeptByForm(line, end)
            || R307_PastLastMonth(line) is not null
            ? null
            : Past("R306", line, end);
    }

    public static Finding? R307_PastLastMonth(CheckedExportLine line)
    {
        var policy = line.Filing.Info.Reference.PolicyPeriods.On(line.ExportDate);
        if (line.IsOffset || policy is not { LateLimitMonths: { } months })
            return null;
        return line.ExportDate >= line.Filing.Today.AddMonths(-months)
            ? null
            : Past("R307", line, line.ExportDate.AddMonths(months));
    }

    /// <summary>
    /// Where late filing takes the form on missing information, one filed in time keeps the limit.
    /// </summary>
    private static bool IsKeptByForm(CheckedExportLine line, DateOnly end)
    {
        var info = line.Filing.Info;
        var policy = info.Reference.PolicyPeriods.On(line.ExportDate);
        return policy is { LateFiling: LateFiling.WithNoDataForm }
            && line.CustomsLineNo is { } number
            && info.NoDataForms.TryGetValue((FeedNames.CustomsDeclarations, number), out var form)
            && form.FiledOn <= end;
    }

    private static Finding Past(string code, CheckedExportLine line, DateOnly end) =>
        new(code, "exportDate", Finding.Day(line.ExportDate), Finding.Day(end));
}
