namespace RebateFlow.Intake.Checks.Rule;

/// <summary>Foreign exchange received 收汇. Unjudged while no feed brings it.</summary>
internal static class ForexRules
{
    public static Finding? R308_ForexMaterialMissing(CheckedExportLine line) =>
        IsMissing(line)
        && line.Filing.Info.Enterprise is { } enterprise
        && enterprise.EnterpriseClass >= line.Filing.Limits.ForexMaterialClass
            ? Missing("R308", line, "")
            : null;

    public static Finding? R309_NoForexReceipt(CheckedExportLine line)
    {
        var end = line.Filing.Limits.NormalEndFor(line.Line.ExportDate);
        return IsMissing(line) && line.Filing.Today > end
            ? Missing("R309", line, Finding.Day(end))
            : null;
    }

    private static bool IsMissing(CheckedExportLine line) =>
        line is { IsOffset: false, CustomsLineNo: { } number }
        && line.Filing.Info.ForexReceipts is { } receipts
        && !receipts.Contains(number);

    private static Finding Missing(string code, CheckedExportLine line, string expected) =>
        new(code, "customsDeclarationLineNo", line.CustomsLineNo ?? "", expected);
}
