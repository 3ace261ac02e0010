using System.Collections.Frozen;

namespace RebateFlow.Approval.Casework.Calendars;

public enum CalendarExceptionKind
{
    /// <summary>A weekday on which the authority is closed.</summary>
    Holiday,

    /// <summary>A weekend day on which the authority works, 调休上班.</summary>
    MakeUpWorkday,
}

/// <summary>A day that differs from the plain week, as the State Council announced it.</summary>
public sealed record CalendarException(DateOnly Date, CalendarExceptionKind Kind, string Name);

/// <summary>The authority's working days: Monday to Friday, but for the exceptions.</summary>
/// <remarks>
/// A year without a single exception has not been announced yet. There the plain week is reckoned
/// with, and every reckoning that touches such a year says so (<see
/// cref="Reckoning.Provisional"/>).
/// </remarks>
public sealed class WorkingDayCalendar
{
    private readonly FrozenDictionary<DateOnly, CalendarException> byDate;
    private readonly FrozenSet<int> announcedYears;

    public WorkingDayCalendar(IReadOnlyCollection<CalendarException> exceptions)
    {
        byDate = exceptions.ToFrozenDictionary(one => one.Date);
        announcedYears = exceptions.Select(one => one.Date.Year).ToFrozenSet();
    }

    public bool IsAnnounced(int year) => announcedYears.Contains(year);

    public bool IsWorkingDay(DateOnly day) =>
        byDate.TryGetValue(day, out var exception)
            ? exception.Kind == CalendarExceptionKind.MakeUpWorkday
            : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>
    /// Working days after <paramref name="from"/> up to and including <paramref name="to"/>.
    /// </summary>
    /// <returns>Negative when <paramref name="to"/> lies before <paramref name="from"/>.</returns>
    public int CountBetween(DateOnly from, DateOnly to)
    {
        if (to < from)
            return -CountBetween(to, from);
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
        {
            if (IsWorkingDay(day))
                count++;
        }

        return count;
    }

    /// <summary>The last day of a limit, and how it was come by.</summary>
    /// <param name="startedOn">Day 0: the limit's first day is the next working day.</param>
    /// <param name="limitDays">Working days, 1 to 366.</param>
    /// <param name="stops">Times during which the clock stood still; they may overlap.</param>
    /// <param name="asOf">A stop without an end is taken to end on this day.</param>
    public Reckoning Reckon(
        DateOnly startedOn,
        int limitDays,
        IReadOnlyList<ClockStop> stops,
        DateOnly asOf
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limitDays, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limitDays, 366);

        var counted = new List<DateOnly>(limitDays);
        for (var day = startedOn.AddDays(1); counted.Count < limitDays; day = day.AddDays(1))
        {
            if (IsWorkingDay(day) && !stops.Any(stop => stop.Covers(day, asOf)))
                counted.Add(day);
        }

        var provisional = false;
        for (var year = startedOn.Year; year <= counted[^1].Year; year++)
            provisional |= !IsAnnounced(year);
        return new(startedOn, limitDays, counted, stops, provisional);
    }
}

/// <summary>A time during which the clock stood still.</summary>
/// <param name="From">The day it stopped; that day still counts.</param>
/// <param name="To">
/// The day it ran again; counting goes on with the next day. Null while it stands.
/// </param>
public sealed record ClockStop(string Reason, DateOnly From, DateOnly? To)
{
    public bool Covers(DateOnly day, DateOnly asOf) => From < day && day <= (To ?? asOf);
}

/// <param name="Days">The working days that count, first to last.</param>
/// <param name="Provisional">
/// True when a year it touches has not been announced: only the plain week was reckoned with there.
/// </param>
public sealed record Reckoning(
    DateOnly StartedOn,
    int LimitDays,
    IReadOnlyList<DateOnly> Days,
    IReadOnlyList<ClockStop> Stops,
    bool Provisional
)
{
    public DateOnly DueOn => Days[^1];
}
