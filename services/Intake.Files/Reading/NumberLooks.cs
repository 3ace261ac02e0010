using System.Globalization;

namespace RebateFlow.Intake.Files.Reading;

/// <summary>
/// Which cell styles show percentages and dates: 13% is stored as 0.13, a day as its number.
/// </summary>
internal sealed class NumberLooks
{
    private readonly List<NumberLook> styles = [];

    public static NumberLooks Read(ZipPackage package, string? part)
    {
        var looks = new NumberLooks();
        if (part is null || !package.Has(part))
            return looks;
        var formats = new Dictionary<int, string>();
        var isCell = false;
        using var reader = WorkbookXml.Open(package, part);
        while (reader.NextElement())
        {
            switch (reader.LocalName)
            {
                case "numFmt":
                    formats[Number(reader.Attribute("numFmtId"))] =
                        reader.Attribute("formatCode") ?? "";
                    break;
                case "cellXfs":
                    isCell = true;
                    break;
                case "cellStyles" or "dxfs" or "cellStyleXfs":
                    isCell = false;
                    break;
                case "xf" when isCell:
                    looks.styles.Add(LookOf(Number(reader.Attribute("numFmtId")), formats));
                    break;
            }
        }
        return looks;
    }

    /// <summary>How a style shows numbers.</summary>
    /// <param name="style">Its number as the cell names it; null is plain.</param>
    public NumberLook Of(string? style)
    {
        var number = Number(style);
        return number >= 0 && number < styles.Count ? styles[number] : NumberLook.Plain;
    }

    private static int Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : -1;

    private static NumberLook LookOf(int format, Dictionary<int, string> formats)
    {
        if (format is 9 or 10)
            return NumberLook.Percent;
        if (format is >= 14 and <= 17 or 22 or >= 27 and <= 31 or >= 50 and <= 58)
            return NumberLook.Date;
        if (!formats.TryGetValue(format, out var code))
            return NumberLook.Plain;
        var bare = WithoutQuotes(code);
        return bare.Contains('%') ? NumberLook.Percent
            : bare.Contains('y', StringComparison.OrdinalIgnoreCase) ? NumberLook.Date
            : NumberLook.Plain;
    }

    private static string WithoutQuotes(string code) =>
        string.Concat(code.Split('"').Where((_, index) => index % 2 == 0));
}
