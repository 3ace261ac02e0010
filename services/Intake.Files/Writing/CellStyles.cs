using System.Globalization;
using System.Xml;
using RebateFlow.Intake.Files.Forms;

namespace RebateFlow.Intake.Files.Writing;

/// <summary>How gravely a cell is marked.</summary>
public enum Mark
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>A warning.</summary>
    Warning,

    /// <summary>An error.</summary>
    Error,
}

/// <summary>
/// The styles of our workbooks: six of their own, then every kind of value in every mark.
/// </summary>
internal static class CellStyles
{
    public const int Plain = 0;
    public const int Heading = 1;
    public const int RequiredHeading = 2;
    public const int Label = 3;
    public const int Help = 4;
    public const int Wrapped = 5;
    private const int FirstValue = 6;

    private const int DayFormat = 164;
    private const int ItalicFont = 2;

    private const string Namespace = WorkbookWriter.Main;

    private static readonly string[] Fills =
    [
        "FFD9E2F3", // headings
        "FFF8CBAD", // required headings
        "FFDDEBF7", // note
        "FFFFE699", // warning
        "FFFF9999", // error
    ];

    private static readonly Mark[] Marks = Enum.GetValues<Mark>();

    /// <summary>Whether texts of a style go on in a further line.</summary>
    public static bool Wraps(int style) => style is > Plain and < FirstValue;

    /// <summary>The style of a value.</summary>
    public static int Of(ColumnKind kind, Mark mark) =>
        FirstValue + Group(kind) * Marks.Length + (int)mark;

    /// <summary>Writes the part of styles.</summary>
    public static void Write(XmlWriter xml)
    {
        xml.WriteStartElement("styleSheet", Namespace);
        WriteFormats(xml);
        WriteFonts(xml);
        WriteFills(xml);
        WriteBorders(xml);
        xml.WriteStartElement("cellStyleXfs", Namespace);
        xml.WriteAttributeString("count", "1");
        WriteFormat(xml, 0, 0, 0, 0);
        xml.WriteEndElement();
        WriteCellFormats(xml);
        xml.WriteEndElement();
    }

    private static int Group(ColumnKind kind) =>
        kind switch
        {
            ColumnKind.Text or ColumnKind.Choice => 0,
            ColumnKind.Money => 1,
            ColumnKind.Number or ColumnKind.Percent => 2,
            ColumnKind.Date => 3,
            ColumnKind.Whole => 4,
        };

    private static void WriteFormats(XmlWriter xml)
    {
        xml.WriteStartElement("numFmts", Namespace);
        xml.WriteAttributeString("count", "2");
        WriteNumberFormat(xml, "164", "yyyy-mm-dd");
        WriteNumberFormat(xml, "165", "#,##0.############");
        xml.WriteEndElement();
    }

    private static void WriteNumberFormat(XmlWriter xml, string id, string code)
    {
        xml.WriteStartElement("numFmt", Namespace);
        xml.WriteAttributeString("numFmtId", id);
        xml.WriteAttributeString("formatCode", code);
        xml.WriteEndElement();
    }

    private static void WriteFonts(XmlWriter xml)
    {
        xml.WriteStartElement("fonts", Namespace);
        xml.WriteAttributeString("count", "3");
        foreach (var style in new[] { "", "b", "i" })
        {
            xml.WriteStartElement("font", Namespace);
            if (style.Length > 0)
                xml.WriteElementString(style, Namespace, "");
            Empty(xml, "sz", "val", "10");
            if (style == "i")
                Empty(xml, "color", "rgb", "FF595959");
            Empty(xml, "name", "val", "宋体");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WriteFills(XmlWriter xml)
    {
        xml.WriteStartElement("fills", Namespace);
        xml.WriteAttributeString("count", Text(Fills.Length + 2));
        foreach (var pattern in new[] { "none", "gray125" })
        {
            xml.WriteStartElement("fill", Namespace);
            Empty(xml, "patternFill", "patternType", pattern);
            xml.WriteEndElement();
        }
        foreach (var fill in Fills)
        {
            xml.WriteStartElement("fill", Namespace);
            xml.WriteStartElement("patternFill", Namespace);
            xml.WriteAttributeString("patternType", "solid");
            Empty(xml, "fgColor", "rgb", fill);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WriteBorders(XmlWriter xml)
    {
        xml.WriteStartElement("borders", Namespace);
        xml.WriteAttributeString("count", "2");
        foreach (var line in new[] { "", "thin" })
        {
            xml.WriteStartElement("border", Namespace);
            foreach (var side in new[] { "left", "right", "top", "bottom", "diagonal" })
            {
                xml.WriteStartElement(side, Namespace);
                if (line.Length > 0 && side != "diagonal")
                {
                    xml.WriteAttributeString("style", line);
                    Empty(xml, "color", "rgb", "FFBFBFBF");
                }
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WriteCellFormats(XmlWriter xml)
    {
        int[] formats = [49, 4, 165, DayFormat, 1];
        xml.WriteStartElement("cellXfs", Namespace);
        xml.WriteAttributeString("count", Text(FirstValue + formats.Length * Marks.Length));
        WriteFormat(xml, 0, 0, 0, 0);
        WriteFormat(xml, 49, 1, 2, 1);
        WriteFormat(xml, 49, 1, 3, 1);
        WriteFormat(xml, 49, 1, 0, 1);
        WriteFormat(xml, 49, ItalicFont, 0, 0);
        WriteFormat(xml, 49, 0, 0, 0, isWrapped: true);
        foreach (var format in formats)
        foreach (var mark in Marks)
        {
            var fill = mark == Mark.None ? 0 : 3 + (int)mark;
            WriteFormat(xml, format, 0, fill, mark == Mark.None ? 0 : 1);
        }
        xml.WriteEndElement();
    }

    private static void WriteFormat(
        XmlWriter xml,
        int format,
        int font,
        int fill,
        int border,
        bool isWrapped = false
    )
    {
        xml.WriteStartElement("xf", Namespace);
        xml.WriteAttributeString("numFmtId", Text(format));
        xml.WriteAttributeString("fontId", Text(font));
        xml.WriteAttributeString("fillId", Text(fill));
        xml.WriteAttributeString("borderId", Text(border));
        // Text that begins with = stays text when somebody edits the cell.
        if (format == 49)
            xml.WriteAttributeString("quotePrefix", "1");
        xml.WriteAttributeString("applyNumberFormat", "1");
        xml.WriteAttributeString("applyFill", "1");
        xml.WriteAttributeString("applyAlignment", "1");
        xml.WriteStartElement("alignment", Namespace);
        xml.WriteAttributeString("vertical", "top");
        // A day before a code, or help after an amount, would run into its neighbour.
        if (format == DayFormat || font == ItalicFont)
            xml.WriteAttributeString("horizontal", "left");
        if (font == ItalicFont)
            xml.WriteAttributeString("indent", "1");
        if (font > 0 || isWrapped)
            xml.WriteAttributeString("wrapText", "1");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Empty(XmlWriter xml, string name, string attribute, string value)
    {
        xml.WriteStartElement(name, Namespace);
        xml.WriteAttributeString(attribute, value);
        xml.WriteEndElement();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
