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

        var begun = way.Begin(Lanes.Ordinary);

        Assert.False(way.IsTaken);
        Assert.True(way.RestAsync(Lanes.Ordinary, begun).IsCompleted);
    }

    [Fact]
    public async Task Ordinary_work_rests_while_express_work_is_about_and_express_work_never()
    {
        var way = Of(Forever, restPerWork: 1e9);
        way.Begin(Lanes.Express);

        var rest = way.RestAsync(Lanes.Ordinary, way.Begin(Lanes.Ordinary));

        Assert.True(way.IsTaken);
        Assert.False(rest.IsCompleted);
        Assert.True(way.RestAsync(Lanes.Express, way.Begin(Lanes.Express)).IsCompleted);
        await rest;
    }

    [Fact]
    public void Express_work_of_long_ago_counts_no_more()
    {
        var way = Of(TimeSpan.Zero);
        way.Begin(Lanes.Express);

        Assert.False(way.IsTaken);
        Assert.True(way.RestAsync(Lanes.Ordinary, way.Begin(Lanes.Ordinary)).IsCompleted);
    }

    private static RightOfWay Of(TimeSpan memory, double restPerWork = 2) =>
        new(
            Options.Create(
                new RightOfWayOptions { ExpressMemory = memory, RestPerWork = restPerWork }
            )
        );
}
