using Npgsql;
using RebateFlow.Messaging;

namespace RebateFlow.Approval.Reports;

/// <summary>
/// Keeps the tables of the reports small, every ten minutes. Changes only add rows, so that no two
/// officers wait for the same one; here alone are rows put together.
/// </summary>
public sealed class FoldReports(
    NpgsqlDataSource database,
    TimeProvider clock,
    ILogger<FoldReports> log
) : PeriodicWork(clock, log)
{
    // One instance folds at a time; the number only has to be ours.
    private const long Folding = 7_003_002;

    protected override TimeSpan Interval => TimeSpan.FromMinutes(10);

    protected override Task WorkAsync(CancellationToken cancel) => FoldAsync(database, cancel);

    /// <returns>False when another instance is at it.</returns>
    public static async Task<bool> FoldAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await AdvisoryLock.TryTakeAsync(transaction, Folding, cancel))
            return false;
        await ReportSql.FoldAsync(transaction);
        await transaction.CommitAsync(cancel);
        return true;
    }
}
