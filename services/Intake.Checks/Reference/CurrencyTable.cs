using System.Collections.Frozen;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Reference;

/// <summary>Currencies 币制 by ISO 4217 letters and by the digits customs used before 2018.</summary>
public sealed class CurrencyTable
{
    private readonly FrozenDictionary<string, string> lettersByDigits;
    private readonly FrozenSet<string> letters;

    /// <summary>Takes letters by digits, and the letters of all currencies.</summary>
    public CurrencyTable(
        IEnumerable<KeyValuePair<string, string>> lettersByDigits,
        IEnumerable<string> letters
    )
    {
        this.lettersByDigits = lettersByDigits.ToFrozenDictionary(StringComparer.Ordinal);
        this.letters = letters.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Whether the table has a currency.</summary>
    /// <param name="code">Letters.</param>
    public bool IsKnown(string code) => letters.Contains(code);

    /// <summary>
    /// The letters of a currency in either notation; what the table lacks stays as it is written.
    /// </summary>
    public string LettersOf(string? currency)
    {
        var code = CodeText.Normalize(currency);
        return lettersByDigits.GetValueOrDefault(code, code);
    }
}
