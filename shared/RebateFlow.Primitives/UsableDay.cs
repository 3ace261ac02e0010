namespace RebateFlow.Primitives;

/// <summary>
/// Days that a request may name. Terms are reckoned from them by months and years in both
/// directions, so they keep away from the ends of the calendar.
/// </summary>
public static class UsableDay
{
    /// <summary>How a day is written.</summary>
    public const string Format = "yyyy-MM-dd";

    /// <summary>The first year.</summary>
    public const int FirstYear = 1900;

    /// <summary>The last year.</summary>
    public const int LastYear = 2199;

    /// <summary>Whether a day may be named.</summary>
    public static bool Is(DateOnly day) => day.Year is >= FirstYear and <= LastYear;
}
