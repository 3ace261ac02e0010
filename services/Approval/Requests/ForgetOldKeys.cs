using Npgsql;
using RebateFlow.Messaging;

namespace RebateFlow.Approval.Requests;

/// <summary>Forgets answers to repeated requests after a week, once an hour.</summary>
public sealed class ForgetOldKeys(
    NpgsqlDataSource database,
    TimeProvider clock,
    ILogger<ForgetOldKeys> log
) : PeriodicWork(clock, log)
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    private readonly TimeProvider clock = clock;

    protected override TimeSpan Interval => TimeSpan.FromHours(1);

    protected override Task WorkAsync(CancellationToken cancel) =>
        OnceOnlySql.ForgetAsync(database, clock.GetUtcNow() - Retention);
}
