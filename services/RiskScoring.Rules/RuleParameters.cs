using System.Collections.Frozen;

namespace RebateFlow.RiskScoring.Rules;

/// <summary>The values of one rule on one day, as its rule set gives them.</summary>
/// <param name="values">Value by parameter name; every parameter of the rule is present.</param>
public sealed class RuleParameters(IReadOnlyDictionary<string, decimal> values)
{
    private readonly FrozenDictionary<string, decimal> byName = values.ToFrozenDictionary(
        StringComparer.Ordinal
    );

    /// <summary>The value of a parameter in <see cref="RuleParameter.Unit"/>.</summary>
    public decimal this[RuleParameter parameter] => byName[parameter.Name];

    /// <summary>The value of a points parameter, 0 to 100.</summary>
    public int Points(RuleParameter parameter) => decimal.ToInt32(byName[parameter.Name]);
}
