using RebateFlow.GreenChannel;

namespace RebateFlow.Approval.Casework.Calendars;

/// <summary>The three clocks of a case. They start together and stop together.</summary>
/// <param name="Legal">The legal limit of the enterprise class.</param>
/// <param name="Due">
/// What the queue is ordered by: the legal limit, or the channel's own where that is sooner.
/// </param>
/// <param name="Goal">The service goal; missing it breaks no law.</param>
public sealed record Deadlines(Reckoning Legal, Reckoning Due, Reckoning Goal)
{
    public DeadlineLimits Limits => new(Legal.LimitDays, Due.LimitDays, Goal.LimitDays);

    public bool Provisional => Legal.Provisional || Due.Provisional || Goal.Provisional;

    public static Deadlines Of(WorkingDayCalendar calendar, DeadlineLimits limits, CaseClock clock)
    {
        return new(Run(limits.LegalDays), Run(limits.DueDays), Run(limits.GoalDays));

        Reckoning Run(int days) => calendar.Reckon(clock.StartedOn, days, clock.Stops, clock.AsOf);
    }
}

/// <param name="StartedOn">Business day on which the attempt was cleared: day 0.</param>
public sealed record CaseClock(DateOnly StartedOn, IReadOnlyList<ClockStop> Stops, DateOnly AsOf);

/// <summary>Working days of the three clocks.</summary>
public readonly record struct DeadlineLimits(int LegalDays, int DueDays, int GoalDays);

/// <summary>
/// Dated limits of one version of the routes: working days by class and by channel.
/// </summary>
public sealed record DeadlinePolicy
{
    /// <summary>Working days of the legal limit for class 1 to 4, in this order.</summary>
    public required IReadOnlyList<int> LegalDaysByClass { get; init; }

    /// <summary>Working days of the service goal for class 1 to 4, in this order.</summary>
    public required IReadOnlyList<int> GoalDaysByClass { get; init; }

    /// <summary>Working days of a green case, whatever its class.</summary>
    public required int GreenDays { get; init; }

    /// <summary>A class outside 1 to 4 gets the limits of class 4, the most careful one.</summary>
    public DeadlineLimits For(Channel channel, int enterpriseClass)
    {
        var index = enterpriseClass is >= 1 and <= 4 ? enterpriseClass - 1 : 3;
        var legal = LegalDaysByClass[index];
        var due = channel switch
        {
            Channel.Green => Math.Min(legal, GreenDays),
            Channel.Standard => legal,
            Channel.Enhanced => legal,
        };
        return new(legal, due, Math.Min(due, GoalDaysByClass[index]));
    }
}
