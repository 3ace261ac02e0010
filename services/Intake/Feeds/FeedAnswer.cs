namespace RebateFlow.Intake.Feeds;

/// <summary>What became of the rows of one body.</summary>
/// <param name="Taken">Rows that were new or newer than the stored one.</param>
/// <param name="Unchanged">
/// Rows that are stored already as they are, or in a newer version.
/// </param>
/// <param name="Refused">The first 1,000 rows that were refused.</param>
/// <param name="RefusedCount">How many were refused in all.</param>
public sealed record FeedAnswer(
    long Taken,
    long Unchanged,
    IReadOnlyList<RefusedRow> Refused,
    long RefusedCount
);

/// <summary>A row that was not stored.</summary>
/// <param name="Row">Line number in the body, from 1.</param>
/// <param name="Reason">Everything that is wrong with it.</param>
public sealed record RefusedRow(int Row, string Reason);

/// <summary>Counts while a body is read.</summary>
internal sealed class FeedTally
{
    private const int MostRefusedShown = 1000;

    private readonly List<RefusedRow> refused = [];
    private long refusedCount;

    public long Taken { get; set; }

    public long Unchanged { get; set; }

    public void Refuse(int lineNo, string reason)
    {
        refusedCount++;
        if (refused.Count < MostRefusedShown)
            refused.Add(new RefusedRow(lineNo, reason));
    }

    /// <summary>Halving reports rows out of order; the answer has them in order.</summary>
    public FeedAnswer ToAnswer() =>
        new(Taken, Unchanged, [.. refused.OrderBy(row => row.Row)], refusedCount);
}
