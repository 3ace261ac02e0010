namespace RebateFlow.Approval.Policies;

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
        };
        values.ThrowIfFaulty();
        return result;
    }
}
