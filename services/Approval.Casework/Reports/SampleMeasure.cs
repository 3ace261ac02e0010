namespace RebateFlow.Approval.Casework.Reports;

/// <summary>
/// What the random sample says of all filings of the green channel. Every filing was drawn with the
/// same chance, so its share of irregular ones is an unbiased estimate of theirs.
/// </summary>
public sealed record SampleMeasure
{
    public required int Drawn { get; init; }
    public required int Closed { get; init; }
    public required int Irregular { get; init; }

    /// <summary>Irregular among closed, percent; null while none is closed.</summary>
    public required decimal? IrregularPercent { get; init; }

    /// <summary>95 % interval of the share (Wilson), percent; null while none is closed.</summary>
    public required decimal? LowPercent { get; init; }
    public required decimal? HighPercent { get; init; }

    /// <summary>Found in the sample, CNY yuan.</summary>
    public required decimal FoundCny { get; init; }

    /// <summary>
    /// Estimate over all filings, CNY yuan: each finding divided by its chance of being drawn
    /// (Horvitz-Thompson). Open checks are taken to be like the closed ones.
    /// </summary>
    public required decimal EstimatedCny { get; init; }

    public static SampleMeasure Of(IReadOnlyCollection<SampledFiling> drawn)
    {
        var closed = drawn.Where(one => one.FoundCny is not null).ToList();
        var irregular = closed.Count(one => one.FoundCny > 0m);
        var (low, high) = Wilson(irregular, closed.Count);
        return new()
        {
            Drawn = drawn.Count,
            Closed = closed.Count,
            Irregular = irregular,
            IrregularPercent =
                closed.Count == 0 ? null : decimal.Round(100m * irregular / closed.Count, 2),
            LowPercent = low,
            HighPercent = high,
            FoundCny = closed.Sum(one => one.FoundCny!.Value),
            EstimatedCny = Estimate(closed, drawn.Count),
        };
    }

    private static decimal Estimate(List<SampledFiling> closed, int drawn)
    {
        if (closed.Count == 0)
            return 0m;
        var found = closed
            .Where(one => one.ChancePercent > 0m)
            .Sum(one => one.FoundCny!.Value * 100m / one.ChancePercent);
        return decimal.Round(found * drawn / closed.Count, 2);
    }

    private static (decimal? Low, decimal? High) Wilson(int hits, int of)
    {
        if (of == 0)
            return (null, null);
        const decimal Z = 1.959964m; // 97.5 % of the normal distribution lie below it.
        var share = (decimal)hits / of;
        var middle = share + Z * Z / (2 * of);
        var reach = Z * Root(share * (1 - share) / of + Z * Z / (4m * of * of));
        var scale = 100 / (1 + Z * Z / of);
        return (
            decimal.Round(Math.Max(0m, (middle - reach) * scale), 2),
            decimal.Round(Math.Min(100m, (middle + reach) * scale), 2)
        );
    }

    /// <summary>Newton's square root of a number above 0, to well over ten digits.</summary>
    private static decimal Root(decimal of)
    {
        var root = 1m;
        for (var i = 0; i < 40; i++)
            root = (root + of / root) / 2;
        return root;
    }
}

/// <param name="FoundCny">CNY yuan; null while the check is open.</param>
/// <param name="ChancePercent">Chance of being drawn, above 0 to 100.</param>
public sealed record SampledFiling(decimal? FoundCny, decimal ChancePercent);
