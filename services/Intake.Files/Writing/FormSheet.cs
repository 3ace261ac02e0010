using System.Globalization;
using RebateFlow.Intake.Files.Forms;
using RebateFlow.Intake.Files.Reading;

namespace RebateFlow.Intake.Files.Writing;

/// <summary>A form as a sheet: headings with notes, drop-downs, values.</summary>
internal static class FormSheet
{
    private const int LastRow = FileLimits.Lines + 1;

    /// <summary>Digits that Excel keeps of a number.</summary>
    private const int ExactDigits = 15;

    public static string NameOf(Form form, bool isChinese) => isChinese ? form.Zh : form.En;

    /// <summary>The plan of a form with lines.</summary>
    public static SheetPlan Lines(Form form, IReadOnlyList<Column> columns, bool isChinese) =>
        new(
            NameOf(form, isChinese),
            [.. columns.Select(c => (c.Width, CellStyles.Of(c.Kind, Mark.None)))]
        )
        {
            Rules = RulesOf(
                columns,
                isChinese,
                i => $"{CellName.Column(i)}2:{CellName.Column(i)}{LastRow}"
            ),
        };

    /// <summary>The plan of an upright form.</summary>
    public static SheetPlan Upright(Form form, bool isChinese) =>
        new(
            NameOf(form, isChinese),
            [(40, CellStyles.Plain), (26, CellStyles.Plain), (60, CellStyles.Plain)]
        )
        {
            FrozenRows = 0,
            Rules = RulesOf(form.Columns, isChinese, i => CellName.Of(1, i + 1)),
        };

    public static StyledCell Heading(Column column, bool isChinese) =>
        new(
            (isChinese ? column.Zh : column.En) + (column.IsRequired ? " *" : ""),
            column.IsRequired ? CellStyles.RequiredHeading : CellStyles.Heading
        );

    /// <summary>What stands on a heading as its note, in both languages.</summary>
    public static string NoteOf(Column column)
    {
        var zh = column.IsRequired ? "必填。" : "选填。";
        var en = column.IsRequired ? "Required." : "Optional.";
        return $"{column.Zh}\n{zh}{column.HelpZh}\n{column.En} ({column.Name})\n"
            + $"{en} {column.HelpEn}".TrimEnd();
    }

    /// <summary>A stored value as a cell; numbers that Excel would cut stay text.</summary>
    public static StyledCell Value(Column column, string value, Mark mark)
    {
        var style = CellStyles.Of(column.Kind, mark);
        if (value.Length == 0)
            return new StyledCell("", mark == Mark.None ? CellStyles.Plain : style);
        switch (column.Kind)
        {
            case ColumnKind.Date
                when DateOnly.TryParseExact(value, "yyyy-MM-dd", out var day) && day.Year >= 1901:
                var serial = day.DayNumber - new DateOnly(1899, 12, 30).DayNumber;
                return new StyledCell(SheetWriter.Text(serial), style, IsNumber: true);
            case ColumnKind.Money
            or ColumnKind.Number
            or ColumnKind.Percent
            or ColumnKind.Whole
                when value.Count(char.IsAsciiDigit) <= ExactDigits
                    && decimal.TryParse(value, CultureInfo.InvariantCulture, out _):
                return new StyledCell(value, style, IsNumber: true);
            case ColumnKind.Choice:
                return new StyledCell(column.Codes!.Show(value), style);
            default:
                return new StyledCell(value, CellStyles.Of(ColumnKind.Text, mark));
        }
    }

    private static CellRule[] RulesOf(
        IReadOnlyList<Column> columns,
        bool isChinese,
        Func<int, string> cells
    ) =>
        [
            .. columns
                .Select((column, i) => (Column: column, Cells: cells(i)))
                .Where(item => item.Column.Codes is not null || item.Column.Kind != ColumnKind.Text)
                .Select(item => new CellRule(
                    item.Cells,
                    item.Column,
                    item.Column.Codes is { } list
                        ? CodesSheet.RangeOf(list, CodesName(isChinese))
                        : null
                )),
        ];

    public static string CodesName(bool isChinese) =>
        isChinese ? FilingForms.CodesSheet : FilingForms.CodesSheetEn;
}
