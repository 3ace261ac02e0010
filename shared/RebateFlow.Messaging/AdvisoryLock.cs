using Dapper;
using Npgsql;

namespace RebateFlow.Messaging;

/// <summary>A lock of the database, by which one instance of a service works at a time.</summary>
public static class AdvisoryLock
{
    private const string TakeSql = "SELECT pg_try_advisory_xact_lock(@Number)";

    /// <summary>Takes a lock until the transaction ends.</summary>
    /// <param name="transaction">The transaction that holds it.</param>
    /// <param name="number">Which lock: one number for each kind of work in a database.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>False when another transaction has it.</returns>
    public static Task<bool> TryTakeAsync(
        NpgsqlTransaction transaction,
        long number,
        CancellationToken cancel
    ) =>
        transaction.Connection!.QuerySingleAsync<bool>(
            new CommandDefinition(
                TakeSql,
                new { Number = number },
                transaction,
                cancellationToken: cancel
            )
        );
}
