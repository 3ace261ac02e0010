using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Rule;

/// <summary>Whether a purchase voucher is one that the law rebates by.</summary>
internal static class VoucherRules
{
    public static Finding? R330_VoucherEarnsNoRebate(CheckedPurchaseLine line)
    {
        if (line.EarnsRebate || line.Association?.Leading is not { } export)
            return null;
        var earners = line.Filing.Info.Reference.VoucherKinds.EarnsFor(
            line.VoucherKind,
            export.ExportDate
        );
        return new Finding(
            "R330",
            "voucherKind",
            WireCode.Of(line.VoucherKind),
            string.Join('/', earners.Select(WireCode.Of))
        );
    }
}
