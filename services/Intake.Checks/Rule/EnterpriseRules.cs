using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Rule;

/// <summary>Whether the declarant may declare at all, and by this method.</summary>
internal static class EnterpriseRules
{
    public static Finding? R310_NotRegistered(CheckedFiling filing) =>
        filing.Info.Enterprise is { RegisteredOn: { } day } && day <= filing.Today
            ? null
            : new Finding("R310", "uscc", filing.DeclarantUscc, "");

    public static Finding? R311_Suspended(CheckedFiling filing) =>
        filing.Info.Enterprise is { Suspended: true }
            ? new Finding("R311", "uscc", filing.DeclarantUscc, "")
            : null;

    public static Finding? R321_MethodDoesNotFitKind(CheckedFiling filing)
    {
        if (filing.Info.Enterprise is not { } enterprise)
            return null;
        var method = enterprise.Kind switch
        {
            EnterpriseKind.Ft => RebateMethod.Er,
            EnterpriseKind.Pe => RebateMethod.Ecr,
            EnterpriseKind.Cs => RebateMethod.Er,
        };
        return method == filing.Filing.Method
            ? null
            : new Finding(
                "R321",
                "method",
                WireCode.Of(filing.Filing.Method),
                WireCode.Of(enterprise.Kind)
            );
    }
}
