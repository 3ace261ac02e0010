using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Policies;

namespace RebateFlow.Approval.Casework.Alarms;

/// <summary>Who has to look after a case in a state.</summary>
public enum CareOwner
{
    /// <summary>The officers of the case's post.</summary>
    Post,

    /// <summary>The officer who holds it.</summary>
    Holder,

    /// <summary>
    /// Nothing is left to do: no officer's action is allowed. The archive keeps it.
    /// </summary>
    Archive,
}

/// <summary>
/// No case is left unattended: each state has an owner, and an age at which the head of the
/// post is told.
/// </summary>
/// <param name="AgeLimitDays">
/// Calendar days in the state, by the dated rules; null where nothing is left to be done, or where
/// a version before 2026-01-01 leaves it to the deadline.
/// </param>
public readonly record struct StateCare(CareOwner Owner, int? AgeLimitDays)
{
    public static StateCare Of(CaseState state, CaseworkPolicy rules) =>
        state switch
        {
            CaseState.Waiting => new(CareOwner.Post, rules.WaitingAlarmDays),
            CaseState.Claimed => new(CareOwner.Holder, rules.ClaimedAlarmDays),
            CaseState.Held => new(CareOwner.Post, rules.HeldAlarmDays),
            CaseState.Returned => new(CareOwner.Post, rules.ReturnedAlarmDays),
            // Counted while an amount of it is still withheld.
            CaseState.Approved => new(CareOwner.Post, rules.HeldAlarmDays),
            CaseState.Rejected or CaseState.Withdrawn => new(CareOwner.Archive, null),
        };
}
