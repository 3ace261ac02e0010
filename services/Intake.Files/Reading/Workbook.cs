using System.Text;
using System.Xml;

namespace RebateFlow.Intake.Files.Reading;

/// <summary>
/// A workbook (Office Open XML), read row by row. Formulas are never run; what they came to when
/// the file was saved is taken.
/// </summary>
internal sealed class Workbook : ISheets
{
    private readonly ZipPackage package;
    private readonly List<(string Name, string Part)> sheets = [];
    private readonly SharedTexts texts;
    private readonly NumberLooks looks;

    public Workbook(ZipPackage package)
    {
        this.package = package;
        WorkbookGuard.Check(package);
        var root = WorkbookRelations.Read(package, "");
        var main =
            root.ByType("officeDocument")
            ?? throw FileRefusedException.Of(
                FileRefusalKind.Unreadable,
                "文件不是Excel工作簿。",
                "The file is no Excel workbook."
            );
        var relations = WorkbookRelations.Read(package, main);
        ReadSheets(main, relations);
        texts = SharedTexts.Read(package, relations.ByType("sharedStrings"));
        looks = NumberLooks.Read(package, relations.ByType("styles"));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => [.. sheets.Select(sheet => sheet.Name)];

    /// <summary>Whether days are counted from 1904, as old Macintosh files do.</summary>
    public bool Is1904 { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<SheetRow> Rows(int sheet)
    {
        var row = new SheetRow();
        var text = new StringBuilder();
        var number = 0;
        using var reader = WorkbookXml.Open(package, sheets[sheet].Part);
        while (reader.NextElement())
        {
            if (reader.LocalName != "row")
                continue;
            number = int.TryParse(reader.GetAttribute("r"), out var stated) ? stated : number + 1;
            row.Begin(number);
            ReadCells(reader, row, text);
            if (!row.IsEmpty)
                yield return row;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => package.Dispose();

    private void ReadSheets(string main, WorkbookRelations relations)
    {
        using var reader = WorkbookXml.Open(package, main);
        while (reader.NextElement())
        {
            switch (reader.LocalName)
            {
                case "workbookPr":
                    Is1904 = reader.GetAttribute("date1904") is "1" or "true";
                    break;
                case "sheet":
                    var part = relations.ById(reader.Attribute("id") ?? "");
                    if (part is not null)
                        sheets.Add((reader.GetAttribute("name") ?? "", part));
                    break;
            }
        }
    }

    private void ReadCells(XmlReader reader, SheetRow row, StringBuilder text)
    {
        if (reader.IsEmptyElement)
            return;
        var depth = reader.Depth;
        var column = -1;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "c")
                continue;
            var stated = CellName.ColumnOf(reader.GetAttribute("r"));
            column = stated >= 0 ? stated : column + 1;
            row.Set(column, ReadCell(reader, text));
        }
    }

    private Cell ReadCell(XmlReader reader, StringBuilder text)
    {
        var type = reader.GetAttribute("t") ?? "n";
        var look = looks.Of(reader.GetAttribute("s"));
        if (reader.IsEmptyElement)
            return Cell.Empty;
        var depth = reader.Depth;
        var value = "";
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (reader.LocalName is "v" or "is")
                value = reader.TextOf(text);
            else if (reader.LocalName == "f")
                WorkbookGuard.CheckFormula(reader.TextOf(text));
        }
        return CellOf(type, value, look);
    }

    private Cell CellOf(string type, string value, NumberLook look) =>
        type switch
        {
            _ when value.Length == 0 => Cell.Empty,
            "s" => Cell.OfText(int.TryParse(value, out var number) ? texts[number] ?? "" : ""),
            "str" or "inlineStr" or "d" => Cell.OfText(value),
            "n" => new Cell(CellType.Number, value, look),
            _ => new Cell(CellType.Unusable, value, look),
        };
}
