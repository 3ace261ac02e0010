using System.Globalization;

namespace RebateFlow.Primitives;

/// <summary>Period 所属期: one month, written yyyyMM, years 1994 to 2099.</summary>
public readonly record struct Period
{
    private Period(int year, int month)
    {
        Year = year;
        Month = month;
    }

    /// <summary>Calendar year.</summary>
    public int Year { get; }

    /// <summary>Month, 1 to 12.</summary>
    public int Month { get; }

    /// <summary>The month a date lies in.</summary>
    public static Period Of(DateOnly date) => new(date.Year, date.Month);

    /// <summary>Reads yyyyMM; nothing else is a period.</summary>
    public static bool TryParse(string? text, out Period period)
    {
        period = default;
        if (text is not { Length: 6 } || !CodeText.IsDigits(text))
            return false;
        var year = int.Parse(text.AsSpan(0, 4), CultureInfo.InvariantCulture);
        var month = int.Parse(text.AsSpan(4, 2), CultureInfo.InvariantCulture);
        if (year is < 1994 or > 2099 || month is < 1 or > 12)
            return false;
        period = new Period(year, month);
        return true;
    }

    /// <summary>yyyyMM.</summary>
    public override string ToString() =>
        (Year * 100 + Month).ToString("D6", CultureInfo.InvariantCulture);
}
