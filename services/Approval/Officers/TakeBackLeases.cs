using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Officers;

/// <summary>
/// Cases in the hands of an officer who is away go to the deputy, or back to the queue when there
/// is none or the deputy may not act on them: on every new absence, and once a minute.
/// </summary>
public sealed partial class TakeBackLeases(
    NpgsqlDataSource database,
    OfficerRegister register,
    AbsencesChanged changed,
    AuthorityZone zone,
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
        var now = zone.Now;
        var before = await ApprovalCaseSql.LoadAsync(transaction, held.CaseId, cancel);
        // Another instance, or the officer, may have been quicker.
        if (
            before?.Case.ClaimedBy != held.Officer
            || before.Case.TakeBack(now).Next is not { } free
        )
            return;
        var deputy = held.Deputy is { } name
            ? await register.FindAsync(connection, before.TaxAuthority, name)
            : null;
        // The lease that is running goes on in the deputy's hands.
        var lease = before.Case.LeaseUntil!.Value - now;
        var after = deputy is null ? free : free.Claim(deputy, now, lease).Next ?? free;
        var change = new CaseChange(before, after, AuditActor.System, "", now);
        var trail = new AuditTrail(held.CaseId, before.AuditHead);
        trail.Add(
            now,
            AuditActor.System,
            AuditAction.TakenBack,
            ChangeDetail.Of(change, new { Absent = held.Officer, Deputy = after.ClaimedBy })
        );
        await using var batch = new NpgsqlBatch(connection, transaction);
        ApprovalCaseSql.AddSave(batch, change, trail);
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    [LoggerMessage(LogLevel.Warning, "Leases of absent officers were not moved this time")]
    private static partial void LogSkipped(ILogger log, Exception exception);
}
