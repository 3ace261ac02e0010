using System.Globalization;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Form;

/// <summary>Form of the header.</summary>
internal static class HeaderForm
{
    /// <summary>Legal codes of an early pilot fail the check character, so it only warns.</summary>
    public static Finding? F001_CheckCharacterDiffers(CheckedFiling filing) =>
        Uscc.TryParse(filing.Filing.Uscc, out var uscc) && !uscc.CheckCharacterConforms
            ? new Finding(
                "F001",
                "uscc",
                uscc.Value,
                Uscc.CheckCharacterOf(uscc.Value.AsSpan(0, 17)).ToString()
            )
            : null;

    public static Finding? F002_PeriodMalformed(CheckedFiling filing) =>
        Period.TryParse(filing.Filing.Period, out _)
            ? null
            : new Finding("F002", "period", filing.Filing.Period, "yyyyMM");

    public static Finding? F003_BatchInUse(CheckedFiling filing) =>
        filing.Info.BatchInUse
            ? new Finding(
                "F003",
                "batchNo",
                filing.Filing.BatchNo.ToString(CultureInfo.InvariantCulture),
                filing.Filing.Period
            )
            : null;

    public static Finding? F017_TaxpayerIdMalformed(CheckedFiling filing) =>
        Uscc.TryParse(filing.Filing.Uscc, out _)
            ? null
            : new Finding("F017", "uscc", filing.Filing.Uscc, "GB 32100-2015, 18");
}
