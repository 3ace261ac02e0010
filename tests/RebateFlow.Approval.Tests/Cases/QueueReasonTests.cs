using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Queue;

namespace RebateFlow.Approval.Tests.Cases;

public sealed class QueueReasonTests
{
    [Theory]
    [InlineData(3, "3 working days left", "还剩 3 个工作日")]
    [InlineData(0, "due today", "今天到期")]
    [InlineData(-2, "2 working days overdue", "已超期 2 个工作日")]
    public void The_queue_says_how_near_the_due_date_is(int left, string en, string zh)
    {
        var reason = QueueReason.Of(
            new()
            {
                DueOn = new(2026, 11, 30),
                LegalDueOn = new(2026, 12, 2),
                RebateDueCny = 6_000_000m,
            },
            left
        );

        Assert.Contains(en, reason.En, StringComparison.Ordinal);
        Assert.Contains(zh, reason.Zh, StringComparison.Ordinal);
        Assert.Contains("6,000,000.00", reason.En, StringComparison.Ordinal);
        Assert.Contains("sooner", reason.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reckoning_says_its_stops_and_that_it_is_provisional()
    {
        var calendar = new WorkingDayCalendar(LoadSeeds.ReadCalendar());
        var start = new DateOnly(2026, 12, 25);
        var clock = new CaseClock(start, [new("RETURN", start, start)], start);

        var text = ClockText.Of(Deadlines.Of(calendar, new(10, 10, 3), clock));

        Assert.Contains("第 10 个工作日", text.Zh, StringComparison.Ordinal);
        Assert.Contains("clock stopped: 1", text.En, StringComparison.Ordinal);
        Assert.Contains("not announced", text.En, StringComparison.Ordinal);
    }
}
