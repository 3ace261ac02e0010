using Dapper;
using Npgsql;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Messaging.Outbox;

namespace RebateFlow.Intake.Feeds;

/// <summary>
/// Filings that declare the rest of a customs line wait for the one that declared another part.
/// </summary>
/// <remarks>
/// A check that finds such a part takes the lock exclusively, looks once more, and only then writes
/// what it waits for. Whoever ends a filing takes it shared after the state is written, and then
/// finds what waits. So either the check sees the end or the end sees the waiting filing. Few
/// checks find a part, and ends do not hinder each other. The lock comes after all row locks.
/// </remarks>
public static class SplitLineWaitsSql
{
    /// <summary>
    /// Key of the advisory lock; any number that nothing else in this database uses.
    /// </summary>
    private const long PartLock = 7_001_002;

    /// <summary>
    /// Locks, and says whether a filing that was found to be undecided is decided by now. False at
    /// once when nothing waits for one.
    /// </summary>
    public static async Task<bool> IsAnyDecidedAsync(
        NpgsqlTransaction transaction,
        IEnumerable<AwaitedInformation> awaited,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT EXISTS (
              SELECT FROM pre_declaration
              WHERE id = ANY(@ids)
                AND state IN ('APPROVED', 'REJECTED', 'WITHDRAWN', 'FORMALLY_DECLARED'))
            """;
        Guid[] ids =
        [
            .. awaited
                .Where(item => item.Feed == FeedNames.PreDeclarations)
                .Select(item => Guid.Parse(item.Key))
                .Distinct(),
        ];
        if (ids.Length == 0)
            return false;
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(
            new CommandDefinition(
                "SELECT pg_advisory_xact_lock(@key)",
                new { key = PartLock },
                transaction,
                cancellationToken: cancel
            )
        );
        return await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(sql, new { ids }, transaction, cancellationToken: cancel)
        );
    }

    /// <summary>
    /// Has the filings checked again that wait for one, whose end or lesser claim is written in the
    /// transaction.
    /// </summary>
    public static async Task WakeAsync(
        NpgsqlTransaction transaction,
        IOutbox outbox,
        Guid preDeclarationId,
        CancellationToken cancel
    )
    {
        const string sql =
            "SELECT 1 FROM pg_advisory_xact_lock_shared(@lockKey);"
            + AwaitedInformationSql.WaitingSql;
        var values = new
        {
            lockKey = PartLock,
            feed = FeedNames.PreDeclarations,
            keys = new[] { preDeclarationId.ToString("D") },
        };
        List<WaitingAttempt> waiters;
        await using (
            var results = await transaction.Connection!.QueryMultipleAsync(
                new CommandDefinition(sql, values, transaction, cancellationToken: cancel)
            )
        )
        {
            await results.ReadAsync();
            waiters = (await results.ReadAsync<WaitingAttempt>()).AsList();
        }
        foreach (var waiting in waiters)
            await outbox.AddAsync(transaction, waiting.ToMessage(), waiting.Lane, cancel);
    }
}
