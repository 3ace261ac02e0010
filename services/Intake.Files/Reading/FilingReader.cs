using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RebateFlow.Intake.Files.Forms;

namespace RebateFlow.Intake.Files.Reading;

/// <summary>Turns sheets into the document, and notes which cell is which field.</summary>
internal sealed class FilingReader(ISheets sheets, bool is1904)
{
    private readonly ArrayBufferWriter<byte> json = new(64 * 1024);
    private readonly FormPlaces places = new();
    private readonly List<FileFault> faults = [];
    private int lines;

    public FileReading Read()
    {
        var found = FindForms();
        using var writer = new Utf8JsonWriter(
            json,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        );
        writer.WriteStartObject();
        foreach (var (form, sheet) in found)
        {
            if (form.HasLines)
                WriteLines(writer, form, sheet);
            else
                WriteUpright(writer, form, sheet);
        }
        if (found.TrueForAll(f => f.Form != FilingForms.Export))
        {
            writer.WriteStartArray(FilingForms.Export.Member);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
        writer.Flush();
        return new FileReading(json.WrittenMemory, faults, places);
    }

    private List<(Form Form, int Sheet)> FindForms()
    {
        var found = new List<(Form Form, int Sheet)>();
        for (var i = 0; i < sheets.Names.Count; i++)
        {
            var name = sheets.Names[i];
            if (FilingForms.Find(name) is { } form)
            {
                if (found.Exists(f => f.Form == form))
                    throw WrongForms($"“{form.Zh}”出现两次", $"“{form.En}” is there twice");
                found.Add((form, i));
            }
            else if (!FilingForms.IsAside(name) && sheets.Rows(i).Any())
                throw WrongForms($"不认识“{name}”", $"“{name}” is not known");
        }
        if (!found.Exists(f => f.Form == FilingForms.Head))
            throw WrongForms("缺少“申报表头”", "“head” is missing");
        return found;
    }

    private void WriteLines(Utf8JsonWriter writer, Form form, int sheet)
    {
        writer.WriteStartArray(form.Member);
        var name = sheets.Names[sheet];
        Headings? headings = null;
        List<int> rows = [];
        foreach (var row in sheets.Rows(sheet))
        {
            if (headings is null)
            {
                headings = Headings.Read(form, name, row);
                rows = places.Add(form, name, headings.ByName);
                continue;
            }
            if (!headings.Columns.Any(column => row[column.Index].Type != CellType.Empty))
                continue;
            rows.Add(row.Number);
            if (++lines > FileLimits.Lines)
                throw TooManyLines();
            writer.WriteStartObject();
            foreach (var (column, index) in headings.Columns)
                Write(writer, column, row[index], name, CellName.Of(index, row.Number));
            writer.WriteEndObject();
            if (writer.BytesPending > 32 * 1024)
                writer.Flush();
        }
        writer.WriteEndArray();
    }

    /// <summary>Headings in column A, values in column B.</summary>
    private void WriteUpright(Utf8JsonWriter writer, Form form, int sheet)
    {
        if (form.Member.Length > 0)
            writer.WriteStartObject(form.Member);
        var name = sheets.Names[sheet];
        var missing = form.Columns.Where(column => column.IsRequired).ToList();
        var seen = new HashSet<string>();
        foreach (var row in sheets.Rows(sheet))
        {
            var heading = row[0].Text ?? "";
            var column = Headings.Find([.. form.Columns, FilingForms.Version], heading);
            if (column is null)
            {
                if (row[1].Type == CellType.Empty || seen.Count == 0)
                    continue;
                throw WrongForms($"“{name}”有未知项目“{heading}”", $"“{name}” has “{heading}”");
            }
            if (column == FilingForms.Version)
                CheckVersion(row[1].Text ?? "");
            else if (!seen.Add(column.Name))
                throw WrongForms($"“{heading}”出现两次", $"“{heading}” is there twice");
            else
            {
                var cell = CellName.Of(1, row.Number);
                places.Add(form, column, $"{name}!{cell}");
                Write(writer, column, row[1], name, cell);
                missing.Remove(column);
            }
        }
        foreach (var column in missing)
            Write(writer, column, Cell.Empty, name, "B");
        if (form.Member.Length > 0)
            writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer, Column column, Cell cell, string sheet, string name)
    {
        CellValue value;
        if (cell.Type != CellType.Empty)
            value = CellValue.Of(column, cell, is1904);
        else if (!column.IsRequired)
            return;
        else if (column.Kind == ColumnKind.Text)
            value = new CellValue("", "", "");
        else
            value = new CellValue(null, "必填", "is required");

        if (value.IsFault && faults.Count < FileLimits.Faults)
        {
            faults.Add(
                new FileFault(
                    $"{sheet}!{name}",
                    $"{column.Zh}：{value.FaultZh}",
                    $"{column.En}: {value.FaultEn}"
                )
            );
        }
        var text = value.Text ?? Harmless(column);
        if (column.Kind == ColumnKind.Whole)
            writer.WriteNumber(column.Name, int.Parse(text));
        else
            writer.WriteString(column.Name, text);
    }

    /// <summary>Stands in for a cell with a fault; such a document is never stored.</summary>
    private static string Harmless(Column column) =>
        column.Kind switch
        {
            ColumnKind.Text => "",
            ColumnKind.Money or ColumnKind.Number or ColumnKind.Percent => "0",
            ColumnKind.Whole => "1",
            ColumnKind.Date => "2000-01-01",
            ColumnKind.Choice => column.Codes!.Codes[0].Value,
        };

    private static void CheckVersion(string version)
    {
        if (version.Trim() is "" or FilingForms.TemplateVersion)
            return;
        throw new FileRefusedException(
            new FileRefusal(
                FileRefusalKind.Version,
                "请下载新的模板后重新填写。",
                "Get the template again and fill it in.",
                version,
                FilingForms.TemplateVersion
            )
        );
    }

    private static FileRefusedException TooManyLines() =>
        FileRefusedException.Of(
            FileRefusalKind.TooManyLines,
            $"超过{FileLimits.Lines}行，请分批申报。",
            $"It has more than {FileLimits.Lines} lines. Split it in batches."
        );

    private static FileRefusedException WrongForms(string zh, string en) =>
        FileRefusedException.Of(
            FileRefusalKind.WrongForms,
            $"{zh}；请使用模板：{string.Join("、", FilingForms.All.Select(form => form.Zh))}。",
            $"{en}. Use the template: {string.Join(", ", FilingForms.All.Select(f => f.En))}."
        );
}
