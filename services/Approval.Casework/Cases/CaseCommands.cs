using RebateFlow.Approval.Casework.Calendars;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>What somebody wants of a case.</summary>
public abstract record CaseCommand;

/// <summary>What an officer wants of a case.</summary>
public abstract record OfficerCommand(Officer By) : CaseCommand;

/// <summary>What the rules in force say on the day of a command.</summary>
public sealed record CaseTerms
{
    /// <summary>The authority's business day.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>How long a claim keeps others away.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>
    /// From this amount on two officers release what was withheld from an approved case, yuan.
    /// </summary>
    public required decimal SecondOfficerCny { get; init; }

    /// <summary>
    /// From this amount on whoever held an amount does not release it, yuan.
    /// </summary>
    public required decimal HoldSecondCny { get; init; }

    /// <summary>Whoever held a whole case, or referred it, does not release it.</summary>
    public required bool WholeHoldNeedsSecond { get; init; }

    /// <summary>Months until the reply to a letter is due.</summary>
    public required int LetterMonths { get; init; }

    /// <summary>Months that a letter may take with all extensions.</summary>
    public required int LetterLongestMonths { get; init; }

    /// <summary>A draw gives the cases to the officers: nobody picks one.</summary>
    public required bool AssignsAtRandom { get; init; }
    public required WorkingDayCalendar Calendar { get; init; }

    /// <summary>What the exporter owes, and what the case stands on.</summary>
    public OwedTerms Owed { get; init; } = OwedTerms.Nothing;

    /// <summary>Id of a check, should the step open one.</summary>
    public required Guid NewId { get; init; }

    /// <summary>Chances of the draw by version of the channel policy.</summary>
    public IReadOnlyDictionary<string, SampleChances> Chances { get; init; } =
        new Dictionary<string, SampleChances>();
}

/// <summary>Chances of the draw, percent.</summary>
/// <param name="Before">To be checked before the decision.</param>
/// <param name="After">To be checked after it.</param>
public sealed record SampleChances(decimal Before, decimal After);
