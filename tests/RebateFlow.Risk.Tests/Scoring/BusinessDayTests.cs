using RebateFlow.RiskScoring.Scoring;

namespace RebateFlow.Risk.Tests.Scoring;

public sealed class BusinessDayTests
{
    [Theory]
    [InlineData("2025-12-31T15:59:59Z", "2025-12-31")]
    [InlineData("2025-12-31T16:00:00Z", "2026-01-01")]
    public void The_day_begins_at_midnight_in_China(string moment, string day) =>
        Assert.Equal(DateOnly.Parse(day, null), BusinessDay.Of(DateTimeOffset.Parse(moment, null)));
}
