using System.Numerics;

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
    /// Splits a total over weights by largest remainder: each part is its exact share cut to the
    /// fen, and the fen that are left go to the parts that lost most. The parts add up to the
    /// total, each is less than one fen away from its share, and no order of the weights changes
    /// any.
    /// </summary>
    /// <param name="total">Amount to split, at most two places, any sign.</param>
    /// <param name="weights">Shares, 0 or more.</param>
    /// <param name="tieBreak">
    /// Compares two positions whose parts lost the same; the lesser gets the fen. When all weights
    /// are 0, the least gets the total.
    /// </param>
    public static decimal[] Split(
        decimal total,
        ReadOnlySpan<decimal> weights,
        Comparison<int> tieBreak
    )
    {
        var parts = weights.ToArray();
        var sum = 0m;
        var places = 0;
        foreach (var weight in weights)
        {
            sum += weight;
            places = Math.Max(places, weight.Scale);
        }
        // All of it, as when the whole of the goods was exported.
        if (sum == total || parts.Length == 0)
            return parts;

        var unit = (decimal)BigInteger.Pow(10, places);
        var (whole, fen) = (new BigInteger(sum * unit), new BigInteger(Math.Abs(total) * 100m));
        var cuts = new Cut[parts.Length];
        var left = fen;
        for (var i = 0; i < parts.Length; i++)
        {
            var share = fen * new BigInteger(weights[i] * unit);
            var (kept, lost) = whole.IsZero ? default : BigInteger.DivRem(share, whole);
            cuts[i] = new Cut(i, lost);
            parts[i] = (decimal)kept * 0.01m;
            left -= kept;
        }
        Array.Sort(cuts, LostMostFirst);
        for (var i = 0; left > 0; i++)
        {
            var given = whole.IsZero ? left : BigInteger.One;
            parts[cuts[i].Position] += (decimal)given * 0.01m;
            left -= given;
        }
        for (var i = 0; total < 0 && i < parts.Length; i++)
            parts[i] = -parts[i];
        return parts;

        int LostMostFirst(Cut one, Cut other) =>
            other.Lost.CompareTo(one.Lost) is var byLoss and not 0 ? byLoss
            : tieBreak(one.Position, other.Position) is var byKey and not 0 ? byKey
            : one.Position.CompareTo(other.Position);
    }

    private readonly record struct Cut(int Position, BigInteger Lost);
}
