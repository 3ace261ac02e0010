using System.Collections.Concurrent;
using System.Security.Cryptography;
using Npgsql;

namespace RebateFlow.Approval.Channels;

/// <summary>
/// The secret seed of each day, made at random when the day's first case needs it, the same for
/// every instance, and never changed.
/// </summary>
public sealed class DailySeeds(NpgsqlDataSource database, TimeProvider clock)
{
    private readonly ConcurrentDictionary<DateOnly, byte[]> seeds = new();

    public async ValueTask<byte[]> OfAsync(DateOnly day, CancellationToken cancel)
    {
        if (seeds.TryGetValue(day, out var known))
            return known;
        // Committed on its own connection: the seed stays, even when the case is rolled back.
        var seed = await DailySeedSql.GetOrAddAsync(
            database,
            day,
            RandomNumberGenerator.GetBytes(RandomSample.SeedBytes),
            clock.GetUtcNow(),
            cancel
        );
        if (seeds.Count > 30)
            seeds.Clear();
        seeds[day] = seed;
        return seed;
    }
}
