using System.Globalization;
using System.Xml;
using RebateFlow.Intake.Files.Reading;

namespace RebateFlow.Intake.Files.Writing;

/// <summary>Writes the rows of a sheet one after another, and keeps its notes for later.</summary>
internal sealed class SheetWriter(XmlWriter xml, SheetPlan plan)
{
    /// <summary>Notes beyond this number are left out: Excel grows slow with more.</summary>
    public const int MostNotes = 5_000;

    /// <summary>A line of 10 points, also in a font with tall Chinese characters.</summary>
    private const int PointsOfLine = 15;

    /// <summary>Highest row that Excel shows, points.</summary>
    private const int MostPoints = 409;

    private readonly List<CellNote> notes = [];

    /// <summary>Number of the row written last, from 1.</summary>
    public int RowNumber { get; private set; }

    /// <summary>The notes so far.</summary>
    public IReadOnlyList<CellNote> Notes => notes;

    /// <summary>Writes a row, high enough for the texts in it that wrap.</summary>
    public void Row(params ReadOnlySpan<StyledCell> cells)
    {
        RowNumber++;
        var lines = LinesOf(cells);
        xml.WriteStartElement("row", WorkbookWriter.Main);
        xml.WriteAttributeString("r", Text(RowNumber));
        if (lines > 1)
        {
            xml.WriteAttributeString("ht", Text(Math.Min(lines * PointsOfLine, MostPoints)));
            xml.WriteAttributeString("customHeight", "1");
        }
        for (var column = 0; column < cells.Length; column++)
            Write(column, cells[column]);
        xml.WriteEndElement();
    }

    /// <summary>Puts a note on a cell of the row written last.</summary>
    public void Note(int column, string text)
    {
        if (notes.Count < MostNotes)
            notes.Add(new CellNote(column, RowNumber, text));
    }

    public static void Start(XmlWriter xml, SheetPlan plan)
    {
        xml.WriteStartElement("worksheet", WorkbookWriter.Main);
        xml.WriteStartElement("sheetPr", WorkbookWriter.Main);
        xml.WriteStartElement("pageSetUpPr", WorkbookWriter.Main);
        xml.WriteAttributeString("fitToPage", "1");
        xml.WriteEndElement();
        xml.WriteEndElement();
        WriteView(xml, plan.FrozenRows);
        xml.WriteStartElement("sheetFormatPr", WorkbookWriter.Main);
        xml.WriteAttributeString("defaultRowHeight", Text(PointsOfLine));
        xml.WriteAttributeString("customHeight", "1");
        xml.WriteEndElement();
        xml.WriteStartElement("cols", WorkbookWriter.Main);
        for (var i = 0; i < plan.Columns.Count; i++)
        {
            xml.WriteStartElement("col", WorkbookWriter.Main);
            xml.WriteAttributeString("min", Text(i + 1));
            xml.WriteAttributeString("max", Text(i + 1));
            xml.WriteAttributeString("width", Text(plan.Columns[i].Width + SheetPlan.Padding));
            xml.WriteAttributeString("style", Text(plan.Columns[i].Style));
            xml.WriteAttributeString("customWidth", "1");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteStartElement("sheetData", WorkbookWriter.Main);
    }

    public static void End(XmlWriter xml, SheetPlan plan, bool hasNotes)
    {
        xml.WriteEndElement();
        CellRules.Write(xml, plan.Rules);
        xml.WriteStartElement("pageSetup", WorkbookWriter.Main);
        xml.WriteAttributeString("paperSize", "9");
        xml.WriteAttributeString("orientation", "landscape");
        xml.WriteAttributeString("fitToWidth", Text(plan.PagesAcross));
        xml.WriteAttributeString("fitToHeight", "0");
        xml.WriteEndElement();
        if (hasNotes)
        {
            xml.WriteStartElement("legacyDrawing", WorkbookWriter.Main);
            xml.WriteAttributeString("r", "id", WorkbookWriter.Relations, "rId1");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    /// <summary>Lines that the longest text needs in its column.</summary>
    private int LinesOf(ReadOnlySpan<StyledCell> cells)
    {
        var lines = 1;
        for (var i = 0; i < cells.Length; i++)
        {
            if (CellStyles.Wraps(cells[i].Style))
                lines = Math.Max(lines, 1 + ((WidthOf(cells[i].Text) - 1) / plan.Columns[i].Width));
        }
        return lines;
    }

    /// <summary>A Chinese character is as wide as two Latin ones.</summary>
    private static int WidthOf(string text) =>
        Math.Max(1, text.Length + text.Count(c => c >= '\u2E80'));

    private static void WriteView(XmlWriter xml, int frozen)
    {
        xml.WriteStartElement("sheetViews", WorkbookWriter.Main);
        xml.WriteStartElement("sheetView", WorkbookWriter.Main);
        xml.WriteAttributeString("workbookViewId", "0");
        if (frozen > 0)
        {
            xml.WriteStartElement("pane", WorkbookWriter.Main);
            xml.WriteAttributeString("ySplit", Text(frozen));
            xml.WriteAttributeString("topLeftCell", CellName.Of(0, frozen + 1));
            xml.WriteAttributeString("activePane", "bottomLeft");
            xml.WriteAttributeString("state", "frozen");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void Write(int column, StyledCell cell)
    {
        if (cell.Text.Length == 0 && cell.Style == CellStyles.Plain)
            return;
        xml.WriteStartElement("c", WorkbookWriter.Main);
        xml.WriteAttributeString("r", CellName.Of(column, RowNumber));
        xml.WriteAttributeString("s", Text(cell.Style));
        if (cell.Text.Length > 0 && cell.IsNumber)
            xml.WriteElementString("v", WorkbookWriter.Main, cell.Text);
        else if (cell.Text.Length > 0)
        {
            xml.WriteAttributeString("t", "inlineStr");
            xml.WriteStartElement("is", WorkbookWriter.Main);
            xml.WriteStartElement("t", WorkbookWriter.Main);
            xml.WriteAttributeString("xml", "space", null, "preserve");
            xml.WriteString(Printable(cell.Text));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    /// <summary>Without characters that XML cannot hold, and not longer than a cell.</summary>
    internal static string Printable(string text)
    {
        if (text.Length > FileLimits.CellCharacters)
            text = text[..FileLimits.CellCharacters];
        foreach (var c in text)
        {
            if (!XmlConvert.IsXmlChar(c))
                return string.Concat(text.Select(x => XmlConvert.IsXmlChar(x) ? x : '\uFFFD'));
        }
        return text;
    }

    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A note on a cell.</summary>
internal readonly record struct CellNote(int Column, int Row, string Text);
