using Npgsql;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Contracts;
using RebateFlow.Contracts.Approval;
using RebateFlow.GreenChannel;
using RebateFlow.Messaging.Outbox;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Policies;

/// <summary>
/// Tells of the green-channel policies that count: of a new one when it is activated, of all at
/// each start, since one may have come with the program. Whoever listens takes a version once.
/// </summary>
public static class TellPolicies
{
    /// <summary>Tells of every version that counts.</summary>
    public static async Task TellPoliciesAsync(this WebApplication app)
    {
        var outbox = app.Services.GetRequiredService<Outbox>();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var database = app.Services.GetRequiredService<NpgsqlDataSource>();
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var one in await ReferenceSql.PoliciesAsync(connection, PolicyKind.GreenChannel))
            await outbox.AddAsync(transaction, Of(one, now), Lanes.Ordinary, default);
        await outbox.CommitAsync(transaction, default);
    }

    /// <summary>The message about a version.</summary>
    public static GreenChannelPolicyChanged Of(StoredPolicy stored, DateTimeOffset now)
    {
        var policy = ChannelPolicy.Parse(stored.Body);
        return new()
        {
            Version = policy.Version,
            ValidFrom = stored.ValidFrom,
            Document = stored.Body,
            MinimumRebateCny = policy.MinimumRebateCny,
            LastGreenClass = policy.LastGreenClass,
            BarringWatchlistLevel = policy.BarringWatchlistLevel,
            ScoreLimit = policy.ScoreLimit,
            GravestGreenDoubt = WireCode.Of(policy.GravestGreenDoubt),
            EnhancedWatchlistLevel = policy.EnhancedWatchlistLevel,
            EnhancedGrade = WireCode.Of(policy.EnhancedGrade),
            EnhancedClass = policy.EnhancedClass,
            ChangedAt = now,
        };
    }
}
