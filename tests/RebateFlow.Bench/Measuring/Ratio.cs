using System.Globalization;

namespace RebateFlow.Bench.Measuring;

/// <summary>
/// What a row says: one figure against another that was taken in the same round, round by round.
/// </summary>
/// <param name="What">Both figures, in words.</param>
/// <param name="Rounds">At least one; each greater than 0.</param>
/// <param name="Aim">What is to be reached, in words; null for a comparison of two trees.</param>
internal sealed record Ratio(string What, IReadOnlyList<double> Rounds, string? Aim)
{
    public double Median => MedianOf(Rounds);

    /// <summary>The middle value; the upper one of two.</summary>
    public static double MedianOf(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{What}: {Median:G3} ({Rounds.Min():G3} to {Rounds.Max():G3} in {Rounds.Count} rounds)"
        ) + (Aim is null ? "" : $", aim {Aim}");
}
