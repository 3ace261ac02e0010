using Microsoft.Extensions.Options;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Rechecks;

/// <summary>
/// Notes the live filings that a change touches, in the transaction of the change: from then on
/// their check is stale, and Approval is told so.
/// </summary>
public sealed class StaleChecks(
    Outbox outbox,
    IOptions<RecheckSettings> settings,
    AuthorityClock clock
)
{
    /// <summary>
    /// Picks up what the transaction changed. Call it last, after the changes; the caller commits
    /// through the outbox.
    /// </summary>
    /// <returns>How many filings became stale by it.</returns>
    public Task<int> NoteAsync(NpgsqlTransaction transaction, CancellationToken cancel) =>
        NoteAsync(transaction, outbox, cancel);

    /// <summary>The same in another world, whose outbox hears of it.</summary>
    public async Task<int> NoteAsync(
        NpgsqlTransaction transaction,
        IOutbox told,
        CancellationToken cancel
    )
    {
        var now = clock.Now;
        var noted = await StaleCheckSql.NoteAsync(
            transaction,
            (now, now + settings.Value.QuietFor, settings.Value.AtLatestAfter),
            cancel
        );
        if (noted.Count == 0)
            return 0;
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        if (told == outbox)
            foreach (var lane in noted.GroupBy(one => one.Lane))
                outbox.AddAll(
                    batch,
                    [
                        .. lane.Select(one => new Outgoing<PreDeclarationFactsChanged>(
                            MessageOf(one, now),
                            null
                        )),
                    ],
                    lane.Key
                );
        else
            foreach (var one in noted)
                told.Add(batch, MessageOf(one, now), one.Lane);
        await batch.ExecuteNonQueryAsync(cancel);
        return noted.Count;
    }

    private static PreDeclarationFactsChanged MessageOf(NotedFiling noted, DateTimeOffset now) =>
        new()
        {
            PreDeclarationId = noted.Id,
            AttemptNo = noted.AttemptNo,
            ChangeNo = noted.ChangeNo,
            ChangedAt = now,
        };
}
