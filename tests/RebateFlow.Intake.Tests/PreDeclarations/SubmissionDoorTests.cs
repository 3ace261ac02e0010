using Microsoft.Extensions.Options;
using RebateFlow.Batching;
using RebateFlow.Contracts;
using RebateFlow.Intake.PreDeclarations;

namespace RebateFlow.Intake.Tests.PreDeclarations;

public sealed class SubmissionDoorTests
{
    private const string Trusted = "trusted";
    private const string Other = "other";
    private const string Stranger = "stranger";

    [Fact]
    public async Task Without_express_filings_everybody_is_let_in_at_once()
    {
        using var door = Door(out _);

        using var one = await door.EnterAsync(Other, default);

        Assert.True(door.EnterAsync(Other, default).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task While_express_filings_are_about_ordinary_ones_come_one_by_one()
    {
        using var door = Door(out var way);
        way.Begin(Lanes.Express);

        var first = await door.EnterAsync(Other, default);
        var second = door.EnterAsync(Other, default);
        Assert.False(second.IsCompleted);
        Assert.True(door.EnterAsync(Trusted, default).IsCompletedSuccessfully);
        // The lane of one that was not seen yet is not known.
        Assert.True(door.EnterAsync(Stranger, default).IsCompletedSuccessfully);

        first.Dispose();
        first.Dispose(); // a second time changes nothing
        using var entered = await second;
        Assert.False(door.EnterAsync(Other, default).IsCompleted);
    }

    [Fact]
    public async Task An_express_filing_has_right_of_way_until_its_turn_ends()
    {
        using var door = Door(out var way);

        var turn = await door.EnterAsync(Trusted, default);
        Assert.True(way.IsTaken);
        turn.Dispose();
        turn.Dispose();

        Assert.False(way.IsTaken);
    }

    [Fact]
    public async Task Nobody_waits_for_ever_for_one_that_does_not_leave()
    {
        using var door = Door(out var way);
        way.Begin(Lanes.Express);

        using var stays = await door.EnterAsync(Other, default);

        using var next = await door.EnterAsync(Other, default);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_nobodys_turn()
    {
        using var door = Door(out var way);
        way.Begin(Lanes.Express);
        var first = await door.EnterAsync(Other, default);
        using var gone = new CancellationTokenSource();
        var waiting = door.EnterAsync(Other, gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        first.Dispose();
        using var next = await door.EnterAsync(Other, default);
    }

    private static SubmissionDoor Door(out RightOfWay way)
    {
        way = new RightOfWay(
            Options.Create(new RightOfWayOptions { ExpressMemory = TimeSpan.Zero })
        );
        var door = new SubmissionDoor(way);
        door.Memory.Learn(Trusted, Lanes.Express);
        door.Memory.Learn(Other, Lanes.Ordinary);
        return door;
    }
}
