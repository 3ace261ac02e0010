namespace RebateFlow.RiskScoring.Scoring;

/// <summary>The authority's calendar day. China has one zone, UTC+8, without summer time.</summary>
public static class BusinessDay
{
    /// <summary>The day in China at a moment.</summary>
    public static DateOnly Of(DateTimeOffset moment) =>
        DateOnly.FromDateTime(moment.ToOffset(TimeSpan.FromHours(8)).DateTime);

    /// <summary>The first moment of a day in China, UTC.</summary>
    public static DateTimeOffset StartOf(DateOnly day) =>
        new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.FromHours(8)).ToUniversalTime();

    /// <summary>Now, to the microsecond: what the database keeps is what was answered.</summary>
    public static DateTimeOffset GetUtcMicrosecond(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
