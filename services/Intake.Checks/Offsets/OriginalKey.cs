using System.Globalization;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Offsets;

/// <summary>
/// Period and line number that an offset names its original by, such as 2025030001.
/// </summary>
public static class OriginalKey
{
    private const int PeriodLength = 6;

    /// <summary>The period and the line number; null when malformed.</summary>
    public static (string Period, string LineNo)? Read(string? text)
    {
        var normal = CodeText.Normalize(text);
        if (
            normal.Length <= PeriodLength
            || !Period.TryParse(normal[..PeriodLength], out var month)
        )
            return null;
        return (month.ToString(), LineNoOf(normal[PeriodLength..]));
    }

    /// <summary>The key of a line; numbers of other widths are the same number.</summary>
    public static string Of(string period, string lineNo) => period + LineNoOf(lineNo);

    private static string LineNoOf(string text)
    {
        var normal = CodeText.Normalize(text);
        return int.TryParse(normal, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? LineNumbers.At(number)
            : normal;
    }
}
