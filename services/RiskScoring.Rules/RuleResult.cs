namespace RebateFlow.RiskScoring.Rules;

/// <summary>What one rule said, with its figures in both languages.</summary>
/// <param name="RuleId">Id of the catalogue, such as RI-01.</param>
/// <param name="Outcome">Hit, no hit, not applicable or error.</param>
/// <param name="Points">Points added to the score, 0 to 100; 0 without a hit.</param>
/// <param name="EvidenceZh">The figures, Chinese; empty when there are none.</param>
/// <param name="EvidenceEn">The figures, English; empty when there are none.</param>
public sealed record RuleResult(
    string RuleId,
    RuleOutcome Outcome,
    int Points,
    string EvidenceZh,
    string EvidenceEn
)
{
    /// <summary>The rule found what it looks for.</summary>
    public static RuleResult Hit(IRiskRule rule, int points, string zh, string en) =>
        new(rule.Id, RuleOutcome.Hit, points, zh, en);

    /// <summary>The rule found nothing.</summary>
    public static RuleResult NoHit(IRiskRule rule, string zh = "", string en = "") =>
        new(rule.Id, RuleOutcome.NoHit, 0, zh, en);

    /// <summary>The rule does not concern the filing, for the reason given.</summary>
    public static RuleResult NotApplicable(IRiskRule rule, string zh, string en) =>
        new(rule.Id, RuleOutcome.NotApplicable, 0, zh, en);

    /// <summary>
    /// The rule could not judge, for the reason given; points of what it could judge count.
    /// </summary>
    public static RuleResult Error(IRiskRule rule, int points, string zh, string en) =>
        new(rule.Id, RuleOutcome.Error, points, zh, en);
}
