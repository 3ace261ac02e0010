namespace RebateFlow.Bench.Pipeline;

/// <summary>Sizes in bytes, measured on the real ones.</summary>
/// <param name="Request">The body of a request.</param>
/// <param name="Messages">Submitted, cleared, assessed, opened.</param>
/// <param name="Rows">
/// What a stage stores, as one row: the attempt; the feedback with the vouchers in use (300 bytes
/// each); the assessment; the case with its lines; the outcome.
/// </param>
internal sealed record FloorSizes(int Request, IReadOnlyList<int> Messages, IReadOnlyList<int> Rows)
{
    /// <summary>Those of a filing of so many lines.</summary>
    /// <exception cref="ArgumentException">Nobody measured it.</exception>
    public static FloorSizes OfLines(int lines) =>
        lines switch
        {
            10 => new(3_262, [140, 1_560, 1_770, 210], [900, 4_200, 2_300, 3_000, 100]),
            100 => new(31_657, [140, 2_640, 2_850, 210], [2_100, 33_000, 3_100, 3_900, 100]),
            _ => throw new ArgumentException($"No sizes for {lines} lines."),
        };
}
