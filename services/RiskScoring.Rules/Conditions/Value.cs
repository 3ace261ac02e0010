using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.RiskScoring.Rules.Conditions;

/// <summary>A value while a condition is evaluated; its type was checked when it was
/// saved.</summary>
public readonly struct Value
{
    private readonly object? item;
    private readonly decimal number;

    public Value(object item) => this.item = item;

    private Value(decimal number) => this.number = number;

    public decimal Number => number;
    public bool IsTrue => number != 0;
    public string Text => (string)item!;
    public object Item => item!;
    public IReadOnlyList<object> List => (IReadOnlyList<object>)item!;

    public static implicit operator Value(decimal number) => new(number);

    public static implicit operator Value(bool truth) => new(truth ? 1m : 0m);

    /// <summary>Equality of two values of one scalar type.</summary>
    public bool Equals(Value other) =>
        item is string text ? text == (other.item as string) : number == other.number;
}

/// <summary>One step of a compiled condition.</summary>
public delegate Value Step(Scope scope);

/// <summary>What a condition is evaluated over, with what it may cost.</summary>
public sealed class Scope(Facts facts)
{
    /// <summary>
    /// Steps that one condition may take over one filing; some 50 for each line of the largest.
    /// </summary>
    public const int MostSteps = 2_500_000;

    private int steps;

    public Facts Facts { get; } = facts;

    /// <summary>The line that a macro is at.</summary>
    public object? Item { get; set; }

    /// <summary>Counts a step.</summary>
    /// <exception cref="ConditionTooCostlyException">There were too many.</exception>
    public void Count()
    {
        if (++steps > MostSteps)
            throw new ConditionTooCostlyException();
    }
}

/// <summary>A condition took more steps than it may; the filing is left unjudged.</summary>
public sealed class ConditionTooCostlyException() : Exception("The condition costs too much.");
