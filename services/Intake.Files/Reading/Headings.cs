using RebateFlow.Intake.Files.Forms;

namespace RebateFlow.Intake.Files.Reading;

/// <summary>
/// Which column of a sheet is which column of its form; any order, either language.
/// </summary>
internal sealed class Headings
{
    private Headings(List<(Column Column, int Index)> columns) => Columns = columns;

    public IReadOnlyList<(Column Column, int Index)> Columns { get; }

    /// <summary>Position of each column by the member's name.</summary>
    public Dictionary<string, int> ByName =>
        Columns.ToDictionary(column => column.Column.Name, column => column.Index);

    /// <summary>Reads the row of headings.</summary>
    /// <exception cref="FileRefusedException">
    /// Unknown, twice, or a required one missing.
    /// </exception>
    public static Headings Read(Form form, string sheet, SheetRow row)
    {
        var columns = new List<(Column Column, int Index)>();
        var unknown = new List<string>();
        for (var i = 0; i < row.Width; i++)
        {
            if (row[i].Type == CellType.Empty)
                continue;
            if (Find(form.Columns, row[i].Text) is not { } column)
                unknown.Add($"{CellName.Of(i, row.Number)} {Short(row[i].Text)}");
            else if (columns.Exists(known => known.Column == column))
                throw Wrong(
                    $"“{sheet}”的“{column.Zh}”列重复",
                    $"“{sheet}” has “{column.En}” twice"
                );
            else
                columns.Add((column, i));
        }
        if (unknown.Count > 0)
        {
            var names = string.Join(", ", unknown.Take(20));
            throw Wrong($"“{sheet}”有未知列：{names}", $"“{sheet}” has unknown columns: {names}");
        }
        var missing = form.Columns.Where(c => c.IsRequired && !columns.Exists(k => k.Column == c));
        if (missing.Any())
        {
            throw Wrong(
                $"“{sheet}”缺少列：{string.Join("、", missing.Select(c => c.Zh))}",
                $"“{sheet}” lacks columns: {string.Join(", ", missing.Select(c => c.En))}"
            );
        }
        return new Headings(columns);
    }

    /// <summary>The column that a heading names; null for none.</summary>
    public static Column? Find(IReadOnlyList<Column> columns, string heading)
    {
        var bare = Bare(heading);
        return bare.Length == 0
            ? null
            : columns.FirstOrDefault(column =>
                bare == Bare(column.Zh)
                || bare.Equals(Bare(column.En), StringComparison.OrdinalIgnoreCase)
                || bare.Equals(column.Name, StringComparison.OrdinalIgnoreCase)
            );
    }

    /// <summary>
    /// Without blanks, line breaks, full-width brackets and the star of required ones.
    /// </summary>
    private static string Bare(string heading)
    {
        if (heading.Length > 200)
            return "";
        return string.Concat(
                heading.Where(c => !char.IsWhiteSpace(c) && c is not ('*' or '＊' or '\uFEFF'))
            )
            .Replace('（', '(')
            .Replace('）', ')')
            .Replace('，', ',');
    }

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;

    private static FileRefusedException Wrong(string zh, string en) =>
        FileRefusedException.Of(
            FileRefusalKind.WrongForms,
            $"{zh}；请使用模板的表头。",
            $"{en}. Use the headings of the template."
        );
}
