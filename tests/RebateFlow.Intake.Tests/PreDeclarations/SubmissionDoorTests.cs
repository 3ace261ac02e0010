using Microsoft.Extensions.Options;
using RebateFlow.Batching;
using RebateFlow.Contracts;
using RebateFlow.Intake.PreDeclarations;

namespace RebateFlow.Intake.Tests.PreDeclarations;

public sealed class SubmissionDoorTests
{
    [Fact]
    public async Task Without_express_filings_everybody_is_let_in_at_once()
    {
        using var door = new SubmissionDoor(Way(out _));

        using var one = await door.EnterAsync(Lanes.Ordinary, default);

        Assert.True(door.EnterAsync(Lanes.Ordinary, default).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task While_express_filings_are_about_ordinary_ones_come_one_by_one()
    {
        using var door = new SubmissionDoor(Way(out var way));
        way.Begin(Lanes.Express);

        var first = await door.EnterAsync(Lanes.Ordinary, default);
        var second = door.EnterAsync(Lanes.Ordinary, default);
        Assert.False(second.IsCompleted);
        Assert.True(door.EnterAsync(Lanes.Express, default).IsCompletedSuccessfully);

        first.Dispose();
        first.Dispose(); // a second time changes nothing
        using var entered = await second;
        Assert.False(door.EnterAsync(Lanes.Ordinary, default).IsCompleted);
    }

    [Fact]
    public async Task Nobody_waits_for_ever_for_one_that_does_not_leave()
    {
        using var door = new SubmissionDoor(Way(out var way));
        way.Begin(Lanes.Express);

        using var stays = await door.EnterAsync(Lanes.Ordinary, default);

        using var next = await door.EnterAsync(Lanes.Ordinary, default);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_nobodys_turn()
    {
        using var door = new SubmissionDoor(Way(out var way));
        way.Begin(Lanes.Express);
        var first = await door.EnterAsync(Lanes.Ordinary, default);
        using var gone = new CancellationTokenSource();
        var waiting = door.EnterAsync(Lanes.Ordinary, gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        first.Dispose();
        using var next = await door.EnterAsync(Lanes.Ordinary, default);
    }

    private static RightOfWay Way(out RightOfWay way) =>
        way = new RightOfWay(
            Options.Create(new RightOfWayOptions { ExpressMemory = TimeSpan.FromDays(1) })
        );
}
