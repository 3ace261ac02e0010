using System.IO.Compression;
using System.Text;
using System.Xml;

namespace RebateFlow.Intake.Files.Writing;

/// <summary>
/// Writes a workbook (Office Open XML) as a stream: sheets one after another, each row once. It
/// writes no formula.
/// </summary>
internal sealed class WorkbookWriter : IDisposable
{
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    public const string Relations =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private const string Package = "http://schemas.openxmlformats.org/package/2006";

    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    // The same content is the same file, whenever it is written.
    private static readonly DateTimeOffset Stamp = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(false),
        CloseOutput = true,
    };

    private readonly ZipArchive zip;
    private readonly List<(SheetPlan Plan, bool HasNotes)> sheets = [];

    public WorkbookWriter(Stream target) =>
        zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Adds a sheet.</summary>
    /// <param name="write">Writes its rows.</param>
    public void Add(SheetPlan plan, Action<SheetWriter> write)
    {
        var number = sheets.Count + 1;
        IReadOnlyList<CellNote> notes;
        using (var xml = Part($"xl/worksheets/sheet{number}.xml"))
        {
            SheetWriter.Start(xml, plan);
            var rows = new SheetWriter(xml, plan);
            write(rows);
            notes = rows.Notes;
            SheetWriter.End(xml, plan, notes.Count > 0);
        }
        sheets.Add((plan, notes.Count > 0));
        if (notes.Count == 0)
            return;
        using (var xml = Part($"xl/comments{number}.xml"))
            NoteParts.WriteTexts(xml, notes);
        using (var xml = Part($"xl/drawings/notes{number}.vml"))
            NoteParts.WriteBoxes(xml, notes);
        WriteRelations(
            $"xl/worksheets/_rels/sheet{number}.xml.rels",
            [
                ("vmlDrawing", $"../drawings/notes{number}.vml"),
                ("comments", $"../comments{number}.xml"),
            ]
        );
    }

    /// <summary>Writes what holds the sheets together.</summary>
    public void Finish()
    {
        using (var xml = Part("xl/styles.xml"))
            CellStyles.Write(xml);
        using (var xml = Part("xl/workbook.xml"))
            WriteBook(xml);
        WriteRelations(
            "xl/_rels/workbook.xml.rels",
            [
                .. sheets.Select((_, i) => ("worksheet", $"worksheets/sheet{i + 1}.xml")),
                ("styles", "styles.xml"),
            ]
        );
        WriteRelations("_rels/.rels", [("officeDocument", "xl/workbook.xml")]);
        using (var xml = Part("[Content_Types].xml"))
            WriteTypes(xml);
    }

    public void Dispose() => zip.Dispose();

    private XmlWriter Part(string name)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = Stamp;
        return XmlWriter.Create(entry.Open(), Settings);
    }

    private void WriteBook(XmlWriter xml)
    {
        xml.WriteStartElement("workbook", Main);
        xml.WriteStartElement("sheets", Main);
        for (var i = 0; i < sheets.Count; i++)
        {
            xml.WriteStartElement("sheet", Main);
            xml.WriteAttributeString("name", sheets[i].Plan.Name);
            xml.WriteAttributeString("sheetId", SheetWriter.Text(i + 1));
            xml.WriteAttributeString("r", "id", Relations, $"rId{i + 1}");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        WritePrintTitles(xml);
        xml.WriteEndElement();
    }

    /// <summary>Headings stand on every printed page, and what names a line beside them.</summary>
    private void WritePrintTitles(XmlWriter xml)
    {
        xml.WriteStartElement("definedNames", Main);
        for (var i = 0; i < sheets.Count; i++)
        {
            var plan = sheets[i].Plan;
            if (plan.FrozenRows == 0)
                continue;
            var names = plan is { PagesAcross: > 1, FrozenRows: 1 } ? $"'{plan.Name}'!$A:$A," : "";
            xml.WriteStartElement("definedName", Main);
            xml.WriteAttributeString("name", "_xlnm.Print_Titles");
            xml.WriteAttributeString("localSheetId", SheetWriter.Text(i));
            xml.WriteString($"{names}'{plan.Name}'!$1:${plan.FrozenRows}");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private void WriteRelations(string name, IReadOnlyList<(string Type, string Target)> items)
    {
        using var xml = Part(name);
        xml.WriteStartElement("Relationships", $"{Package}/relationships");
        for (var i = 0; i < items.Count; i++)
        {
            xml.WriteStartElement("Relationship", $"{Package}/relationships");
            xml.WriteAttributeString("Id", $"rId{i + 1}");
            xml.WriteAttributeString("Type", $"{Relations}/{items[i].Type}");
            xml.WriteAttributeString("Target", items[i].Target);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private void WriteTypes(XmlWriter xml)
    {
        xml.WriteStartElement("Types", $"{Package}/content-types");
        Type(
            "Default",
            "Extension",
            "rels",
            "application/vnd.openxmlformats-package.relationships+xml"
        );
        Type("Default", "Extension", "xml", "application/xml");
        Type(
            "Default",
            "Extension",
            "vml",
            "application/vnd.openxmlformats-officedocument.vmlDrawing"
        );
        Type("Override", "PartName", "/xl/workbook.xml", Types + "sheet.main+xml");
        Type("Override", "PartName", "/xl/styles.xml", Types + "styles+xml");
        for (var i = 1; i <= sheets.Count; i++)
        {
            var part = $"/xl/worksheets/sheet{i}.xml";
            Type("Override", "PartName", part, Types + "worksheet+xml");
            if (sheets[i - 1].HasNotes)
                Type("Override", "PartName", $"/xl/comments{i}.xml", Types + "comments+xml");
        }
        xml.WriteEndElement();

        void Type(string element, string key, string name, string type)
        {
            xml.WriteStartElement(element, $"{Package}/content-types");
            xml.WriteAttributeString(key, name);
            xml.WriteAttributeString("ContentType", type);
            xml.WriteEndElement();
        }
    }
}
