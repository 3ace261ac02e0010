using System.Collections.Frozen;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Reference;

/// <summary>Currencies 币制 by ISO 4217 letters and by the digits customs used before 2018.</summary>
public sealed class CurrencyTable
{
    private readonly FrozenDictionary<string, string> lettersByDigits;

    /// <summary>Takes letters by digits.</summary>
    public CurrencyTable(IEnumerable<KeyValuePair<string, string>> lettersByDigits) =>
        this.lettersByDigits = lettersByDigits.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// The letters of a currency in either notation; what the table lacks stays as it is written.
    /// </summary>
    public string LettersOf(string? currency)
    {
        var code = CodeText.Normalize(currency);
        return lettersByDigits.GetValueOrDefault(code, code);
    }
}
