using Microsoft.Extensions.Logging;
using Npgsql;
using RebateFlow.Messaging;

namespace RebateFlow.ServiceDefaults.Idempotency;

/// <summary>Forgets answers to repeated requests after a week, once an hour.</summary>
public sealed class ForgetOldKeys(
    NpgsqlDataSource database,
    TimeProvider clock,
    ILogger<ForgetOldKeys> log
) : PeriodicWork(clock, log)
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    private readonly TimeProvider clock = clock;

    /// <inheritdoc/>
    protected override TimeSpan Interval => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override Task WorkAsync(CancellationToken cancel) =>
        OnceOnlySql.ForgetAsync(database, clock.GetUtcNow() - Retention);
}
