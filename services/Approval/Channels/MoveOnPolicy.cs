using Npgsql;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Policies;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Channels;

/// <summary>
/// When another green-channel policy comes into force, by its activation or by its first day, the
/// live cases that were decided by an earlier one are decided again.
/// </summary>
public sealed partial class MoveOnPolicy(
    NpgsqlDataSource database,
    ReferenceCache references,
    CaseMoves moves,
    AuthorityClock zone,
    TimeProvider clock,
    ILogger<MoveOnPolicy> log
) : BackgroundService
{
    private string? done;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryAsync(stoppingToken);
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
            var reference = await references.NewestAsync(connection);
            var policy = reference.ChannelPolicyOn(zone.Today).Version;
            if (policy == done)
                return;
            await MoveAllAsync(connection, policy, cancel);
            done = policy;
        }
        catch (NpgsqlException fault)
        {
            LogSkipped(log, fault); // The next turn does it.
        }
    }

    private async Task MoveAllAsync(
        NpgsqlConnection connection,
        string policy,
        CancellationToken cancel
    )
    {
        var reason = new MoveReason(
            MoveCause.Policy,
            new($"绿色通道政策 {policy} 生效", $"Green-channel policy {policy} is in force")
        );
        for (var after = Guid.Empty; ; )
        {
            var page = await CaseMoveSql.LiveAsync(connection, null, policy, after);
            if (page.Count == 0)
                return;
            foreach (var caseId in page)
            {
                await using var transaction = await connection.BeginTransactionAsync(cancel);
                await moves.RunAsync(transaction, caseId, reason, cancel);
                await transaction.CommitAsync(cancel);
            }
            after = page[^1];
        }
    }

    [LoggerMessage(LogLevel.Warning, "Cases were not decided by the new policy this time")]
    private static partial void LogSkipped(ILogger log, Exception exception);
}
