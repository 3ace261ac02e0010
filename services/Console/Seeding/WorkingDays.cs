using System.Globalization;

namespace RebateFlow.Console.Seeding;

/// <summary>
/// Working days by <c>working_days.csv</c>: Monday to Friday but for the days it names.
/// </summary>
public sealed class WorkingDays
{
    private readonly Dictionary<DateOnly, bool> exceptions;

    private WorkingDays(Dictionary<DateOnly, bool> exceptions) => this.exceptions = exceptions;

    public static WorkingDays Load(SeedFolder seeds)
    {
        using var table = ReferenceRows.Open(seeds.Reference("working_days.csv"));
        var exceptions = new Dictionary<DateOnly, bool>();
        foreach (var row in table)
        {
            var day = DateOnly.ParseExact(
                row["date"].Span,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture
            );
            exceptions.Add(day, row["kind"].Span is "MAKE_UP_WORKDAY");
        }
        return new WorkingDays(exceptions);
    }

    /// <summary>
    /// Working days after <paramref name="start"/>, up to and including <paramref name="end"/>.
    /// </summary>
    public int Between(DateOnly start, DateOnly end)
    {
        var count = 0;
        for (var day = start.AddDays(1); day <= end; day = day.AddDays(1))
        {
            if (IsWorkingDay(day))
                count++;
        }
        return count;
    }

    private bool IsWorkingDay(DateOnly day) =>
        exceptions.TryGetValue(day, out var works)
            ? works
            : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
