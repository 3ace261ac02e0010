using System.Text.Json;
using RebateFlow.Approval.Audit;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Primitives;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>
/// Every case that a database holds is what its stored audit trail makes of it: the row to the last
/// column, and the holds, letters, stops of the clock, checks, passed doubts and actors beside it.
/// </summary>
public static class CaseReplay
{
    private static readonly JsonSerializerOptions Amounts = new()
    {
        Converters = { new MoneyJsonConverter() },
    };

    /// <returns>The actions that the trails tell of, each once.</returns>
    public static async Task<IReadOnlySet<string>> CheckAsync(ProxiedDatabase database)
    {
        var actions = new HashSet<string>();
        await using var connection = await database.Direct.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var caseId in await CasesAsync(database))
        {
            // Locked first: the service may still be at work.
            var stored = await ApprovalCaseSql.LoadAsync(transaction, caseId, default);
            var trail = await AuditSql.TrailAsync(connection, caseId);
            var replayed = CaseHistory.Replay(caseId, trail.Select(one => one.Entry));
            Assert.Equal(Text(replayed!), Text(stored!.Case));
            actions.UnionWith(trail.Select(one => one.Entry.Action));
        }
        return actions;
    }

    private static async Task<IReadOnlyList<Guid>> CasesAsync(ProxiedDatabase database) =>
        await database.QueryAsync<Guid[]>(
            "SELECT coalesce(array_agg(case_id), '{}') FROM approval_case"
        );

    /// <summary>Doubts come from the content, not from the trail.</summary>
    private static string Text(ApprovalCase some) =>
        JsonSerializer.Serialize(
            some with
            {
                Doubts = [],
                Actors = new SortedDictionary<string, Post>(some.Actors.ToDictionary()),
            },
            Amounts
        );
}
