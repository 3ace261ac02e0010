using RebateFlow.Intake.Events;

namespace RebateFlow.Intake.Tests.Events;

/// <summary>Where a stream goes on after Last-Event-ID.</summary>
public sealed class StreamStartTests
{
    private static readonly FilingEvent Now = Event(7, "UNDER_REVIEW");

    [Fact]
    public void What_was_recorded_is_told_in_order() =>
        Assert.Equal(
            [Event(6, "CLEARED"), Now],
            StreamStart.Resume(Now, 5, [Event(6, "CLEARED"), Now]).Backlog
        );

    [Fact]
    public void A_state_that_nobody_recorded_is_told_as_it_stands() =>
        Assert.Equal([Now], StreamStart.Resume(Now, 2, []).Backlog);

    [Fact]
    public void Who_knows_the_last_version_is_told_nothing() =>
        Assert.Empty(StreamStart.Resume(Now, 7, []).Backlog);

    [Fact]
    public void A_version_without_news_is_not_told_again() =>
        Assert.Equal(
            [Event(6, "UNDER_REVIEW")],
            StreamStart.Resume(Now, 5, [Event(6, "UNDER_REVIEW")]).Backlog
        );

    [Fact]
    public void What_is_recorded_after_the_look_comes_with_the_stream() =>
        Assert.Equal([Now], StreamStart.Resume(Now, 5, [Now, Event(8, "APPROVED")]).Backlog);

    private static FilingEvent Event(long version, string state) =>
        new()
        {
            PreDeclarationId = Guid.Parse("01936d5a-8c3e-7b60-9c2f-5d1f6f5f0aff"),
            Version = version,
            AttemptNo = 1,
            State = state,
            OccurredAt = DateTimeOffset.UnixEpoch,
        };
}
