using System.Collections.Frozen;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Rates;

/// <summary>
/// An immutable snapshot of exchange rates, CNY per unit of a currency in a month.
/// </summary>
public sealed class ExchangeRates
{
    private readonly FrozenDictionary<(string Currency, Period Month), decimal> _rates;

    /// <summary>
    /// Takes the rows in any order; of two rows of one currency and month the last counts.
    /// </summary>
    public ExchangeRates(IEnumerable<ExchangeRateRow> rows)
    {
        var rates = new Dictionary<(string, Period), decimal>();
        foreach (var row in rows)
            rates[(row.Currency, row.Month)] = row.CnyPerUnit;
        _rates = rates.ToFrozenDictionary();
    }

    /// <summary>A snapshot without rates.</summary>
    public static ExchangeRates None { get; } = new([]);

    /// <summary>
    /// CNY per unit in the month of a date; null when there is no rate. CNY itself is 1.
    /// </summary>
    public decimal? Find(string currency, DateOnly date) =>
        currency == "CNY" ? 1m
        : _rates.TryGetValue((currency, Period.Of(date)), out var rate) ? rate
        : null;
}

/// <summary>A rate.</summary>
/// <param name="Currency">ISO 4217 letters.</param>
/// <param name="Month">The month it holds for.</param>
/// <param name="CnyPerUnit">CNY for one unit, up to six places.</param>
public readonly record struct ExchangeRateRow(string Currency, Period Month, decimal CnyPerUnit);
