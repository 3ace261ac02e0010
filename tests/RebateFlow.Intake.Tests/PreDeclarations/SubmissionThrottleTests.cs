using Microsoft.Extensions.Options;
using RebateFlow.Contracts;
using RebateFlow.Intake.Submissions;
using RebateFlow.Messaging.Batching;

namespace RebateFlow.Intake.Tests.PreDeclarations;

public sealed class SubmissionThrottleTests
{
    private const string Trusted = "trusted";
    private const string Other = "other";
    private const string Stranger = "stranger";

    [Fact]
    public async Task Without_express_filings_everybody_is_let_in_at_once()
    {
        using var throttle = Throttle(out _);

        using var one = await throttle.EnterAsync(Other, default);

        Assert.True(throttle.EnterAsync(Other, default).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task While_express_filings_are_about_ordinary_ones_come_one_by_one()
    {
        using var throttle = Throttle(out var priority);
        priority.Begin(Lanes.Express);

        var first = await throttle.EnterAsync(Other, default);
        var second = throttle.EnterAsync(Other, default);
        Assert.False(second.IsCompleted);
        Assert.True(throttle.EnterAsync(Trusted, default).IsCompletedSuccessfully);
        // The lane of one that was not seen yet is not known.
        Assert.True(throttle.EnterAsync(Stranger, default).IsCompletedSuccessfully);

        first.Dispose();
        first.Dispose(); // a second time changes nothing
        using var entered = await second;
        Assert.False(throttle.EnterAsync(Other, default).IsCompleted);
    }

    [Fact]
    public async Task An_express_filing_has_right_of_way_until_its_turn_ends()
    {
        using var throttle = Throttle(out var priority);

        var turn = await throttle.EnterAsync(Trusted, default);
        Assert.True(priority.IsTaken);
        turn.Dispose();
        turn.Dispose();

        Assert.False(priority.IsTaken);
    }

    [Fact]
    public async Task Nobody_waits_for_ever_for_one_that_does_not_leave()
    {
        using var throttle = Throttle(out var priority);
        priority.Begin(Lanes.Express);

        using var stays = await throttle.EnterAsync(Other, default);

        using var next = await throttle.EnterAsync(Other, default);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_nobodys_turn()
    {
        using var throttle = Throttle(out var priority);
        priority.Begin(Lanes.Express);
        var first = await throttle.EnterAsync(Other, default);
        using var gone = new CancellationTokenSource();
        var waiting = throttle.EnterAsync(Other, gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        first.Dispose();
        using var next = await throttle.EnterAsync(Other, default);
    }

    private static SubmissionThrottle Throttle(out LanePriority priority)
    {
        priority = new LanePriority(
            Options.Create(new LanePriorityOptions { ExpressMemory = TimeSpan.Zero })
        );
        var throttle = new SubmissionThrottle(priority);
        throttle.Memory.Learn(Trusted, Lanes.Express);
        throttle.Memory.Learn(Other, Lanes.Ordinary);
        return throttle;
    }
}
