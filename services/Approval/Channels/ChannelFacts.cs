using RebateFlow.Approval.Casework.Channels;

namespace RebateFlow.Approval.Channels;

/// <summary>
/// All that the channel decision looks at. A null is a fact that nobody could tell.
/// </summary>
public sealed record ChannelFacts
{
    /// <summary>The day of the decision in the authority's zone.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>First and last day of the enterprise's enrolment; null when it has none.</summary>
    public required EnrolmentPeriod? Enrolment { get; init; }

    /// <summary>Claimed rebate, CNY yuan, two decimals, 0 or more.</summary>
    public required decimal RebateDueCny { get; init; }

    /// <summary>Enterprise class 1 to 4.</summary>
    public required int EnterpriseClass { get; init; }

    /// <summary>
    /// Level of the gravest watchlist hit, 1 (gravest) to 4; null when there is no hit.
    /// </summary>
    public required int? GravestWatchlistLevel { get; init; }

    /// <summary>
    /// What Risk says that the levels of the hits ask for, such as NO_GREEN; empty when it says
    /// nothing.
    /// </summary>
    public IReadOnlyList<string> WatchlistEffects { get; init; } = [];

    /// <summary>Risk score, 0 to 100.</summary>
    public required int Score { get; init; }

    /// <summary>Risk grade; null when the message named one we do not know.</summary>
    public required RiskGrade? Grade { get; init; }

    /// <summary>True when a risk rule could not be judged.</summary>
    public required bool HasUnjudgedRule { get; init; }

    /// <summary>Gravest doubt; null when the message named a level we do not know.</summary>
    public required DoubtLevel? GravestDoubt { get; init; }

    /// <summary>True while a hold is open on the case.</summary>
    public required bool OnHold { get; init; }

    /// <summary>
    /// Where the day's secret draw put the case, percent from 0 to below 100; null when the day has
    /// no seed.
    /// </summary>
    public required decimal? SampleDrawPercent { get; init; }

    /// <summary>
    /// True when an earlier attempt was drawn: a new attempt never escapes the sample.
    /// </summary>
    public required bool DrawnBefore { get; init; }
}

/// <param name="ValidTo">Last day; null when open-ended.</param>
public sealed record EnrolmentPeriod(DateOnly ValidFrom, DateOnly? ValidTo)
{
    public bool Covers(DateOnly day) => ValidFrom <= day && (ValidTo is null || day <= ValidTo);
}
