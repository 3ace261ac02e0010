namespace RebateFlow.Approval.Casework.Calendars;

/// <summary>The time: instants in UTC, business dates in the authority's time zone.</summary>
/// <remarks>
/// The zone is the setting <c>Authority:TimeZone</c>, <c>Asia/Shanghai</c> by default. Where the
/// system has no such zone a fixed offset of +08:00 is taken: China has had no summer time since
/// 1991.
/// </remarks>
public sealed class AuthorityZone(TimeProvider clock, string zoneId)
{
    private readonly TimeZoneInfo zone = Find(zoneId);

    /// <summary>UTC in whole microseconds, since the database keeps no more.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = clock.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }

    public DateOnly Today => DateOf(clock.GetUtcNow());

    public DateOnly DateOf(DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>The instant at which a day begins.</summary>
    public DateTimeOffset StartOf(DateOnly day) =>
        TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), zone);

    private static TimeZoneInfo Find(string zoneId) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out var zone)
            ? zone
            : TimeZoneInfo.CreateCustomTimeZone(
                "UTC+08:00",
                TimeSpan.FromHours(8),
                "UTC+08:00",
                "UTC+08:00"
            );
}
