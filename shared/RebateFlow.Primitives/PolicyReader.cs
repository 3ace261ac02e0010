using System.Globalization;

namespace RebateFlow.Primitives;

/// <summary>
/// Reads typed values out of a policy and gathers all faults, not only the first.
/// </summary>
public sealed class PolicyReader(DatedPolicy policy)
{
    /// <summary>Written where no value is meant to apply.</summary>
    public const string Never = "NEVER";

    private readonly List<string> faults = [];

    /// <summary>A number within its range.</summary>
    public decimal Number(string name, string unit, decimal least, decimal most)
    {
        var text = Text(name, unit);
        if (
            decimal.TryParse(
                text,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
            && number >= least
            && number <= most
        )
            return number;
        faults.Add($"{name} is {text}, not a number from {least} to {most}");
        return least;
    }

    /// <summary>A whole number within its range.</summary>
    public int Whole(string name, string unit, int least, int most)
    {
        var number = Number(name, unit, least, most);
        if (number != decimal.Truncate(number))
            faults.Add($"{name} is {number}, not a whole number");
        return (int)number;
    }

    /// <summary>One of the codes of an enum.</summary>
    public T Code<T>(string name, string unit)
        where T : struct, Enum
    {
        var text = Text(name, unit);
        if (WireCode.Find<T>(text) is { } value)
            return value;
        faults.Add($"{name} is {text}, not one of {string.Join(", ", WireCode.All<T>())}");
        return default;
    }

    /// <summary>
    /// Null when the policy does not name the value, or names it as <see cref="Never"/>.
    /// </summary>
    public decimal? NumberOr(string name, string unit, decimal least, decimal most) =>
        IsNever(name, Never) ? null : Number(name, unit, least, most);

    /// <summary>Null for none. A code that is not named is <paramref name="otherwise"/>.</summary>
    public T? CodeOr<T>(string name, string unit, string otherwise, string none)
        where T : struct, Enum =>
        !policy.Values.ContainsKey(name) ? WireCode.Find<T>(otherwise)
        : IsNever(name, none) ? null
        : Code<T>(name, unit);

    /// <summary>Null when an older version does not know the value.</summary>
    public int? WholeOr(string name, string unit, int least, int most) =>
        policy.Values.ContainsKey(name) ? Whole(name, unit, least, most) : null;

    /// <summary>
    /// Words apart by blanks; none when an older version does not know the value.
    /// </summary>
    public IReadOnlyList<string> Words(string name, string unit) =>
        policy.Values.ContainsKey(name)
            ? Text(name, unit).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            : [];

    private bool IsNever(string name, string never) =>
        !policy.Values.TryGetValue(name, out var value) || value.Value == never;

    /// <summary>Ends the reading.</summary>
    /// <exception cref="InvalidDataException">
    /// Names every value that is missing or out of range.
    /// </exception>
    public void ThrowIfFaulty()
    {
        if (faults.Count > 0)
            throw new InvalidDataException(
                $"Policy {policy.Version}: {string.Join("; ", faults)}."
            );
    }

    private string Text(string name, string unit)
    {
        if (!policy.Values.TryGetValue(name, out var value))
        {
            faults.Add($"{name} is missing");
            return "";
        }

        if (value.Unit != unit)
            faults.Add($"{name} has unit {value.Unit}, not {unit}");
        return value.Value;
    }
}
