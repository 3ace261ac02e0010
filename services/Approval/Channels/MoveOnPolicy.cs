using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Policies;
using RebateFlow.Messaging;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Channels;

/// <summary>
/// When another green-channel policy comes into force, by its activation or by its first day, the
/// live cases that were decided by an earlier one are decided again.
/// </summary>
public sealed class MoveOnPolicy(
    NpgsqlDataSource database,
    ReferenceCache references,
    CaseMoves moves,
    AuthorityClock zone,
    ILogger<MoveOnPolicy> log
) : PeriodicWork(zone.Time, log)
{
    private readonly AuthorityClock zone = zone;
    private string? done;

    protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    protected override async Task WorkAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var reference = await references.NewestAsync(connection);
        var policy = reference.ChannelPolicyOn(zone.Today).Version;
        if (policy == done)
            return;
        await MoveAllAsync(connection, policy, cancel);
        done = policy;
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
}
