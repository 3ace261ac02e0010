namespace RebateFlow.RiskScoring.Rules;

/// <summary>Where a rule comes from.</summary>
/// <param name="Document">Announcement, notice or published case, with its year.</param>
/// <param name="Place">Article or part of the document; what is ours is said to be so.</param>
public sealed record RuleSource(string Document, string Place);
