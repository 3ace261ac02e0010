namespace RebateFlow.ServiceDefaults;

/// <summary>
/// The time as the tax authority reckons it: instants in UTC, days in the authority's zone.
/// </summary>
public sealed class AuthorityClock
{
    /// <summary>The setting that names the zone, by its IANA name.</summary>
    public const string Setting = "Authority:TimeZone";

    /// <summary>The zone where the setting is absent.</summary>
    public const string UsualZone = "Asia/Shanghai";

    private readonly TimeZoneInfo zone;

    /// <summary>A clock of the authority.</summary>
    /// <param name="time">Source of the time.</param>
    /// <param name="zoneId">IANA name of the zone; null or blank for the usual one.</param>
    /// <exception cref="InvalidOperationException">The system knows no such zone.</exception>
    public AuthorityClock(TimeProvider time, string? zoneId = null)
    {
        Time = time;
        zone = ZoneOf(zoneId);
    }

    /// <summary>The source of the time, for delays and timers.</summary>
    public TimeProvider Time { get; }

    /// <summary>IANA name of the zone.</summary>
    public string ZoneId => zone.Id;

    /// <summary>UTC in whole microseconds, since the database keeps no more.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = Time.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }

    /// <summary>The day it is now.</summary>
    public DateOnly Today => DayOf(Time.GetUtcNow());

    /// <summary>Now and its day, from one reading: midnight cannot part them.</summary>
    public Moment Moment => MomentOf(Now);

    /// <summary>An instant with its day.</summary>
    public Moment MomentOf(DateTimeOffset instant) => new(instant, DayOf(instant));

    /// <summary>The day in which an instant falls.</summary>
    public DateOnly DayOf(DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>The instant at which a day begins, UTC.</summary>
    public DateTimeOffset StartOf(DateOnly day) =>
        new(TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), zone), TimeSpan.Zero);

    private static TimeZoneInfo ZoneOf(string? id)
    {
        var name = string.IsNullOrWhiteSpace(id) ? UsualZone : id;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new InvalidOperationException(
                $"The setting {Setting} is \"{name}\": this system knows no such time zone."
            );
    }
}

/// <summary>An instant and its day.</summary>
/// <param name="At">UTC.</param>
/// <param name="Day">In the authority's zone.</param>
public readonly record struct Moment(DateTimeOffset At, DateOnly Day);
