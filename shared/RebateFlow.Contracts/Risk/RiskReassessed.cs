using MassTransit;

namespace RebateFlow.Contracts.Risk;

/// <summary>
/// The assessment of a filing that is under way changed: what was known about it, not the filing.
/// Published by Risk in the lane of the filing; Approval decides its channel again.
/// </summary>
/// <remarks>
/// It may overtake the <see cref="RiskAssessed"/> of its attempt, and two of them may overtake each
/// other: of one attempt, only a number above those seen before has an effect.
/// </remarks>
[MessageUrn("rebateflow:risk:risk-reassessed:v1")]
[EntityName("rebateflow.risk.risk-reassessed.v1")]
public sealed record RiskReassessed
{
    /// <summary>The new assessment (UUIDv7), which can be replayed.</summary>
    public required Guid AssessmentId { get; init; }

    /// <summary>The assessment that it takes the place of; that one is kept.</summary>
    public required Guid FormerAssessmentId { get; init; }

    /// <summary>The pre-declaration (UUIDv7).</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>
    /// The attempt, 1 or more, the last one that Risk knows. A message about an older attempt than
    /// the one under review changes nothing.
    /// </summary>
    public required int AttemptNo { get; init; }

    /// <summary>
    /// Number of the assessment among those of its attempt, 2 or more; the one of
    /// <see cref="RiskAssessed"/> is number 1.
    /// </summary>
    public required int SequenceNo { get; init; }

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

    /// <summary>
    /// Watchlist entries in force that the filing touches, each with its level; all of them, not
    /// only the new ones.
    /// </summary>
    public required IReadOnlyList<WatchlistHit> WatchlistHits { get; init; }

    /// <summary>What made Risk look again: WATCHLIST or RULE_SET.</summary>
    public required string Cause { get; init; }

    /// <summary>What changed, for an officer, Chinese. Not for the exporter's eyes.</summary>
    public required string ReasonZh { get; init; }

    /// <summary>What changed, for an officer, English. Not for the exporter's eyes.</summary>
    public required string ReasonEn { get; init; }

    /// <summary>When it was scored again, UTC.</summary>
    public required DateTimeOffset AssessedAt { get; init; }
}
