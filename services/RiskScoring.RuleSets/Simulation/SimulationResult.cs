using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>A stored assessment as a simulation reads it.</summary>
/// <param name="Outcome">How the attempt ended: an officer's decision, or empty.</param>
public sealed record SimulatedFiling(
    Guid AssessmentId,
    Guid PreDeclarationId,
    string Uscc,
    decimal RebateDueCny,
    string Grade,
    int Score,
    string Outcome,
    byte[] Content,
    byte[] Background
);

/// <summary>How many filings go from a grade to another, with their rebates.</summary>
/// <param name="RebateCny">CNY yuan, two decimals.</param>
public sealed record GradeMove(
    string Grade,
    string NewGrade,
    long Filings,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal RebateCny
);

/// <summary>What a rule of the set said of all filings.</summary>
/// <param name="Hits">Filings that it hits.</param>
/// <param name="Unjudged">Filings that it could not judge.</param>
/// <param name="Decided">Hits whose filing an officer has decided.</param>
/// <param name="Rejected">Those of them that were rejected.</param>
/// <param name="Returned">Those of them that went back to the exporter.</param>
public sealed record RuleCount(
    string RuleId,
    long Hits,
    long Unjudged,
    long Decided,
    long Rejected,
    long Returned
);

/// <summary>A filing whose grade would be another.</summary>
public sealed record ChangedFiling(
    Guid AssessmentId,
    Guid PreDeclarationId,
    string Uscc,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal RebateCny,
    int Score,
    int NewScore,
    string Grade,
    string NewGrade,
    IReadOnlyList<string> Hits
);

/// <summary>What a rule set would have made of stored assessments.</summary>
/// <param name="Filings">Filings looked at, each by its last assessment.</param>
/// <param name="Changed">Those whose grade would be another.</param>
/// <param name="Moves">By grade and new grade.</param>
/// <param name="Rules">By rule, in the order of the set.</param>
/// <param name="List">Changed filings, the largest rebates first.</param>
public sealed record SimulationResult(
    string Version,
    long Filings,
    long Changed,
    IReadOnlyList<GradeMove> Moves,
    IReadOnlyList<RuleCount> Rules,
    IReadOnlyList<ChangedFiling> List
);
