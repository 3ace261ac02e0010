using Microsoft.Extensions.Options;
using RebateFlow.Contracts;
using RebateFlow.Messaging.Batching;

namespace RebateFlow.Shared.Tests.Batching;

public sealed class LanePriorityTests
{
    private static readonly TimeSpan Forever = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(10, 2, 20)]
    [InlineData(10, 0, 0)]
    [InlineData(10, 0.5, 5)]
    [InlineData(1_000, 2, 500)] // never longer than half a second
    public void Ordinary_work_rests_in_proportion_to_its_step(
        int workedMs,
        double restPerWork,
        int restMs
    ) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(restMs),
            LanePriority.RestAfter(TimeSpan.FromMilliseconds(workedMs), restPerWork)
        );

    [Fact]
    public void Nobody_rests_before_express_work_was_seen()
    {
        var priority = Of(Forever);

        Assert.False(priority.IsTaken);
        Assert.True(priority.EndAsync(Lanes.Ordinary, priority.Begin(Lanes.Ordinary)).IsCompleted);
    }

    [Fact]
    public async Task Ordinary_work_rests_after_express_work_and_express_work_never()
    {
        var priority = Of(Forever, restPerWork: 1e9);
        Assert.True(priority.EndAsync(Lanes.Express, priority.Begin(Lanes.Express)).IsCompleted);

        var rest = priority.EndAsync(Lanes.Ordinary, priority.Begin(Lanes.Ordinary));

        Assert.True(priority.IsTaken);
        Assert.False(rest.IsCompleted);
        await rest;
    }

    [Fact]
    public async Task Express_work_holds_the_way_as_long_as_any_is_at_work()
    {
        var priority = Of(TimeSpan.Zero);
        var (one, other) = (priority.Begin(Lanes.Express), priority.Begin(Lanes.Express));

        await priority.EndAsync(Lanes.Express, one);
        Assert.True(priority.IsTaken);
        await priority.EndAsync(Lanes.Express, other);
        Assert.False(priority.IsTaken);
    }

    [Fact]
    public void Without_a_rest_nobody_has_right_of_way()
    {
        var priority = Of(Forever, restPerWork: 0);
        priority.Begin(Lanes.Express);

        Assert.False(priority.IsTaken);
    }

    private static LanePriority Of(TimeSpan memory, double restPerWork = 2) =>
        new(
            Options.Create(
                new LanePriorityOptions { ExpressMemory = memory, RestPerWork = restPerWork }
            )
        );
}
