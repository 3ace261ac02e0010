using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.RiskScoring.Rules;

/// <summary>
/// One indicator. The class name is the finding as a phrase. Pure: same facts and parameters, same
/// result; no I/O, no clock, no logging.
/// </summary>
public interface IRiskRule
{
    /// <summary>
    /// Id of the catalogue, such as RI-01. Stable: stored assessments refer to it.
    /// </summary>
    string Id { get; }

    /// <summary>The finding as a phrase, Chinese.</summary>
    string PhraseZh { get; }

    /// <summary>The finding as a phrase, English.</summary>
    string PhraseEn { get; }

    /// <summary>Where the indicator comes from.</summary>
    RuleSource Source { get; }

    /// <summary>The values it needs; a rule set must give every one of them and no other.</summary>
    IReadOnlyList<RuleParameter> Parameters { get; }

    /// <summary>Judges one filing.</summary>
    /// <param name="facts">Everything known about the filing, loaded before.</param>
    /// <param name="p">The values of <see cref="Parameters"/> on the day of the assessment.</param>
    RuleResult Evaluate(Facts facts, RuleParameters p);
}
