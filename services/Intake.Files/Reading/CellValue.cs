using System.Globalization;
using RebateFlow.Intake.Files.Forms;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Files.Reading;

/// <summary>
/// What a cell means in its column: the text that the JSON document holds, or what is wrong.
/// Numbers stay decimal all the way.
/// </summary>
internal readonly record struct CellValue(string? Text, string FaultZh, string FaultEn)
{
    /// <summary>Digits that Excel keeps of a number.</summary>
    private const int ExactDigits = 15;

    private static readonly string[] DayFormats =
    [
        "yyyy-M-d",
        "yyyy/M/d",
        "yyyy.M.d",
        "yyyyMMdd",
        "yyyy年M月d日",
    ];

    /// <summary>True when the cell does not fit its column.</summary>
    public bool IsFault => FaultZh.Length > 0;

    /// <summary>Reads a cell that is not empty.</summary>
    /// <param name="is1904">Whether the workbook counts days from 1904.</param>
    public static CellValue Of(Column column, Cell cell, bool is1904)
    {
        if (cell.Type == CellType.Unusable)
            return Fault("不是可用的值", "holds no usable value");
        return column.Kind switch
        {
            ColumnKind.Text => OfText(column, cell, is1904),
            ColumnKind.Money => OfNumber(column, cell, 16, 2),
            ColumnKind.Number or ColumnKind.Percent => OfNumber(column, cell, 12, 12),
            ColumnKind.Whole => OfWhole(cell),
            ColumnKind.Date => OfDate(cell, is1904),
            ColumnKind.Choice => OfChoice(column, cell),
        };
    }

    private static CellValue Good(string text) => new(text, "", "");

    private static CellValue Fault(string zh, string en) => new(null, zh, en);

    private static CellValue OfText(Column column, Cell cell, bool is1904)
    {
        if (cell.Type == CellType.Text)
        {
            var text = cell.Text.Trim();
            // A unit stays as it was typed; a currency's name becomes its code.
            return Good(
                column.Codes is { OffersNames: false } codes ? codes.Find(text) ?? text : text
            );
        }
        if (cell.Look == NumberLook.Date && DayOf(cell.Text, is1904) is { } day)
        {
            return column.Name == "period"
                ? Good(day.ToString("yyyyMM", CultureInfo.InvariantCulture))
                : Fault(
                    "是日期；请将单元格格式设为文本后重新填写",
                    "is a date; format the cell as text and type it again"
                );
        }
        if (!TryExact(cell.Text, out var number, out var digits))
            return Fault("不是可用的值", "holds no usable value");
        if (digits > ExactDigits || Math.Abs(number) >= 1_000_000_000_000_000m)
        {
            return Fault(
                "超过15位，Excel已丢失尾数；请将单元格格式设为文本后重新填写",
                "has more than 15 digits, of which Excel lost the last; format the cell as text "
                    + "and type it again"
            );
        }
        return Good(Plain(number));
    }

    private static CellValue OfNumber(Column column, Cell cell, int digits, int places)
    {
        if (!TryNumber(column, cell, out var number))
            return Fault("须为数", "must be a number");
        var text = Plain(number);
        return DecimalText.TryParse(text, digits, places, out _)
            ? Good(text)
            : Fault(
                $"至多{digits}位整数、{places}位小数",
                $"has at most {digits} digits and {places} decimals"
            );
    }

    private static bool TryNumber(Column column, Cell cell, out decimal number)
    {
        if (cell.Type == CellType.Number)
        {
            if (!TryExact(cell.Text, out number, out _))
                return false;
            // A number too large to be multiplied is refused by its digits as it stands.
            if (
                column.Kind == ColumnKind.Percent
                && cell.Look == NumberLook.Percent
                && Math.Abs(number) <= decimal.MaxValue / 100
            )
                number *= 100;
            return true;
        }
        var text = CodeText.Fold(cell.Text);
        if (column.Kind == ColumnKind.Percent)
            text = text.TrimEnd('%').TrimEnd();
        return TryPlain(text, out number);
    }

    /// <summary>A number as people type it; group marks must stand every three digits.</summary>
    private static bool TryPlain(string text, out decimal number)
    {
        number = 0;
        if (text.Length > 40)
            return false;
        if (text.Contains(','))
        {
            var whole = text.TrimStart('-').Split('.')[0].Split(',');
            if (whole[0].Length is 0 or > 3 || whole.Skip(1).Any(group => group.Length != 3))
                return false;
            text = text.Replace(",", "", StringComparison.Ordinal);
        }
        return DecimalText.TryParse(text, 28, 28, out number);
    }

    /// <summary>
    /// A number of the file, such as 1234.5599999999999 or 2.5E-3, to the 15 digits that Excel
    /// keeps and shows: what was typed, and not its nearest binary fraction.
    /// </summary>
    /// <param name="digits">Digits of it, without zeros at the end of a whole number.</param>
    private static bool TryExact(string text, out decimal number, out int digits)
    {
        digits = 0;
        if (
            text.Length > 40
            || !decimal.TryParse(
                text,
                NumberStyles.Float & ~NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture,
                out number
            )
        )
        {
            number = 0;
            return false;
        }
        var whole = decimal.Truncate(Math.Abs(number));
        var wholeDigits = whole == 0 ? 0 : Plain(whole).Length;
        digits = wholeDigits;
        number = decimal.Round(
            number,
            Math.Clamp(ExactDigits - wholeDigits + LeadingZeros(number), 0, 28),
            MidpointRounding.AwayFromZero
        );
        return true;
    }

    /// <summary>Zeros between the point and the first digit of a fraction.</summary>
    private static int LeadingZeros(decimal number)
    {
        var zeros = 0;
        for (var rest = Math.Abs(number); rest is > 0 and < 0.1m && zeros < 28; rest *= 10)
            zeros++;
        return zeros;
    }

    private static string Plain(decimal number) =>
        number.ToString("0.############################", CultureInfo.InvariantCulture);

    private static CellValue OfWhole(Cell cell)
    {
        var isNumber =
            cell.Type == CellType.Number
                ? TryExact(cell.Text, out var number, out _)
                : TryPlain(CodeText.Fold(cell.Text), out number);
        return isNumber && number == decimal.Truncate(number) && Math.Abs(number) < 1_000_000_000m
            ? Good(Plain(number))
            : Fault("须为整数", "must be a whole number");
    }

    private static CellValue OfDate(Cell cell, bool is1904)
    {
        var day =
            cell.Type == CellType.Number ? DayOf(cell.Text, is1904) : TypedDay(cell.Text.Trim());
        return day is { } known
            ? Good(known.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            : Fault("须为日期，如2026-03-05", "must be a date, such as 2026-03-05");
    }

    private static DateOnly? TypedDay(string text)
    {
        // A time behind the day, as ISO cells and exports of other software have it.
        var cut = text.IndexOfAny(['T', ' ']);
        return
            DateOnly.TryParseExact(
                cut > 0 ? text[..cut] : text,
                DayFormats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            ) && UsableDay.Is(day)
            ? day
            : null;
    }

    /// <summary>A day that Excel counts, or 20260305 typed as a number.</summary>
    private static DateOnly? DayOf(string text, bool is1904)
    {
        if (!TryExact(text, out var number, out _))
            return null;
        // Before March 1900 Excel counts a day that was none; no filing is as old.
        if (number is >= 61 and < 2_958_466)
        {
            var first = is1904 ? new DateOnly(1904, 1, 1) : new DateOnly(1899, 12, 30);
            var days = (int)decimal.Truncate(number);
            return
                days <= DateOnly.MaxValue.DayNumber - first.DayNumber
                && first.AddDays(days) is var day
                && UsableDay.Is(day)
                ? day
                : null;
        }
        return number == decimal.Truncate(number) ? TypedDay(Plain(number)) : null;
    }

    private static CellValue OfChoice(Column column, Cell cell)
    {
        var codes = column.Codes!;
        if (codes.Find(cell.Text) is { } code)
            return Good(code);
        var zh = string.Join("、", codes.Codes.Select(c => $"{c.Zh}({c.Value})"));
        var en = string.Join(", ", codes.Codes.Select(c => c.Value));
        return Fault($"须为{zh}之一", $"must be one of {en}");
    }
}
