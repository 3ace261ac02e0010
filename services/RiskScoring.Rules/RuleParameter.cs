namespace RebateFlow.RiskScoring.Rules;

/// <summary>
/// A value that a rule needs. The value itself is dated data of a rule set, never code.
/// </summary>
/// <param name="Name">Name in the rule set, camel case.</param>
/// <param name="Unit">
/// Unit in which the rule set must give it, such as CNY/USD, percent or point.
/// </param>
/// <param name="Min">Smallest value allowed, inclusive.</param>
/// <param name="Max">Largest value allowed, inclusive.</param>
/// <param name="MeaningZh">What it does, Chinese.</param>
/// <param name="MeaningEn">What it does, English.</param>
public sealed record RuleParameter(
    string Name,
    string Unit,
    decimal Min,
    decimal Max,
    string MeaningZh,
    string MeaningEn
)
{
    /// <summary>
    /// Value in rule sets made before the parameter came, chosen so that they judge as they did;
    /// null when every set must give it.
    /// </summary>
    public decimal? WhenAbsent { get; init; }

    /// <summary>Unit of every parameter that adds to the score.</summary>
    public const string PointUnit = "point";

    /// <summary>
    /// Points that a hit adds to the score, 0 to 100; 0 keeps the finding and adds nothing.
    /// </summary>
    public static RuleParameter Points(string name, string meaningZh, string meaningEn) =>
        new(name, PointUnit, 0, 100, meaningZh, meaningEn);
}
