using System.Text.Json;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Files.Forms;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Files.Writing;

/// <summary>
/// An attempt as its exporter handed it in, with the doubted cells marked and a list of the doubts
/// in front. It can be corrected and handed in as it is.
/// </summary>
public sealed class DoubtsWorkbook
{
    private readonly JsonElement filing;
    private readonly IEnumerable<Doubt> doubts;
    private readonly bool isChinese;
    private readonly CellMarks marks;
    private readonly RebateMethod method;

    /// <param name="filing">The document as it was handed in.</param>
    /// <param name="doubts">Its doubts; gone through twice.</param>
    public DoubtsWorkbook(JsonElement filing, IEnumerable<Doubt> doubts, bool isChinese)
    {
        this.filing = filing;
        this.doubts = doubts;
        this.isChinese = isChinese;
        marks = new CellMarks(doubts, isChinese);
        method = WireCode.TryParse(filing.GetProperty("method").GetString(), out RebateMethod known)
            ? known
            : throw new ArgumentException("The document names no method.", nameof(filing));
    }

    /// <summary>Writes the workbook.</summary>
    public void Write(Stream target)
    {
        using var workbook = new WorkbookWriter(target);
        AddList(workbook);
        foreach (var form in FilingForms.All.Where(form => form.IsFor(method)))
        {
            if (form.HasLines)
                AddLines(workbook, form);
            else
                AddUpright(workbook, form);
        }
        CodesSheet.Add(workbook, FormSheet.CodesName(isChinese));
        workbook.Finish();
    }

    private void AddList(WorkbookWriter workbook)
    {
        var name = isChinese ? FilingForms.DoubtsSheet : FilingForms.DoubtsSheetEn;
        workbook.Add(
            new SheetPlan(name, [.. DoubtColumns.Widths.Select(width => (width, 0))]),
            rows =>
            {
                rows.Row([
                    .. DoubtColumns
                        .Headings(isChinese)
                        .Select(text => new StyledCell(text, CellStyles.Heading)),
                ]);
                foreach (var doubt in doubts)
                {
                    var style = CellStyles.Of(ColumnKind.Text, CellMarks.MarkOf(doubt.Level));
                    var texts = DoubtColumns.Of(doubt, isChinese);
                    rows.Row([
                        .. texts.Select((text, i) => new StyledCell(text, StyleOf(i, style))),
                    ]);
                }
            }
        );
    }

    /// <summary>Code and level have the colour; from the field on texts wrap.</summary>
    private static int StyleOf(int column, int marked) =>
        column switch
        {
            1 or 2 => marked,
            > 5 => CellStyles.Wrapped,
            _ => CellStyles.Of(ColumnKind.Text, Mark.None),
        };

    private void AddLines(WorkbookWriter workbook, Form form)
    {
        var lines = filing.TryGetProperty(form.Member, out var member) ? member : default;
        var used = UsedFields(lines);
        Column[] columns = [.. form.Columns.Where(c => c.IsFor(method) || used.Contains(c.Name))];
        workbook.Add(
            FormSheet.Lines(form, columns, isChinese),
            rows =>
            {
                rows.Row([.. columns.Select(column => FormSheet.Heading(column, isChinese))]);
                if (lines.ValueKind != JsonValueKind.Array)
                    return;
                foreach (var line in lines.EnumerateArray())
                    WriteLine(rows, form, columns, line);
            }
        );
    }

    private void WriteLine(SheetWriter rows, Form form, Column[] columns, JsonElement line)
    {
        var lineNo = TextOf(line, "lineNo");
        // Row 1 has the headings. A line that is out of sequence is doubted by its position.
        var position = LineNumbers.At(rows.RowNumber);
        var association = TextOf(line, "associationNo");
        var cells = new StyledCell[columns.Length];
        var found = new CellMark?[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var name = columns[i].Name;
            found[i] = marks.Of(form.DoubtForm, lineNo, name);
            if (name == "lineNo")
                found[i] ??= marks.Of(form.DoubtForm, position, name);
            if (name == "associationNo")
                found[i] ??= marks.Of("association", association, name);
            var level = found[i]?.Level ?? Mark.None;
            cells[i] = FormSheet.Value(columns[i], TextOf(line, name), level);
        }
        rows.Row(cells);
        for (var i = 0; i < columns.Length; i++)
        {
            if (found[i] is { Text.Length: > 0 } mark)
                rows.Note(i, mark.Text);
        }
    }

    private void AddUpright(WorkbookWriter workbook, Form form)
    {
        var values =
            form.Member.Length == 0 ? filing
            : filing.TryGetProperty(form.Member, out var member) ? member
            : default;
        workbook.Add(
            FormSheet.Upright(form, isChinese),
            rows =>
            {
                foreach (var column in form.Columns)
                {
                    var mark = marks.Of(form.DoubtForm, "", column.Name);
                    var value = TextOf(values, column.Name);
                    UprightRow.Write(rows, column, value, isChinese, mark?.Level ?? Mark.None);
                    if (mark is { Text.Length: > 0 })
                        rows.Note(1, mark.Text);
                }
                if (form == FilingForms.Head)
                    UprightRow.WriteVersion(rows, isChinese);
            }
        );
    }

    /// <summary>Fields that any line has, so that no value of the exporter is left out.</summary>
    private static HashSet<string> UsedFields(JsonElement lines)
    {
        var used = new HashSet<string>();
        if (lines.ValueKind != JsonValueKind.Array)
            return used;
        foreach (var line in lines.EnumerateArray())
        foreach (var member in line.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !member.NameEquals("lineNo"))
                used.Add(member.Name);
        }
        return used;
    }

    private static string TextOf(JsonElement of, string name)
    {
        if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(name, out var value))
            return "";
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
    }
}
