using Npgsql;

namespace RebateFlow.Approval.Reports;

/// <summary>
/// Keeps the tables of the reports small, every ten minutes. Changes only add rows, so that no two
/// officers wait for the same one; here alone are rows put together.
/// </summary>
public sealed partial class FoldReports(
    NpgsqlDataSource database,
    TimeProvider clock,
    ILogger<FoldReports> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(10), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryFoldAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <returns>False when another instance is at it.</returns>
    public static async Task<bool> FoldAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var isMine = await ReportSql.FoldAsync(transaction);
        await transaction.CommitAsync(cancel);
        return isMine;
    }

    private async Task TryFoldAsync(CancellationToken cancel)
    {
        try
        {
            await FoldAsync(database, cancel);
        }
        catch (NpgsqlException fault)
        {
            LogSkipped(log, fault); // The next turn does it; reports add up single rows as well.
        }
    }

    [LoggerMessage(LogLevel.Warning, "The rows of the reports were not put together this time")]
    private static partial void LogSkipped(ILogger log, Exception exception);
}
