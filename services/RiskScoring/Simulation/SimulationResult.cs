using System.Text.Json.Serialization;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>A stored assessment as a simulation reads it.</summary>
/// <param name="RuleSetVersion">The set by which it was scored.</param>
/// <param name="Enrolment">The filer's enrolment, whenever it holds; null without one.</param>
/// <param name="Outcome">How the attempt ended: an officer's decision, or empty.</param>
/// <param name="Findings">HOLD and PROBLEM_LETTER by commas, or empty.</param>
/// <param name="IsLive">Whether an activation would judge it anew.</param>
public sealed record SimulatedFiling(
    Guid AssessmentId,
    Guid PreDeclarationId,
    string Uscc,
    decimal RebateDueCny,
    string Grade,
    int Score,
    bool HasUnjudgedRule,
    string RuleSetVersion,
    EnrolmentPeriod? Enrolment,
    string Outcome,
    string Findings,
    bool IsLive,
    byte[] Content,
    byte[] Background
)
{
    /// <summary>Whether a check of the attempt found something.</summary>
    public bool IsFoundIrregular { get; init; }
}

/// <summary>How many filings go from a grade to another, with their rebates.</summary>
/// <param name="RebateCny">CNY yuan, two decimals.</param>
public sealed record GradeMove(
    string Grade,
    string NewGrade,
    long Filings,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal RebateCny
);

/// <summary>How many filings go from a channel to another, with their rebates.</summary>
/// <param name="Channel">GREEN (unless drawn or held), STANDARD or ENHANCED.</param>
/// <param name="RebateCny">CNY yuan, two decimals.</param>
public sealed record ChannelShift(
    string Channel,
    string NewChannel,
    long Filings,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal RebateCny
);

/// <summary>What a rule of the set said of all filings.</summary>
/// <param name="Hits">Filings that it hits.</param>
/// <param name="Unjudged">Filings that it could not judge.</param>
/// <param name="Decided">Hits whose filing an officer has decided.</param>
/// <param name="Rejected">Those of them that were rejected.</param>
/// <param name="Returned">Those of them that went back to the exporter.</param>
/// <param name="Held">Hits whose filing an officer held.</param>
/// <param name="ProblemLetters">Hits whose letter came back with a problem.</param>
/// <param name="Found">Those in which a check found something.</param>
/// <param name="Confirmed">
/// Rejected, with a problem letter or with something that a check found, each filing once.
/// </param>
public sealed record RuleCount(
    string RuleId,
    long Hits,
    long Unjudged,
    long Decided,
    long Rejected,
    long Returned,
    long Held,
    long ProblemLetters,
    long Found,
    long Confirmed
);

/// <summary>A filing whose grade or channel would be another.</summary>
/// <param name="Channel">Channel by the current policy; empty when none is known.</param>
public sealed record ChangedFiling(
    Guid AssessmentId,
    Guid PreDeclarationId,
    string Uscc,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal RebateCny,
    int Score,
    int NewScore,
    string Grade,
    string NewGrade,
    string Channel,
    string NewChannel,
    IReadOnlyList<string> Hits
);

/// <summary>What a rule set would have made of stored assessments.</summary>
/// <param name="Id">The run; its whole list is kept until the set is tried again.</param>
/// <param name="PolicyVersion">
/// Green-channel policy of today, by which channels are forecast; null when Approval told of none.
/// </param>
/// <param name="Filings">Filings looked at, each by its last assessment.</param>
/// <param name="Changed">Those whose grade or channel would be another.</param>
/// <param name="ChangedRebateCny">Their rebates, CNY yuan.</param>
/// <param name="Moves">By grade and new grade.</param>
/// <param name="Channels">By channel and new channel; empty without a policy.</param>
/// <param name="Rules">By rule, in the order of the set.</param>
/// <param name="List">Changed filings, the largest rebates first.</param>
public sealed record SimulationResult(
    Guid Id,
    string Version,
    string? PolicyVersion,
    long Filings,
    long Changed,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal ChangedRebateCny,
    IReadOnlyList<GradeMove> Moves,
    IReadOnlyList<ChannelShift> Channels,
    IReadOnlyList<RuleCount> Rules,
    IReadOnlyList<ChangedFiling> List
);
