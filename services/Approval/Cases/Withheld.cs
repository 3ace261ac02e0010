using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Contracts.Approval;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Cases;

/// <summary>
/// What an action found that others learn from although the case goes on: a hold, or a letter that
/// was answered with a problem. Pure.
/// </summary>
public static class Withheld
{
    /// <summary>
    /// The message that tells of it; null when the action found nothing of the kind.
    /// </summary>
    public static CaseWithheld? Of(CaseChange change)
    {
        var (before, after) = (change.Before.Case, change.After);
        if (after.HoldCount > before.HoldCount)
        {
            var hold = after.Holds.Single(one => one.HoldNo == after.HoldCount);
            var amount = hold.Scope == HoldScope.WholeCase ? after.RebateDueCny : hold.AmountCny;
            return Told(change, "HOLD", amount) with { Ground = Codes.Of(hold.Ground) };
        }
        if (after.RefusedCny <= before.RefusedCny)
            return null;
        var letter = before.Letters.Single(one => !after.Letters.Contains(one));
        return Told(change, "PROBLEM_LETTER", letter.AmountCny) with
        {
            SupplierTaxId = letter.SupplierTaxId,
        };
    }

    private static CaseWithheld Told(CaseChange change, string kind, decimal amountCny) =>
        new()
        {
            CaseId = change.After.CaseId,
            PreDeclarationId = change.Before.PreDeclarationId,
            AttemptNo = change.After.AttemptNo,
            Kind = kind,
            Ground = "",
            SupplierTaxId = "",
            AmountCny = amountCny,
            WithheldAt = change.At,
        };
}
