using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using RebateFlow.Contracts;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist.Imports;

/// <summary>What approval and refusal of an import have in common.</summary>
public sealed class ImportReview(NpgsqlDataSource database, Outbox outbox, AuthorityClock clock)
{
    /// <summary>Takes one step with every draft that waits, or none at all.</summary>
    public async Task<IResult> CloseAsync(
        HttpContext http,
        Guid id,
        TakeStep.Decide decide,
        CancellationToken cancel
    )
    {
        if (!EntityTag.TryReadIfMatch(http, out var expected))
            return TakeStep.Missing(http);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await ImportReviewSql.FindAsync(connection, id, cancel) is not { } import)
            return Problems.NotFound(http, Problems.NoSuchImport, id);
        await ImportReviewSql.LockAsync(transaction, id, cancel);
        var drafts = await ImportReviewSql.DraftsAsync(connection, id, cancel);
        if (ReviewImport.TagOf(drafts) != expected)
            return Problem.Of(
                http,
                EntityTag.Stale,
                "该次导入的关注信息已有变化",
                "Entries of the import have changed"
            );
        ImportedDraft[] pending = [.. drafts.Where(draft => draft.IsPending)];
        if (pending.Length == 0)
            return Refuse(http, Problems.NothingPending, []);

        var actor = new Actor(http.User.SubjectId(), clock.Now);
        var steps = new List<WatchlistVersion>(pending.Length);
        foreach (var draft in pending)
        {
            var (next, refusal) = decide(draft.State, actor);
            if (next is null)
                return Refuse(http, refusal!, [draft]);
            steps.Add(next);
        }
        if (await StoreAsync(http, transaction, (pending, steps), cancel) is { } overlaps)
            return overlaps;
        await outbox.CommitAsync(transaction, cancel);
        var after = await ImportReviewSql.DraftsAsync(connection, id, cancel);
        var day = clock.DayOf(actor.At);
        return ReviewImport.Answer(http, import, after, day);
    }

    private async Task<IResult?> StoreAsync(
        HttpContext http,
        NpgsqlTransaction transaction,
        (ImportedDraft[] Pending, List<WatchlistVersion> Steps) closing,
        CancellationToken cancel
    )
    {
        var (pending, steps) = closing;
        if (!await WatchlistSql.TryInsertAllAsync(transaction, steps, cancel))
            return Problem.Of(
                http,
                EntityTag.Stale,
                "该次导入的关注信息已有变化",
                "Entries of the import have changed"
            );
        if (steps[0].Stage != Stage.Approved)
            return null;
        var overlapping = await ImportReviewSql.OverlapsAsync(transaction, steps, cancel);
        if (overlapping.Count > 0)
            return Refuse(
                http,
                Problems.Overlaps,
                [.. pending.Where(draft => overlapping.Contains(draft.State.Latest.EntryId))]
            );
        if (!await ImportReviewSql.TryEnforceAsync(transaction, steps, cancel))
            return Refuse(http, Problems.Overlaps, []);
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        outbox.AddAll(
            batch,
            [
                .. steps.Select(step => new Outgoing<WatchlistChanged>(
                    step.ToChanged(),
                    Activity.Current?.Id
                )),
            ],
            Lanes.Ordinary
        );
        await batch.ExecuteNonQueryAsync(cancel);
        return null;
    }

    private static ProblemHttpResult Refuse(
        HttpContext http,
        ProblemCode refusal,
        IReadOnlyList<ImportedDraft> drafts
    ) =>
        Problem.Of(
            http,
            refusal,
            $"未改变任何一条；涉及 {drafts.Count} 行",
            $"No entry changed; {drafts.Count} rows are concerned",
            [
                .. drafts
                    .Take(200)
                    .Select(draft => new FieldError(
                        $"row[{draft.Row}].key",
                        refusal.TitleZh,
                        refusal.TitleEn
                    )),
            ]
        );
}
