using RebateFlow.Contracts.Risk;

namespace RebateFlow.Approval.Channels;

/// <summary>An assessment with what a later one of the same attempt says instead.</summary>
public static class LaterAssessment
{
    public static RiskAssessed Apply(RiskAssessed first, RiskReassessed later) =>
        first with
        {
            AssessmentId = later.AssessmentId,
            Score = later.Score,
            Grade = later.Grade,
            RuleSetVersion = later.RuleSetVersion,
            HasUnjudgedRule = later.HasUnjudgedRule,
            Findings = later.Findings,
            WatchlistHits = later.WatchlistHits,
            AssessedAt = later.AssessedAt,
        };
}
