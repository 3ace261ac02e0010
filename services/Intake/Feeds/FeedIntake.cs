using Npgsql;
using RebateFlow.Intake.Files.Feeds;
using RebateFlow.Intake.Rechecks;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Feeds;

/// <summary>
/// Takes one body of a feed in batches, each in a transaction of its own. A row that cannot be read
/// or stored is reported by its number; the others are kept. Sending a body again changes nothing.
/// </summary>
public sealed class FeedIntake<TRow>
    where TRow : class, IFeedRow
{
    /// <summary>Rows stored by one statement.</summary>
    private const int BatchSize = 1000;

    /// <summary>
    /// Rows of a batch from which on it may have changed what a table looks like.
    /// </summary>
    private const int ManyRows = 200;

    private readonly IFeed<TRow> feed;
    private readonly NpgsqlDataSource database;
    private readonly Outbox outbox;
    private readonly StaleChecks stale;
    private readonly bool isChinese;
    private readonly Dictionary<string, SentRow> batch = new(BatchSize, StringComparer.Ordinal);
    private readonly FeedTally tally = new();
    private readonly RowReader<TRow> reader;

    /// <summary>An intake for one body.</summary>
    public FeedIntake(
        IFeed<TRow> feed,
        NpgsqlDataSource database,
        Outbox outbox,
        StaleChecks stale,
        bool isChinese
    )
    {
        this.feed = feed;
        this.database = database;
        this.outbox = outbox;
        this.stale = stale;
        this.isChinese = isChinese;
        reader = new RowReader<TRow>(feed, tally, isChinese);
    }

    /// <summary>Reads to the end of the body.</summary>
    public async Task<FeedAnswer> TakeAsync(IFeedLines lines, CancellationToken cancel)
    {
        while (await lines.ReadAsync(cancel))
        {
            if (reader.Read(lines) is not { } row)
                continue;
            if (batch.TryGetValue(row.Key, out var earlier))
            {
                if (row.Version <= earlier.Row.Version)
                {
                    await RepeatAsync(earlier, row, lines.LineNo, cancel);
                    continue;
                }
                await StoreBatchAsync(cancel);
            }
            batch.Add(row.Key, new SentRow(lines.LineNo, row));
            if (batch.Count == BatchSize)
                await StoreBatchAsync(cancel);
        }
        await StoreBatchAsync(cancel);
        return tally.ToAnswer();
    }

    /// <summary>A key comes again, in a version of the batch or an older one.</summary>
    private async Task RepeatAsync(SentRow earlier, TRow row, int lineNo, CancellationToken cancel)
    {
        if (row.Version < earlier.Row.Version)
            tally.Unchanged++;
        else if (!feed.Table.HasSameContent(row, earlier.Row))
            RefuseOtherContent(lineNo, row);
        else
        {
            earlier.Repeats.Add(lineNo);
            if (earlier.Repeats.Count == BatchSize)
                await StoreBatchAsync(cancel);
        }
    }

    private async Task StoreBatchAsync(CancellationToken cancel)
    {
        if (batch.Count == 0)
            return;
        // Rows are locked in key order, as the checks lock them, so that the two never deadlock.
        var rows = batch.Values.OrderBy(sent => sent.Row.Key, StringComparer.Ordinal).ToArray();
        batch.Clear();
        await StoreAsync(rows, cancel);
    }

    private async Task StoreAsync(SentRow[] rows, CancellationToken cancel)
    {
        try
        {
            var fates = await StoreInOneTransactionAsync(
                Array.ConvertAll(rows, sent => sent.Row),
                cancel
            );
            for (var i = 0; i < rows.Length; i++)
                Count(rows[i], fates[i]);
        }
        catch (PostgresException fault) when (IsFaultOfARow(fault))
        {
            // The checks above should have caught it. Halving finds the row, so the others are
            // kept.
            if (rows.Length == 1)
            {
                foreach (var lineNo in rows[0].LineNos)
                    Refuse(lineNo, "数据库拒绝该值", "was refused by the database");
                return;
            }
            await StoreAsync(rows[..(rows.Length / 2)], cancel);
            await StoreAsync(rows[(rows.Length / 2)..], cancel);
        }
    }

    private void Count(SentRow sent, RowFate fate)
    {
        if (fate == RowFate.Contradicted)
        {
            foreach (var lineNo in sent.LineNos)
                RefuseOtherContent(lineNo, sent.Row);
            return;
        }
        if (RowFates.IsTaken(fate))
            tally.Taken++;
        else
            tally.Unchanged++;
        tally.Unchanged += sent.Repeats.Count;
    }

    private async Task<RowFate[]> StoreInOneTransactionAsync(TRow[] rows, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);

        var fates = await feed.Table.UpsertAsync(transaction, rows, cancel);
        var taken = fates.Count(RowFates.IsTaken);
        if (taken > 0)
        {
            await WakeAsync(transaction, [.. rows.SelectMany(row => row.AwaitedAs)], cancel);
            await FeedPositionSql.NoteAsync(
                transaction,
                feed.Name,
                rows.Zip(fates)
                    .Where(row => RowFates.IsTaken(row.Second))
                    .Max(row => row.First.Version),
                taken,
                cancel
            );
            await stale.NoteAsync(transaction, cancel);
        }
        await outbox.CommitAsync(transaction, cancel);
        if (taken >= ManyRows)
            await TableStatisticsSql.RenewIfGrownAsync(connection, feed.Table.Name, cancel);
        return fates;
    }

    /// <summary>Has the filings checked again that wait for one of the keys.</summary>
    private async Task WakeAsync(
        NpgsqlTransaction transaction,
        string[] keys,
        CancellationToken cancel
    )
    {
        var waiters = await AwaitedInformationSql.FindWaitingAsync(
            transaction,
            feed.Name,
            keys,
            cancel
        );
        foreach (var waiting in waiters)
            await outbox.AddAsync(transaction, waiting.ToMessage(), waiting.Lane, cancel);
    }

    /// <summary>Class 22: a value that does not fit; class 23: a constraint.</summary>
    private static bool IsFaultOfARow(PostgresException fault) =>
        fault.SqlState.StartsWith("22", StringComparison.Ordinal)
        || fault.SqlState.StartsWith("23", StringComparison.Ordinal);

    private void Refuse(int lineNo, string zh, string en) =>
        tally.Refuse(lineNo, isChinese ? zh : en);

    private void RefuseOtherContent(int lineNo, TRow row) =>
        Refuse(
            lineNo,
            $"键{row.Key}的版本{row.Version}已有其他内容；内容有变须用更高的版本号",
            $"version {row.Version} of {row.Key} is known with other content; a change needs a "
                + "higher version"
        );

    /// <summary>A row of the batch, with the lines that repeat it word for word.</summary>
    private sealed record SentRow(int LineNo, TRow Row)
    {
        public List<int> Repeats { get; } = [];

        public IEnumerable<int> LineNos => [LineNo, .. Repeats];
    }
}
