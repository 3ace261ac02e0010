using System.Globalization;

namespace RebateFlow.Intake.Checks.Filings;

/// <summary>Line numbers 序号 of a form: 0001 to 9999, then A001 to A999, B001 and so on.</summary>
public static class LineNumbers
{
    private const int LastPlain = 9999;
    private const int PerLetter = 999;

    /// <summary>The number of a line.</summary>
    /// <param name="ordinal">Position on the form, from 1.</param>
    public static string At(int ordinal)
    {
        var beyond = ordinal - LastPlain - 1;
        if (beyond < 0 || beyond >= 26 * PerLetter)
            return ordinal.ToString("D4", CultureInfo.InvariantCulture);
        var letter = (char)('A' + beyond / PerLetter);
        return letter + (beyond % PerLetter + 1).ToString("D3", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Whether a text is the number of a position. Other widths of the plain number, such as 1 or
    /// 00000001, are the same number.
    /// </summary>
    public static bool IsAt(string text, int ordinal) =>
        text.Length <= 8
        && (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number == ordinal
                : text == At(ordinal)
        );
}
