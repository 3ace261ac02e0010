namespace RebateFlow.Intake.Reference;

/// <summary>
/// The authority's calendar day. China has one zone, UTC+8, without daylight saving.
/// </summary>
public static class BusinessDay
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The day in China at this moment.</summary>
    public static DateOnly Today(TimeProvider clock) => Of(clock.GetUtcNow());

    /// <summary>The day in China at a moment.</summary>
    public static DateOnly Of(DateTimeOffset moment) =>
        DateOnly.FromDateTime(moment.ToOffset(Offset).DateTime);
}
