using System.Globalization;

namespace RebateFlow.Primitives;

/// <summary>
/// Rebate rate 退税率 in percent, 0 to 17 (the highest levy rate so far), two places at most.
/// </summary>
public readonly record struct RebateRate
{
    private RebateRate(decimal percent) => Percent = percent;

    /// <summary>13 for 13%.</summary>
    public decimal Percent { get; }

    /// <summary>
    /// Takes a rate in percent; refuses what lies outside 0 to 17 or has three places.
    /// </summary>
    public static bool TryCreate(decimal percent, out RebateRate rate)
    {
        var isRate = percent is >= 0m and <= 17m && decimal.Round(percent, 2) == percent;
        rate = isRate ? new RebateRate(percent) : default;
        return isRate;
    }

    /// <summary>Rebate on a base, rounded to the fen.</summary>
    /// <param name="baseAmount">Base without VAT, any sign.</param>
    public decimal On(decimal baseAmount) => Money.Tax(baseAmount, Percent);

    /// <summary>The percent without trailing zeros.</summary>
    public override string ToString() => Percent.ToString("0.##", CultureInfo.InvariantCulture);
}
