using RebateFlow.Intake.Webhooks;

namespace RebateFlow.Intake.Tests.Webhooks;

public sealed class NextTryTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 20, 2, 0, 0, TimeSpan.Zero);
    private static readonly IReadOnlyList<TimeSpan> Pauses = new WebhookSettings().Pauses;

    [Fact]
    public void The_schedule_spans_three_days_in_ten_tries()
    {
        Assert.Equal(9, Pauses.Count);
        var whole = Pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause);
        Assert.InRange(whole, TimeSpan.FromDays(3), TimeSpan.FromDays(4));
    }

    [Fact]
    public void What_was_taken_is_delivered() =>
        Assert.Equal(
            new NextTry("DELIVERED", Now, null),
            NextTry.After(Outcome(200, null), Delivery(tries: 3), Now, Pauses, 0)
        );

    [Theory]
    [InlineData(0, 0, 5)]
    [InlineData(1, 0, 300)]
    [InlineData(8, 0, 86_400)]
    [InlineData(1, 1, 330)]
    [InlineData(1, -1, 270)]
    public void A_failure_waits_for_its_pause_more_or_less(int tries, double jitter, int seconds) =>
        Assert.Equal(
            new NextTry("PENDING", Now.AddSeconds(seconds), null),
            NextTry.After(Outcome(500, "HTTP_STATUS"), Delivery(tries), null, Pauses, jitter)
        );

    [Fact]
    public void A_target_that_is_gone_ends_the_webhook() =>
        Assert.Equal(
            new NextTry("FAILED", Now, "GONE"),
            NextTry.After(Outcome(410, "HTTP_STATUS"), Delivery(0), null, Pauses, 0)
        );

    [Fact]
    public void A_whole_schedule_in_vain_ends_the_webhook() =>
        Assert.Equal(
            new NextTry("FAILED", Now, "FAILING"),
            NextTry.After(
                Outcome(null, "TIMEOUT"),
                Delivery(9, firstTriedAt: Now.AddDays(-3)),
                failingSince: Now.AddDays(-3),
                Pauses,
                0
            )
        );

    [Theory]
    [InlineData(-2)]
    [InlineData(null)]
    public void A_webhook_that_took_others_meanwhile_goes_on(int? failingSinceDays) =>
        Assert.Equal(
            new NextTry("FAILED", Now, null),
            NextTry.After(
                Outcome(500, "HTTP_STATUS"),
                Delivery(9, firstTriedAt: Now.AddDays(-3)),
                failingSinceDays is { } days ? Now.AddDays(days) : null,
                Pauses,
                0
            )
        );

    private static TryOutcome Outcome(int? status, string? fault) =>
        new(Now, TimeSpan.FromMilliseconds(5), status, fault);

    private static DueDelivery Delivery(int tries, DateTimeOffset? firstTriedAt = null) =>
        new()
        {
            Number = 1,
            PreDeclarationId = Guid.Parse("01936d5a-8c3e-7b60-9c2f-5d1f6f5f0aff"),
            Version = 4,
            AttemptNo = 1,
            State = "APPROVED",
            OccurredAt = Now,
            Tries = tries,
            FirstTriedAt = firstTriedAt,
        };
}
