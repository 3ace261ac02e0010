using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Reports;
using static RebateFlow.Approval.Reports.Table;

namespace RebateFlow.Approval.Reports;

/// <summary>Turns stored rows into reports. Pure.</summary>
public static class ReportTables
{
    public static Table Durations(IEnumerable<DurationRow> rows, WorkingDayCalendar calendar)
    {
        var groups = new SortedDictionary<(string Channel, int Class), Durations>();
        foreach (var row in rows)
        {
            var key = (row.Channel, row.EnterpriseClass);
            if (!groups.TryGetValue(key, out var sum))
                groups[key] = sum = new();
            sum.Add(WorkingDays(row, calendar), row.Cases);
        }
        return new(
            ["channel", "enterpriseClass", "cases", "averageDays", "p90Days"],
            [
                .. groups.Select(pair =>
                    new[]
                    {
                        pair.Key.Channel,
                        Text(pair.Key.Class),
                        Text(pair.Value.Cases),
                        Text(pair.Value.Average),
                        Text(pair.Value.Percentile(90)),
                    }
                ),
            ]
        );
    }

    /// <summary>
    /// Working days from the start to the decision, without those the clock stood.
    /// </summary>
    public static int WorkingDays(DurationRow row, WorkingDayCalendar calendar)
    {
        ClockStop[] stops =
        [
            .. row
                .Stops.Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('/'))
                .Select(pair => new ClockStop("", Day(pair[0])!.Value, Day(pair[1]))),
        ];
        var days = 0;
        for (var day = row.StartedOn.AddDays(1); day <= row.DecidedOn; day = day.AddDays(1))
            if (
                calendar.IsWorkingDay(day)
                && !Array.Exists(stops, stop => stop.Covers(day, row.DecidedOn))
            )
                days++;
        return days;

        static DateOnly? Day(string text) =>
            text.Length == 0
                ? null
                : DateOnly.ParseExact(
                    text,
                    "yyyy-MM-dd",
                    System.Globalization.CultureInfo.InvariantCulture
                );
    }

    /// <summary>Working days left to the due date: negative ones are overdue.</summary>
    public static Table Backlog(
        IEnumerable<BacklogRow> rows,
        WorkingDayCalendar calendar,
        DateOnly today
    ) =>
        new(
            ["dueOn", "workingDaysLeft", "channel", "post", "cases", "rebate"],
            [
                .. rows.Select(row =>
                    new[]
                    {
                        Text(row.DueOn),
                        Text(calendar.CountBetween(today, row.DueOn)),
                        row.Channel,
                        row.Post,
                        Text(row.Cases),
                        Text(row.RebateCny),
                    }
                ),
            ]
        );

    public static Table GreenShare(IEnumerable<MonthRow> rows) =>
        new(
            ["month", "cases", "greenCases", "greenPercent", "rebate", "greenRebate"],
            [
                .. rows.GroupBy(row => row.Month)
                    .Select(month =>
                    {
                        var green = month.Where(row => row.Channel == "GREEN").ToList();
                        var (all, ours) = (month.Sum(row => row.Cases), green.Sum(r => r.Cases));
                        return new[]
                        {
                            month.Key,
                            Text(all),
                            Text(ours),
                            Text(all == 0 ? 0m : decimal.Round(100m * ours / all, 2)),
                            Text(month.Sum(row => row.ClaimedCny)),
                            Text(green.Sum(row => row.ClaimedCny)),
                        };
                    }),
            ]
        );

    public static Table Rebate(IEnumerable<MonthRow> rows) =>
        new(
            ["month", "channel", "decision", "cases", "claimed", "approved"],
            [
                .. rows.Select(row =>
                    new[]
                    {
                        row.Month,
                        row.Channel,
                        row.Decision,
                        Text(row.Cases),
                        Text(row.ClaimedCny),
                        Text(row.ApprovedCny),
                    }
                ),
            ]
        );

    public static Table Officers(IEnumerable<OfficerRow> rows) =>
        new(
            ["officer", "post", "action", "actions"],
            [.. rows.Select(row => new[] { row.Officer, row.Post, row.Action, Text(row.Actions) })]
        );

    public static Table Repayments(IEnumerable<RepaymentReportRow> rows) =>
        new(
            [
                "uscc",
                "exporterName",
                "owedAtFirst",
                "claimed",
                "withdrawn",
                "setOff",
                "paid",
                "owedAtLast",
            ],
            [
                .. rows.Select(row =>
                    new[]
                    {
                        row.Uscc,
                        row.ExporterName,
                        Text(row.OwedAtFirst),
                        Text(row.Claimed),
                        Text(row.Withdrawn),
                        Text(row.SetOff),
                        Text(row.Paid),
                        Text(row.OwedAtLast),
                    }
                ),
            ]
        );

    /// <param name="chanceOf">Percent, of a kind of check under a policy version.</param>
    /// <param name="monthOf">Month of the authority, <c>yyyyMM</c>.</param>
    public static Table Findings(
        IEnumerable<FindingRow> rows,
        Func<FindingRow, decimal> chanceOf,
        Func<DateTimeOffset, string> monthOf
    ) =>
        new(
            [
                "month",
                "kind",
                "drawn",
                "closed",
                "irregular",
                "irregularPercent",
                "lowPercent",
                "highPercent",
                "found",
                "estimated",
            ],
            [
                .. rows.GroupBy(row => (Month: monthOf(row.OpenedAt), row.Kind))
                    .OrderBy(group => group.Key)
                    .Select(group =>
                    {
                        var measure = SampleMeasure.Of([
                            .. group.Select(row => new SampledFiling(row.FoundCny, chanceOf(row))),
                        ]);
                        return new[]
                        {
                            group.Key.Month,
                            group.Key.Kind,
                            Text(measure.Drawn),
                            Text(measure.Closed),
                            Text(measure.Irregular),
                            Text(measure.IrregularPercent),
                            Text(measure.LowPercent),
                            Text(measure.HighPercent),
                            Text(measure.FoundCny),
                            Text(measure.EstimatedCny),
                        };
                    }),
            ]
        );
}
