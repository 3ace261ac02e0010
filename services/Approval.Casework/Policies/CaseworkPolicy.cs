using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Policies;

/// <summary>One version of the rules of casework beside deadlines and routes.</summary>
public sealed record CaseworkPolicy
{
    public required string Version { get; init; }

    /// <summary>Months until the reply to a letter is due, 1 to 12.</summary>
    public required int LetterMonths { get; init; }

    /// <summary>Months that a letter may take with all extensions, 1 to 24.</summary>
    public required int LetterLongestMonths { get; init; }

    /// <summary>Working days before the legal limit from which a case is warned of.</summary>
    public required int WarningDays { get; init; }

    /// <summary>Working days before the legal limit from which the head is told.</summary>
    public required int EscalationDays { get; init; }

    /// <summary>Calendar days on hold after which it is too old, 1 to 3,660.</summary>
    public required int HeldAlarmDays { get; init; }

    /// <summary>Calendar days with the exporter after which it is too old, 1 to 3,660.</summary>
    public required int ReturnedAlarmDays { get; init; }

    /// <summary>
    /// Calendar days in the queue without anybody's touch after which it is too old; null in
    /// versions before 2026-01-01, which leave that to the deadline.
    /// </summary>
    public required int? WaitingAlarmDays { get; init; }

    /// <summary>Calendar days in one officer's hands; null as above.</summary>
    public required int? ClaimedAlarmDays { get; init; }

    /// <summary>
    /// Authorities whose cases are given to officers by a draw: 11 digits each, ALL or NONE.
    /// </summary>
    public required IReadOnlyList<string> RandomAssignment { get; init; }

    /// <summary>Cases that the draw leaves in one officer's hands at a time, 1 to 1,000.</summary>
    public required int AssignmentLimit { get; init; }

    /// <summary>How long a case that was drawn stays with its officer.</summary>
    public required TimeSpan AssignedLease { get; init; }

    /// <summary>
    /// Who asked for work within this time is present and takes part in the draw.
    /// </summary>
    public required TimeSpan Presence { get; init; }

    /// <summary>
    /// From this amount on whoever held it does not release it, CNY yuan; null in versions that
    /// leave it to one person.
    /// </summary>
    public required decimal? HoldSecondCny { get; init; }

    /// <summary>Whoever held a whole case does not release it.</summary>
    public required bool WholeHoldNeedsSecond { get; init; }

    /// <summary>The first declaration ever calls for a visit.</summary>
    public required bool VisitsFirstDeclaration { get; init; }

    /// <summary>From this class on a visit is called for, 1 to 4; null for none.</summary>
    public required int? VisitFromClass { get; init; }

    public bool AssignsAtRandom(string taxAuthority) =>
        RandomAssignment.Contains(taxAuthority) || RandomAssignment.Contains("ALL");

    /// <exception cref="InvalidDataException">
    /// Names every value that is missing or out of range.
    /// </exception>
    public static CaseworkPolicy From(DatedPolicy policy)
    {
        var values = new PolicyReader(policy);
        var result = new CaseworkPolicy
        {
            Version = policy.Version,
            LetterMonths = values.Whole("letterMonths", "months", 1, 12),
            LetterLongestMonths = values.Whole("letterLongestMonths", "months", 1, 24),
            WarningDays = values.Whole("warningDays", "working days", 0, 366),
            EscalationDays = values.Whole("escalationDays", "working days", 0, 366),
            HeldAlarmDays = values.Whole("heldAlarmDays", "days", 1, 3660),
            ReturnedAlarmDays = values.Whole("returnedAlarmDays", "days", 1, 3660),
            WaitingAlarmDays = values.WholeOr("waitingAlarmDays", "days", 1, 3660),
            ClaimedAlarmDays = values.WholeOr("claimedAlarmDays", "days", 1, 3660),
            RandomAssignment = values.Words("randomAssignment", "tax authorities"),
            AssignmentLimit = values.WholeOr("assignmentLimit", "cases", 1, 1000) ?? 1,
            AssignedLease = TimeSpan.FromMinutes(
                values.WholeOr("assignedLeaseMinutes", "minutes", 1, 14_400) ?? 1
            ),
            Presence = TimeSpan.FromMinutes(
                values.WholeOr("presenceMinutes", "minutes", 1, 1_440) ?? 1
            ),
            HoldSecondCny = values.NumberOr("holdSecondFrom", "CNY", 0.01m, 1_000_000_000_000m),
            WholeHoldNeedsSecond = values.WholeOr("wholeHoldOfficers", "officers", 1, 2) == 2,
            VisitsFirstDeclaration = values.WholeOr("firstDeclarationVisits", "visits", 0, 1) == 1,
            VisitFromClass = (int?)values.NumberOr("visitFromClass", "class", 1, 4),
        };
        values.ThrowIfFaulty();
        return result;
    }
}
