using System.Text.Json.Serialization;
using MassTransit;
using RebateFlow.Contracts.Intake;

namespace RebateFlow.Contracts.Risk;

/// <summary>
/// A cleared attempt was scored. Published by Risk; Approval opens a case for it.
/// </summary>
[MessageUrn("rebateflow:risk:risk-assessed:v1")]
[EntityName("rebateflow.risk.risk-assessed.v1")]
public sealed record RiskAssessed
{
    /// <summary>The stored assessment (UUIDv7), which can be replayed.</summary>
    public required Guid AssessmentId { get; init; }

    /// <summary>The attempt that was scored, passed on unchanged.</summary>
    public required Filing Filing { get; init; }

    /// <summary>Sum of the points of all hits, capped: 0 to 100.</summary>
    public required int Score { get; init; }

    /// <summary>LOW, MEDIUM or HIGH, by the limits of the rule set.</summary>
    public required string Grade { get; init; }

    /// <summary>Version of the rule set that was in force.</summary>
    public required string RuleSetVersion { get; init; }

    /// <summary>
    /// True when a rule could not be judged. Such an assessment never buys a green channel.
    /// </summary>
    public required bool HasUnjudgedRule { get; init; }

    /// <summary>Rules that hit or could not be judged, in catalogue order.</summary>
    public required IReadOnlyList<RiskFinding> Findings { get; init; }

    /// <summary>Watchlist entries in force that the filing touches.</summary>
    public required IReadOnlyList<WatchlistHit> WatchlistHits { get; init; }

    /// <summary>When it was scored, UTC.</summary>
    public required DateTimeOffset AssessedAt { get; init; }

    /// <summary>
    /// When Intake cleared the attempt, UTC: the deadlines count from there. Null in messages from
    /// before this member was added; then they count from <see cref="AssessedAt"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ClearedAt { get; init; }
}

/// <summary>One rule's result.</summary>
public sealed record RiskFinding
{
    /// <summary>Rule id of the catalogue, such as RI-01.</summary>
    public required string RuleId { get; init; }

    /// <summary>HIT or ERROR.</summary>
    public required string Outcome { get; init; }

    /// <summary>Points added to the score, 0 to 100.</summary>
    public required int Points { get; init; }

    /// <summary>The finding with its figures, Chinese.</summary>
    public required string EvidenceZh { get; init; }

    /// <summary>The finding with its figures, English.</summary>
    public required string EvidenceEn { get; init; }
}

/// <summary>A watchlist entry that the filing touches. Never shown to the exporter.</summary>
public sealed record WatchlistHit
{
    /// <summary>
    /// The entry's version that was in force, under the name that it had first: what
    /// <see cref="WatchlistVersionId"/> says, for readers that do not know that member.
    /// </summary>
    public required Guid EntryId { get; init; }

    /// <summary>
    /// The entry (UUIDv7), by which <c>GET /v1/watchlist/entries/{id}</c> of Risk finds it. Null in
    /// messages from before this member was added.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? WatchlistEntryId { get; init; }

    /// <summary>
    /// The version of the entry that was in force (UUIDv7), a step of its history. Null in messages
    /// from before this member was added.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? WatchlistVersionId { get; init; }

    /// <summary>
    /// ENTERPRISE, SUPPLIER, COMMODITY, CUSTOMS_DISTRICT, SOURCE_REGION, COUNTRY or LEGAL_PERSON.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Key of the entry: a code prefix, an id or a name.</summary>
    public required string Key { get; init; }

    /// <summary>Value of the filing that matched.</summary>
    public required string MatchedValue { get; init; }

    /// <summary>Level of attention, 1 (gravest) to 4.</summary>
    public required int Level { get; init; }

    /// <summary>Reason of the entry.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// What the level asks for by the rule set in force: ENHANCED_REVIEW, NO_GREEN, LETTER, HOLD
    /// or SELF_INSPECTION; empty for a mere note. Null where the rule set says nothing of levels.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Effects { get; init; }

    /// <summary>
    /// Likeness of a name to that of the entry, 1 to 100; null when an id or a code matched.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Likeness { get; init; }

    /// <summary>
    /// Codes of what tells the names apart, such as HOMOPHONE; null without a likeness.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? LikenessReasons { get; init; }
}
