namespace RebateFlow.GreenChannel;

/// <summary>
/// All that a channel is decided on, stored beside the verdict. A null is a fact that nobody could
/// tell, or one that is not there, as its member says.
/// </summary>
public sealed record ChannelFacts
{
    /// <summary>The day of the decision in the authority's zone.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>First and last day of the enterprise's enrolment; null when it has none.</summary>
    public required EnrolmentPeriod? Enrolment { get; init; }

    /// <summary>Claimed rebate, CNY yuan, two decimals, 0 or more.</summary>
    public required decimal RebateDueCny { get; init; }

    /// <summary>Enterprise class 1 to 4; null when it is not known.</summary>
    public required int? EnterpriseClass { get; init; }

    /// <summary>
    /// Level of the gravest watchlist hit, 1 (gravest) to 4; null when there is no hit.
    /// </summary>
    public required int? GravestWatchlistLevel { get; init; }

    /// <summary>
    /// What the levels of the hits ask for by the rule set of Risk, such as
    /// <see cref="WatchlistEffects.NoGreen"/>, each once; empty when they ask for nothing.
    /// </summary>
    public required IReadOnlyList<string> WatchlistEffects { get; init; }

    /// <summary>Risk score, 0 to 100.</summary>
    public required int Score { get; init; }

    /// <summary>Risk grade; null when it is one that we do not know.</summary>
    public required RiskGrade? Grade { get; init; }

    /// <summary>True when a risk rule could not be judged.</summary>
    public required bool HasUnjudgedRule { get; init; }

    /// <summary>Gravest doubt; null when it is of a level that we do not know.</summary>
    public required DoubtLevel? GravestDoubt { get; init; }

    /// <summary>What only a case has; null where there is no case, as in a forecast.</summary>
    public required CaseFacts? Case { get; init; }
}

/// <summary>What only a case has: Risk, which knows of no case, cannot tell it.</summary>
public sealed record CaseFacts
{
    /// <summary>Those of a case that is about to be opened, before its draw.</summary>
    public static readonly CaseFacts Fresh = new()
    {
        OnHold = false,
        SampleDrawPercent = null,
        DrawnBefore = false,
    };

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

/// <summary>The days on which an enterprise has the green channel.</summary>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidTo">Last day; null when open-ended.</param>
public sealed record EnrolmentPeriod(DateOnly ValidFrom, DateOnly? ValidTo)
{
    /// <summary>Whether it holds on a day.</summary>
    public bool Covers(DateOnly day) => ValidFrom <= day && (ValidTo is null || day <= ValidTo);
}

/// <summary>Grade of a risk assessment, mildest first.</summary>
public enum RiskGrade
{
    /// <summary>Nothing speaks against the filing.</summary>
    Low,

    /// <summary>Something does.</summary>
    Medium,

    /// <summary>Much does.</summary>
    High,
}

/// <summary>Gravest level among the doubts of a filing, mildest first.</summary>
public enum DoubtLevel
{
    /// <summary>There is no doubt.</summary>
    None,

    /// <summary>A remark; the rebate is computed as if there were none.</summary>
    Note,

    /// <summary>An officer has to pass it.</summary>
    Warning,

    /// <summary>The filing cannot be cleared with it.</summary>
    Error,
}

/// <summary>
/// What levels of attention ask for and a channel heeds. Which level asks for what is dated data of
/// Risk's rule set; the levels of the policy hold beside it, and the stricter one counts.
/// </summary>
public static class WatchlistEffects
{
    /// <summary>Two officers have to agree.</summary>
    public const string EnhancedReview = "ENHANCED_REVIEW";

    /// <summary>The green channel is closed.</summary>
    public const string NoGreen = "NO_GREEN";
}
