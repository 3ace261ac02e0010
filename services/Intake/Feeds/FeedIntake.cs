using System.Text.Json;
using Npgsql;
using RebateFlow.Intake.Files.Feeds;
using RebateFlow.Intake.Rechecks;
using RebateFlow.Intake.Requests;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Feeds;

/// <summary>
/// Takes one body of a feed in batches, each in a transaction of its own. A row that cannot be read
/// or stored is reported by its number; the others are kept. Sending a body again changes nothing.
/// </summary>
public sealed class FeedIntake<TRow>(
    IFeed<TRow> feed,
    NpgsqlDataSource database,
    Outbox outbox,
    StaleChecks stale,
    bool isChinese
)
    where TRow : class, IFeedRow
{
    /// <summary>Rows stored by one statement.</summary>
    private const int BatchSize = 1000;

    /// <summary>
    /// Rows of a batch from which on it may have changed what a table looks like.
    /// </summary>
    private const int ManyRows = 200;

    private readonly Dictionary<string, (int LineNo, TRow Row)> batch = new(
        BatchSize,
        StringComparer.Ordinal
    );
    private readonly RowFaults faults = new(isChinese);
    private readonly FeedTally tally = new();

    /// <summary>Reads to the end of the body.</summary>
    public async Task<FeedAnswer> TakeAsync(IFeedLines lines, CancellationToken cancel)
    {
        while (await lines.ReadAsync(cancel))
        {
            if (Read(lines) is not { } row)
                continue;
            if (batch.TryGetValue(row.Key, out var earlier))
            {
                if (row.Version <= earlier.Row.Version)
                {
                    tally.Unchanged++;
                    continue;
                }
                await StoreBatchAsync(cancel);
            }
            batch.Add(row.Key, (lines.LineNo, row));
            if (batch.Count == BatchSize)
                await StoreBatchAsync(cancel);
        }
        await StoreBatchAsync(cancel);
        return tally.ToAnswer();
    }

    private TRow? Read(IFeedLines lines)
    {
        if (lines.IsTooLong)
        {
            Refuse(lines.LineNo, $"超过{NdjsonLines.LongestLine}字节", "is longer than 64 KiB");
            return null;
        }
        if (lines.Fault is { } fault)
        {
            Refuse(lines.LineNo, fault.Zh, fault.En);
            return null;
        }
        if (lines.Line.IsEmpty)
            return null;

        TRow? row;
        try
        {
            row =
                JsonSerializer.Deserialize(lines.Line.Span, feed.Json)
                ?? throw new JsonException("The row is null.");
        }
        catch (JsonException)
        {
            // Reading stops at the first fault; the row is gone through for all of them.
            row = null;
            Explain(lines.Line);
        }
        row?.Check(faults);
        if (row is not null && faults.IsEmpty)
            return row;
        tally.Refuse(lines.LineNo, faults.Take());
        return null;
    }

    private void Explain(ReadOnlyMemory<byte> line)
    {
        foreach (var fault in JsonFaults.Find(line, feed.Json))
            faults.Add(fault.Field, fault.MessageZh, fault.MessageEn);
        if (faults.IsEmpty)
            faults.Add("", "不是可读的JSON", "is not readable JSON");
    }

    private async Task StoreBatchAsync(CancellationToken cancel)
    {
        if (batch.Count == 0)
            return;
        // Rows are locked in key order, as the checks lock them, so that the two never deadlock.
        var rows = batch.Values.OrderBy(entry => entry.Row.Key, StringComparer.Ordinal).ToArray();
        batch.Clear();
        await StoreAsync(rows, cancel);
    }

    private async Task StoreAsync((int LineNo, TRow Row)[] rows, CancellationToken cancel)
    {
        try
        {
            var taken = await StoreInOneTransactionAsync(
                Array.ConvertAll(rows, entry => entry.Row),
                cancel
            );
            tally.Taken += taken;
            tally.Unchanged += rows.Length - taken;
        }
        catch (PostgresException fault) when (IsFaultOfARow(fault))
        {
            // The checks above should have caught it. Halving finds the row, so the others are
            // kept.
            if (rows.Length == 1)
            {
                Refuse(rows[0].LineNo, "数据库拒绝该值", "was refused by the database");
                return;
            }
            await StoreAsync(rows[..(rows.Length / 2)], cancel);
            await StoreAsync(rows[(rows.Length / 2)..], cancel);
        }
    }

    private async Task<int> StoreInOneTransactionAsync(TRow[] rows, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);

        var taken = await feed.Table.UpsertAsync(transaction, rows, cancel);
        IReadOnlyList<WaitingAttempt> waiters = [];
        if (taken > 0)
        {
            var keys = Array.ConvertAll(rows, row => row.Key);
            waiters = await AwaitedInformationSql.FindWaitingAsync(
                transaction,
                feed.Name,
                keys,
                cancel
            );
        }
        foreach (var waiting in waiters)
            await outbox.AddAsync(transaction, waiting.ToMessage(), waiting.Lane, cancel);
        if (taken > 0)
        {
            await FeedPositionSql.NoteAsync(
                transaction,
                feed.Name,
                rows.Max(row => row.Version),
                taken,
                cancel
            );
            await stale.NoteAsync(transaction, cancel);
        }
        await outbox.CommitAsync(transaction, cancel);
        if (taken >= ManyRows)
            await TableStatisticsSql.RenewIfGrownAsync(connection, feed.Table.Name, cancel);
        return taken;
    }

    /// <summary>Class 22: a value that does not fit; class 23: a constraint.</summary>
    private static bool IsFaultOfARow(PostgresException fault) =>
        fault.SqlState.StartsWith("22", StringComparison.Ordinal)
        || fault.SqlState.StartsWith("23", StringComparison.Ordinal);

    private void Refuse(int lineNo, string zh, string en) =>
        tally.Refuse(lineNo, isChinese ? zh : en);
}
