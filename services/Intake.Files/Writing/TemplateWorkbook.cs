using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Files.Forms;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Files.Writing;

/// <summary>The workbook that an exporter fills in.</summary>
public static class TemplateWorkbook
{
    /// <summary>Writes the template of a method.</summary>
    public static void Write(Stream target, RebateMethod method, bool isChinese)
    {
        using var workbook = new WorkbookWriter(target);
        foreach (var form in FilingForms.All.Where(form => form.IsFor(method)))
        {
            if (form.HasLines)
                AddLines(workbook, form, method, isChinese);
            else
                AddUpright(workbook, form, method, isChinese);
        }
        CodesSheet.Add(workbook, FormSheet.CodesName(isChinese));
        workbook.Finish();
    }

    private static void AddLines(
        WorkbookWriter workbook,
        Form form,
        RebateMethod method,
        bool isChinese
    )
    {
        Column[] columns = [.. form.Columns.Where(column => column.IsFor(method))];
        workbook.Add(
            FormSheet.Lines(form, columns, isChinese),
            rows =>
            {
                rows.Row([.. columns.Select(column => FormSheet.Heading(column, isChinese))]);
                for (var i = 0; i < columns.Length; i++)
                    rows.Note(i, FormSheet.NoteOf(columns[i]));
            }
        );
    }

    private static void AddUpright(
        WorkbookWriter workbook,
        Form form,
        RebateMethod method,
        bool isChinese
    ) =>
        workbook.Add(
            FormSheet.Upright(form, isChinese),
            rows =>
            {
                foreach (var column in form.Columns)
                {
                    var value = column.Name == "method" ? WireCode.Of(method) : "";
                    UprightRow.Write(rows, column, value, isChinese, Mark.None);
                    rows.Note(0, FormSheet.NoteOf(column));
                }
                if (form == FilingForms.Head)
                    UprightRow.WriteVersion(rows, isChinese);
            }
        );
}

/// <summary>A row of an upright form: heading, value, what to fill in.</summary>
internal static class UprightRow
{
    public static void Write(
        SheetWriter rows,
        Column column,
        string value,
        bool isChinese,
        Mark mark
    )
    {
        var cell = FormSheet.Value(column, value, mark);
        rows.Row(
            FormSheet.Heading(column, isChinese),
            // An empty cell still has the format of what belongs into it.
            cell.Style == CellStyles.Plain
                ? cell with
                {
                    Style = CellStyles.Of(column.Kind, mark),
                }
                : cell,
            new StyledCell(isChinese ? column.HelpZh : column.HelpEn, CellStyles.Help)
        );
    }

    public static void WriteVersion(SheetWriter rows, bool isChinese) =>
        Write(rows, FilingForms.Version, FilingForms.TemplateVersion, isChinese, Mark.None);
}
