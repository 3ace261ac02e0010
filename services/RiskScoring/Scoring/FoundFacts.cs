using RebateFlow.Contracts.Intake;
using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>The assessment that stands so far for a pre-declaration.</summary>
/// <param name="Total">What it added to the totals of its period.</param>
public sealed record FormerAssessment(
    Guid Id,
    int AttemptNo,
    string Uscc,
    string Period,
    PeriodTotal Total
);

/// <summary>What the database knows about a filing before it is scored.</summary>
public sealed record KnownFacts(
    FormerAssessment? Former,
    ExporterHistory History,
    IReadOnlyList<PeerPrice> Peers
)
{
    /// <summary>Whether a filing is a later attempt than the one assessed so far.</summary>
    public bool IsSupersededBy(Filing filing) => !(Former?.AttemptNo >= filing.AttemptNo);
}

/// <summary>What the database knows about the filings of a group.</summary>
/// <param name="Filings">
/// In the order of the group; null for a message that had its effect before.
/// </param>
public sealed record FoundFacts(
    IReadOnlyList<KnownFacts?> Filings,
    long WatchlistRevision,
    long RuleSetRevision
);
