using RebateFlow.Approval.Casework.Repayments;
using RebateFlow.Contracts.Approval;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Repayments;

/// <summary>What others are told of an entry. Pure.</summary>
public static class RepaymentMessages
{
    /// <param name="after">The ledger after the event.</param>
    public static RepaymentChanged Of(RepaymentLedger after, RepaymentEvent happened)
    {
        var source = happened switch
        {
            Claimed claimed => claimed.Source,
            Withdrawn withdrawn => withdrawn.Source,
            _ => null,
        };
        return new()
        {
            Uscc = after.Uscc,
            EntryNo = after.EntryCount,
            Kind = RepaymentEventJson.KindOf(happened),
            ClaimId = happened switch
            {
                Claimed claimed => claimed.ClaimId,
                Withdrawn withdrawn => withdrawn.ClaimId,
                SetOff setOff => setOff.ClaimId,
                SetOffUndone undone => undone.ClaimId,
                _ => null,
            },
            Source = source is null ? null : WireCode.Of(source.Kind),
            PreDeclarationId = happened switch
            {
                SetOff setOff => setOff.PreDeclarationId,
                SetOffUndone undone => undone.PreDeclarationId,
                _ => source?.PreDeclarationId,
            },
            AmountCny = happened.AmountCny,
            BalanceCny = after.BalanceCny,
            On = happened.On,
            At = happened.At,
        };
    }
}
