using System.Globalization;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Policies;

namespace RebateFlow.Approval.Tests.Calendars;

public sealed class WorkingDayCalendarTests
{
    private static readonly WorkingDayCalendar China = new(LoadSeeds.ReadCalendar());

    [Theory]
    // Spring Festival 2024: off 10-17 February, worked on Sunday the 4th and Sunday the 18th.
    [InlineData("2024-02-02", 1, "2024-02-04")]
    [InlineData("2024-02-02", 5, "2024-02-08")]
    [InlineData("2024-02-08", 1, "2024-02-09")]
    [InlineData("2024-02-09", 1, "2024-02-18")]
    [InlineData("2024-02-08", 5, "2024-02-21")]
    [InlineData("2024-02-01", 10, "2024-02-20")]
    // National Day 2024: off 1-7 October, worked on Sunday 29 September and Saturday 12 October.
    [InlineData("2024-09-27", 1, "2024-09-29")]
    [InlineData("2024-09-27", 3, "2024-10-08")]
    [InlineData("2024-09-30", 5, "2024-10-12")]
    [InlineData("2024-09-25", 10, "2024-10-14")]
    [InlineData("2024-09-25", 20, "2024-10-28")]
    // Spring Festival 2025: off 28 January to 4 February, worked on Sunday 26 January, Saturday 8
    // February.
    [InlineData("2025-01-24", 1, "2025-01-26")]
    [InlineData("2025-01-24", 3, "2025-02-05")]
    [InlineData("2025-01-27", 5, "2025-02-10")]
    [InlineData("2025-01-20", 15, "2025-02-14")]
    // National Day and Mid-Autumn 2025: off 1-8 October, worked on Sunday 28 September, Saturday 11
    // October.
    [InlineData("2025-09-26", 1, "2025-09-28")]
    [InlineData("2025-09-26", 5, "2025-10-10")]
    [InlineData("2025-09-30", 3, "2025-10-11")]
    [InlineData("2025-09-22", 15, "2025-10-17")]
    // Spring Festival 2026: off 15-23 February, worked on Saturday the 14th and Saturday the 28th.
    [InlineData("2026-02-13", 1, "2026-02-14")]
    [InlineData("2026-02-13", 5, "2026-02-27")]
    [InlineData("2026-02-13", 6, "2026-02-28")]
    [InlineData("2026-02-09", 10, "2026-02-28")]
    [InlineData("2026-02-09", 20, "2026-03-13")]
    // National Day 2026: off 1-7 October, worked on Sunday 20 September and Saturday 10 October.
    [InlineData("2026-09-18", 1, "2026-09-20")]
    [InlineData("2026-09-30", 3, "2026-10-10")]
    [InlineData("2026-09-24", 5, "2026-10-09")]
    [InlineData("2026-09-24", 15, "2026-10-22")]
    public void A_limit_ends_on_the_day_that_a_person_counts(string start, int days, string due)
    {
        var reckoning = China.Reckon(Day(start), days, [], Day(start));

        Assert.Equal(Day(due), reckoning.DueOn);
        Assert.Equal(days, reckoning.Days.Count);
        Assert.False(reckoning.Provisional);
    }

    [Fact]
    public void The_clock_stands_still_from_the_day_after_a_stop_to_the_day_it_resumes()
    {
        // Started on Monday the 2nd; two days counted, then a week with the exporter.
        var stop = new ClockStop("RETURN", new(2026, 3, 4), new(2026, 3, 11));

        var reckoning = China.Reckon(new(2026, 3, 2), 5, [stop], new(2026, 3, 11));

        Assert.Equal(
            [
                new(2026, 3, 3),
                new(2026, 3, 4),
                new(2026, 3, 12),
                new(2026, 3, 13),
                new DateOnly(2026, 3, 16),
            ],
            reckoning.Days
        );
    }

    [Fact]
    public void Overlapping_stops_count_once()
    {
        ClockStop[] stops =
        [
            new("RETURN", new(2026, 3, 3), new(2026, 3, 5)),
            new("RETURN", new(2026, 3, 4), new(2026, 3, 6)),
        ];

        Assert.Equal(
            new(2026, 3, 10),
            China.Reckon(new(2026, 3, 2), 3, stops, new(2026, 3, 6)).DueOn
        );
    }

    [Fact]
    public void An_open_stop_is_taken_to_end_today()
    {
        var stop = new ClockStop("RETURN", new(2026, 3, 3), null);

        Assert.Equal(
            new(2026, 3, 11),
            China.Reckon(new(2026, 3, 2), 3, [stop], new(2026, 3, 9)).DueOn
        );
    }

    [Fact]
    public void A_year_that_was_not_announced_is_reckoned_by_plain_weeks_and_says_so()
    {
        var reckoning = China.Reckon(new(2026, 12, 30), 5, [], new(2026, 12, 30));

        Assert.Equal(new(2027, 1, 6), reckoning.DueOn);
        Assert.True(reckoning.Provisional);
        Assert.False(China.IsAnnounced(2027));
    }

    [Fact]
    public void A_limit_that_ends_within_the_announced_years_is_firm()
    {
        Assert.False(China.Reckon(new(2026, 12, 24), 5, [], new(2026, 12, 24)).Provisional);
        Assert.True(China.Reckon(new(2023, 12, 25), 2, [], new(2023, 12, 25)).Provisional);
    }

    [Theory]
    [InlineData("2026-09-24", "2026-09-24", 0)]
    [InlineData("2026-09-24", "2026-10-09", 5)]
    [InlineData("2026-10-09", "2026-09-24", -5)]
    [InlineData("2026-10-01", "2026-10-07", 0)]
    public void Days_left_count_working_days_and_turn_negative(string from, string to, int days) =>
        Assert.Equal(days, China.CountBetween(Day(from), Day(to)));

    [Fact]
    public void A_limit_of_no_days_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            China.Reckon(new(2026, 3, 2), 0, [], new(2026, 3, 2))
        );

    private static DateOnly Day(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
