using RebateFlow.ServiceDefaults;

namespace RebateFlow.Shared.Tests.ServiceDefaults;

public sealed class AuthorityClockTests
{
    [Theory]
    [InlineData(null, "2025-12-31T15:59:59Z", "2025-12-31")]
    [InlineData(null, "2025-12-31T16:00:00Z", "2026-01-01")]
    [InlineData("", "2025-12-31T16:00:00Z", "2026-01-01")]
    [InlineData("Asia/Urumqi", "2025-12-31T16:00:00Z", "2025-12-31")]
    [InlineData("UTC", "2025-12-31T23:59:59Z", "2025-12-31")]
    public void The_day_begins_at_midnight_in_the_zone(string? zone, string instant, string day) =>
        Assert.Equal(
            DateOnly.Parse(day, null),
            Clock(zone).DayOf(DateTimeOffset.Parse(instant, null))
        );

    [Theory]
    [InlineData("Asia/Shanghai", "2026-03-05", "2026-03-04T16:00:00Z")]
    [InlineData("UTC", "2026-03-05", "2026-03-05T00:00:00Z")]
    public void A_day_starts_at_its_first_instant(string zone, string day, string instant)
    {
        var start = Clock(zone).StartOf(DateOnly.Parse(day, null));

        Assert.Equal(DateTimeOffset.Parse(instant, null), start);
        Assert.Equal(TimeSpan.Zero, start.Offset);
        Assert.Equal(DateOnly.Parse(day, null), Clock(zone).DayOf(start));
        Assert.NotEqual(DateOnly.Parse(day, null), Clock(zone).DayOf(start.AddTicks(-1)));
    }

    [Fact]
    public void Now_is_what_the_database_gives_back()
    {
        var clock = Clock(
            null,
            new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(19)
        );

        Assert.Equal(10, clock.Now.Ticks % 100);
        Assert.Equal(new Moment(clock.Now, clock.Today), clock.Moment);
    }

    [Fact]
    public void A_zone_nobody_knows_is_refused_by_the_name_of_the_setting()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Clock("Asia/Atlantis"));

        Assert.Contains("Authority:TimeZone", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Asia/Atlantis", refusal.Message, StringComparison.Ordinal);
    }

    private static AuthorityClock Clock(string? zone, DateTimeOffset? now = null) =>
        new(new StandingClock(now ?? DateTimeOffset.UnixEpoch), zone);

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
