using Microsoft.Extensions.Options;
using RebateFlow.Batching;
using RebateFlow.Contracts;

namespace RebateFlow.Shared.Tests.Batching;

public sealed class RightOfWayTests
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
            RightOfWay.RestAfter(TimeSpan.FromMilliseconds(workedMs), restPerWork)
        );

    [Fact]
    public void Nobody_rests_before_express_work_was_seen()
    {
        var way = Of(Forever);

        Assert.False(way.IsTaken);
        Assert.True(way.EndAsync(Lanes.Ordinary, way.Begin(Lanes.Ordinary)).IsCompleted);
    }

    [Fact]
    public async Task Ordinary_work_rests_after_express_work_and_express_work_never()
    {
        var way = Of(Forever, restPerWork: 1e9);
        Assert.True(way.EndAsync(Lanes.Express, way.Begin(Lanes.Express)).IsCompleted);

        var rest = way.EndAsync(Lanes.Ordinary, way.Begin(Lanes.Ordinary));

        Assert.True(way.IsTaken);
        Assert.False(rest.IsCompleted);
        await rest;
    }

    [Fact]
    public async Task Express_work_holds_the_way_as_long_as_any_is_at_work()
    {
        var way = Of(TimeSpan.Zero);
        var (one, other) = (way.Begin(Lanes.Express), way.Begin(Lanes.Express));

        await way.EndAsync(Lanes.Express, one);
        Assert.True(way.IsTaken);
        await way.EndAsync(Lanes.Express, other);
        Assert.False(way.IsTaken);
    }

    [Fact]
    public void Without_a_rest_nobody_has_right_of_way()
    {
        var way = Of(Forever, restPerWork: 0);
        way.Begin(Lanes.Express);

        Assert.False(way.IsTaken);
    }

    private static RightOfWay Of(TimeSpan memory, double restPerWork = 2) =>
        new(
            Options.Create(
                new RightOfWayOptions { ExpressMemory = memory, RestPerWork = restPerWork }
            )
        );
}
