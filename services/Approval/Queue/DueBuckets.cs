using RebateFlow.Approval.Casework.Calendars;

namespace RebateFlow.Approval.Queue;

/// <summary>How near due dates are, counted in working days of the calendar.</summary>
/// <param name="LastDays">Last day of each bucket; null where there is none.</param>
public sealed record DueBuckets(IReadOnlyList<(string Code, DateOnly? LastDay)> LastDays)
{
    private static readonly int[] WorkingDays = [2, 5];

    public static DueBuckets Of(WorkingDayCalendar calendar, DateOnly today) =>
        new([
            ("OVERDUE", today.AddDays(-1)),
            ("TODAY", today),
            .. WorkingDays.Select(days =>
                (
                    $"WITHIN_{days}_WORKING_DAYS",
                    (DateOnly?)calendar.Reckon(today, days, [], today).DueOn
                )
            ),
            ("LATER", null),
        ]);

    /// <summary>First day of each bucket after the first.</summary>
    public DateOnly[] Bounds =>
        [.. LastDays.Select(one => one.LastDay).OfType<DateOnly>().Select(day => day.AddDays(1))];
}
