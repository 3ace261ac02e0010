using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Officers;

/// <summary>
/// Cases in the hands of an officer who is away go to the deputy, or back to the queue when there
/// is none or the deputy may not act on them: on every new absence, and once a minute.
/// </summary>
public sealed partial class TakeBackLeases(
    NpgsqlDataSource database,
    OfficerRegister register,
    AbsencesChanged changed,
    CaseWriter writer,
    AuthorityClock zone,
    ILogger<TakeBackLeases> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await TryAsync(stoppingToken);
                await changed.WaitAsync(TimeSpan.FromMinutes(1), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryAsync(CancellationToken cancel)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancel);
            var held = await OfficerSql.HeldByAbsentAsync(connection, zone.Now, zone.Today);
            foreach (var one in held)
                await TakeBackAsync(connection, one, cancel);
        }
        catch (NpgsqlException fault)
        {
            LogSkipped(log, fault); // The next turn does it.
        }
    }

    private async Task TakeBackAsync(
        NpgsqlConnection connection,
        HeldByAbsent held,
        CancellationToken cancel
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await ApprovalCaseSql.LoadAsync(transaction, held.CaseId, cancel) is not { } before)
            return;
        var deputy = held.Deputy is { } name
            ? await register.FindAsync(connection, before.TaxAuthority, name)
            : null;
        var step = before.Case.Decide(new TakeBack(held.Officer, deputy), zone.Now);
        // Another instance, or the officer, may have been quicker.
        if (step.Events is not { } events)
            return;
        await writer.WriteAsync(transaction, before.After(events), cancel);
        await transaction.CommitAsync(cancel);
    }

    [LoggerMessage(LogLevel.Warning, "Leases of absent officers were not moved this time")]
    private static partial void LogSkipped(ILogger log, Exception exception);
}
