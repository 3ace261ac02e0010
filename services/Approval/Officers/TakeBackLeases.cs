using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Messaging;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Officers;

/// <summary>
/// Cases in the hands of an officer who is away go to the deputy, or back to the queue when there
/// is none or the deputy may not act on them: on every new absence, and once a minute.
/// </summary>
public sealed class TakeBackLeases(
    NpgsqlDataSource database,
    OfficerRegister register,
    AbsencesChanged changed,
    CaseWriter writer,
    AuthorityClock zone,
    ILogger<TakeBackLeases> log
) : PeriodicWork(zone.Time, log)
{
    private readonly AuthorityClock zone = zone;

    protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

    protected override bool BeginsAtStart => true;

    protected override async Task WorkAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var held = await OfficerSql.HeldByAbsentAsync(connection, zone.Now, zone.Today);
        foreach (var one in held)
            await TakeBackAsync(connection, one, cancel);
    }

    protected override async ValueTask<bool> WaitAsync(
        PeriodicTimer timer,
        CancellationToken cancel
    )
    {
        await changed.WaitAsync(Interval, cancel);
        return true;
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
}
