using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Reports;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Reports;

namespace RebateFlow.Approval.Tests.Reports;

public sealed class DurationsTests
{
    private static readonly WorkingDayCalendar Calendar = new(LoadSeeds.ReadCalendar());

    [Fact]
    public void The_mean_and_the_ninetieth_percentile_come_from_the_histogram()
    {
        var durations = new Durations();
        for (var days = 1; days <= 10; days++)
            durations.Add(days, 1);

        Assert.Equal(5.5m, durations.Average);
        Assert.Equal(9, durations.Percentile(90));
        Assert.Equal(10, durations.Percentile(91));
    }

    [Fact]
    public void No_case_has_no_duration()
    {
        Assert.Equal((0m, 0), (new Durations().Average, new Durations().Percentile(90)));
    }

    [Theory]
    [InlineData("", 3)]
    // 1 to 5 May 2026 are holidays, 9 May is worked: 29 and 30 April, 6 May.
    [InlineData("2026-04-28/2026-04-29", 2)]
    [InlineData("2026-04-28/2026-04-29,2026-04-30/", 1)]
    public void Holidays_and_the_times_the_clock_stood_do_not_count(string stops, int days)
    {
        var row = new DurationRow
        {
            StartedOn = new(2026, 4, 28),
            DecidedOn = new(2026, 5, 6),
            Stops = stops,
        };

        Assert.Equal(days, ReportTables.WorkingDays(row, Calendar));
    }

    [Fact]
    public void A_table_keeps_spreadsheets_from_running_a_cell()
    {
        var table = new Table(
            ["officer", "note"],
            [
                ["=HYPERLINK(1)", "a,\"b\""],
            ]
        );

        Assert.Equal("officer,note\r\n'=HYPERLINK(1),\"a,\"\"b\"\"\"\r\n", table.ToCsv());
    }
}
