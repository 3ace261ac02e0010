using RebateFlow.Intake.Submissions;

namespace RebateFlow.Intake.Tests.PreDeclarations;

public sealed class FeedbackWaitersTests
{
    private static readonly Guid Id = Guid.CreateVersion7();

    [Fact]
    public void Everybody_who_waits_for_the_attempt_is_woken()
    {
        var waiters = new FeedbackWaiters();
        using var first = waiters.Begin(Id, 2);
        using var second = waiters.Begin(Id, 2);
        using var other = waiters.Begin(Id, 1);

        waiters.Wake(Id, 2);

        Assert.True(first.Signal.IsCompleted);
        Assert.True(second.Signal.IsCompleted);
        Assert.False(other.Signal.IsCompleted);
    }

    [Fact]
    public void A_wait_that_begins_after_the_others_ended_waits_for_the_next_feedback()
    {
        var waiters = new FeedbackWaiters();
        using (waiters.Begin(Id, 1))
            waiters.Wake(Id, 1);

        using var later = waiters.Begin(Id, 1);

        Assert.False(later.Signal.IsCompleted);
    }
}
