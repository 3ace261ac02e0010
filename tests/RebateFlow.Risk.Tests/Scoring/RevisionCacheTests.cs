using RebateFlow.RiskScoring.Scoring;

namespace RebateFlow.Risk.Tests.Scoring;

public sealed class RevisionCacheTests
{
    [Fact]
    public async Task A_copy_is_read_once_per_revision_however_many_ask()
    {
        var loads = 0;
        using var cache = new RevisionCache<string, Copy>(
            new Copy(-1),
            copy => copy.Revision,
            (_, _) => Task.FromResult(new Copy(Interlocked.Increment(ref loads)))
        );

        var copies = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => cache.GetAsync(1, "", default).AsTask())
        );

        Assert.Equal(1, loads);
        Assert.All(copies, copy => Assert.Equal(1, copy.Revision));
    }

    [Fact]
    public async Task A_later_copy_than_asked_for_is_good_enough()
    {
        using var cache = new RevisionCache<string, Copy>(
            new Copy(5),
            copy => copy.Revision,
            (_, _) => throw new InvalidOperationException("Nobody asked for a later one.")
        );

        Assert.Equal(5, (await cache.GetAsync(4, "", default)).Revision);
    }

    [Fact]
    public async Task A_failed_reading_leaves_the_cache_usable()
    {
        var isBroken = true;
        using var cache = new RevisionCache<string, Copy>(
            new Copy(0),
            copy => copy.Revision,
            (_, _) => isBroken ? throw new TimeoutException() : Task.FromResult(new Copy(1))
        );

        await Assert.ThrowsAsync<TimeoutException>(() => cache.GetAsync(1, "", default).AsTask());
        isBroken = false;

        Assert.Equal(1, (await cache.GetAsync(1, "", default)).Revision);
    }

    private sealed record Copy(long Revision);
}
