using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;

namespace RebateFlow.Testing.Filings;

/// <summary>
/// A workbook as the program of an accountant has it open: cells are found by their headings,
/// filled in, and the rest of the file is left as it is.
/// </summary>
public sealed class WorkbookFile
{
    private static readonly XNamespace Main =
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private readonly Dictionary<string, byte[]> parts = [];
    private readonly List<string> sheets;

    public WorkbookFile(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        foreach (var entry in zip.Entries)
        {
            using var target = new MemoryStream();
            using var source = entry.Open();
            source.CopyTo(target);
            parts.Add(entry.FullName, target.ToArray());
        }
        sheets =
        [
            .. Load("xl/workbook.xml")
                .Descendants(Main + "sheet")
                .Select(sheet => sheet.Attribute("name")!.Value),
        ];
    }

    /// <summary>Names of the sheets in order.</summary>
    public IReadOnlyList<string> Sheets => sheets;

    /// <summary>Fills in the value beside a heading of an upright sheet.</summary>
    public void SetBeside(string sheet, string heading, object value) =>
        Change(sheet, rows => Fill(CellAt(rows, RowOf(rows, heading), column: 1), value));

    /// <summary>The text beside a heading of an upright sheet.</summary>
    public string TextBeside(string sheet, string heading)
    {
        var rows = Load(PartOf(sheet)).Descendants(Main + "sheetData").Single();
        return CellAt(rows, RowOf(rows, heading), column: 1).Value;
    }

    /// <summary>Fills in a cell below a heading; rows count from 1, the headings being 1.</summary>
    public void SetBelow(string sheet, int row, string heading, object value) =>
        Change(
            sheet,
            rows =>
            {
                var column = rows.Elements(Main + "row")
                    .First()
                    .Elements()
                    .Select(cell => cell.Value)
                    .ToList()
                    .FindIndex(text => IsHeading(text, heading));
                Fill(CellAt(rows, row, column), value);
            }
        );

    /// <summary>The notes of a sheet by their cells.</summary>
    public IReadOnlyDictionary<string, string> NotesOf(string sheet)
    {
        var part = $"xl/comments{sheets.IndexOf(sheet) + 1}.xml";
        return parts.ContainsKey(part)
            ? Load(part)
                .Descendants(Main + "comment")
                .ToDictionary(note => note.Attribute("ref")!.Value, note => note.Value)
            : [];
    }

    /// <summary>The cell beside a heading of an upright sheet, such as B3.</summary>
    public string NameBeside(string sheet, string heading) =>
        $"B{RowOf(Load(PartOf(sheet)).Descendants(Main + "sheetData").Single(), heading)}";

    /// <summary>The file.</summary>
    public byte[] ToBytes()
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create))
        {
            foreach (var (name, bytes) in parts)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }
        return target.ToArray();
    }

    private string PartOf(string sheet) => $"xl/worksheets/sheet{sheets.IndexOf(sheet) + 1}.xml";

    private XDocument Load(string part) => XDocument.Load(new MemoryStream(parts[part]));

    private void Change(string sheet, Action<XElement> change)
    {
        var document = Load(PartOf(sheet));
        change(document.Descendants(Main + "sheetData").Single());
        using var target = new MemoryStream();
        document.Save(target, SaveOptions.DisableFormatting);
        parts[PartOf(sheet)] = target.ToArray();
    }

    private static bool IsHeading(string text, string heading) => text.TrimEnd(' ', '*') == heading;

    private static int RowOf(XElement rows, string heading) =>
        1
        + rows.Elements()
            .ToList()
            .FindIndex(row => IsHeading(row.Elements().First().Value, heading));

    private static XElement CellAt(XElement rows, int row, int column)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Letters(column)}{row}");
        var line = rows.Elements().FirstOrDefault(one => one.Attribute("r")!.Value == $"{row}");
        if (line is null)
            rows.Add(line = new XElement(Main + "row", new XAttribute("r", row)));
        var cell = line.Elements().FirstOrDefault(one => one.Attribute("r")!.Value == name);
        if (cell is null)
            line.Add(cell = new XElement(Main + "c", new XAttribute("r", name)));
        return cell;
    }

    /// <summary>As Excel writes it: days and amounts are numbers, all else is text.</summary>
    private static void Fill(XElement cell, object value)
    {
        cell.RemoveNodes();
        cell.SetAttributeValue("t", value is string ? "inlineStr" : null);
        cell.Add(
            value switch
            {
                string text => new XElement(Main + "is", new XElement(Main + "t", text)),
                DateOnly day => new XElement(
                    Main + "v",
                    day.DayNumber - new DateOnly(1899, 12, 30).DayNumber
                ),
                _ => new XElement(
                    Main + "v",
                    Convert.ToString(value, CultureInfo.InvariantCulture)
                ),
            }
        );
    }

    private static string Letters(int column) =>
        (column >= 26 ? $"{(char)('A' + (column / 26) - 1)}" : "") + (char)('A' + (column % 26));
}
