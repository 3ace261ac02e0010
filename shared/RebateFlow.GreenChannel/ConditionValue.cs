using System.Text.Json.Serialization;

namespace RebateFlow.GreenChannel;

/// <summary>
/// A value of a filing, or the limit that it was held against, in the type that it has. Whoever
/// shows it turns it into text.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Money), "MONEY")]
[JsonDerivedType(typeof(Number), "NUMBER")]
[JsonDerivedType(typeof(Percent), "PERCENT")]
[JsonDerivedType(typeof(Grade), "GRADE")]
[JsonDerivedType(typeof(Doubt), "DOUBT")]
[JsonDerivedType(typeof(Effects), "EFFECTS")]
[JsonDerivedType(typeof(Day), "DAY")]
[JsonDerivedType(typeof(Days), "DAYS")]
[JsonDerivedType(typeof(Flag), "FLAG")]
public abstract record ConditionValue
{
    private ConditionValue() { }

    /// <param name="Cny">CNY yuan, two decimals.</param>
    public sealed record Money(decimal Cny) : ConditionValue;

    /// <param name="Count">A class, a level, points, or a number of things.</param>
    public sealed record Number(int Count) : ConditionValue;

    /// <param name="Share">0 to 100.</param>
    public sealed record Percent(decimal Share) : ConditionValue;

    /// <param name="Of">A grade of risk.</param>
    public sealed record Grade(RiskGrade Of) : ConditionValue;

    /// <param name="Level">The level of a doubt.</param>
    public sealed record Doubt(DoubtLevel Level) : ConditionValue;

    /// <param name="Codes">Codes of what levels of attention ask for.</param>
    public sealed record Effects(IReadOnlyList<string> Codes) : ConditionValue;

    /// <param name="On">A day.</param>
    public sealed record Day(DateOnly On) : ConditionValue;

    /// <param name="First">First day.</param>
    /// <param name="Last">Last day; null when open-ended.</param>
    public sealed record Days(DateOnly First, DateOnly? Last) : ConditionValue;

    /// <param name="IsSet">Whether it is so.</param>
    public sealed record Flag(bool IsSet) : ConditionValue;
}
