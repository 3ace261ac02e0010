namespace RebateFlow.Primitives;

/// <summary>
/// Arithmetic of amounts in yuan or dollars. An amount is a <see cref="decimal"/> of two places;
/// each line is rounded by itself and a total is the sum of rounded lines, never a rounded sum.
/// </summary>
public static class Money
{
    /// <summary>
    /// Half-up to the fen (0.01). Halves go away from zero, so an offset line is the exact negative
    /// of the line it offsets.
    /// </summary>
    public static decimal Round(decimal amount) =>
        decimal.Round(amount, 2, MidpointRounding.AwayFromZero);

    /// <summary>Tax on a base, rounded to the fen.</summary>
    /// <param name="baseAmount">Base without tax, any sign.</param>
    /// <param name="ratePercent">Rate in percent, 13 for 13%.</param>
    public static decimal Tax(decimal baseAmount, decimal ratePercent) =>
        Round(baseAmount * ratePercent * 0.01m);

    /// <summary>Part of an amount, not rounded; 0 when the whole is 0.</summary>
    /// <remarks>
    /// Multiplied first where that is exact, so that a half stays a half. A ratio above 10^9 is cut
    /// to it: such input is nonsense and must not overflow.
    /// </remarks>
    public static decimal Share(decimal amount, decimal part, decimal whole)
    {
        const decimal SafeAmount = 1_000_000_000_000_000m;
        const decimal SafePart = 10_000_000_000m;
        const decimal HighestRatio = 1_000_000_000m;
        if (whole == 0)
            return 0m;
        return Math.Abs(amount) < SafeAmount && Math.Abs(part) < SafePart
            ? amount * part / whole
            : amount * Math.Clamp(part / whole, -HighestRatio, HighestRatio);
    }

    /// <summary>
    /// Splits a total over weights so that the parts add up to the total to the fen; each part is
    /// less than one fen away from its exact share.
    /// </summary>
    /// <param name="total">Amount to split, at most two places.</param>
    /// <param name="weights">
    /// Shares, 0 or more; when all are 0 the last part takes the total.
    /// </param>
    public static decimal[] Split(decimal total, ReadOnlySpan<decimal> weights)
    {
        var parts = new decimal[weights.Length];
        var weightSum = 0m;
        foreach (var weight in weights)
            weightSum += weight;

        var seen = 0m;
        var given = 0m;
        for (var i = 0; i < weights.Length; i++)
        {
            seen += weights[i];
            var isLast = i == weights.Length - 1;
            var upToHere =
                isLast ? total
                : weightSum == 0 ? 0m
                : Round(total * (seen / weightSum));
            parts[i] = upToHere - given;
            given = upToHere;
        }
        return parts;
    }
}
