using RebateFlow.Intake.Files.Forms;
using RebateFlow.Intake.Files.Reading;

namespace RebateFlow.Intake.Files.Writing;

/// <summary>The sheet of codes, which the drop-downs point to.</summary>
internal static class CodesSheet
{
    private const int FirstRow = 3;

    /// <summary>Columns of each list: what is offered, then the other name or names.</summary>
    private const int Columns = 3;

    /// <summary>The range that a drop-down offers.</summary>
    public static string RangeOf(CodeList list, string sheet)
    {
        var column = CellName.Column(IndexOf(list) * Columns);
        var last = FirstRow + list.Codes.Count - 1;
        return $"'{sheet}'!${column}${FirstRow}:${column}${last}";
    }

    public static void Add(WorkbookWriter workbook, string name)
    {
        var plan = new SheetPlan(
            name,
            [
                .. CodeTables.All.SelectMany(list =>
                    new[] { (list.OffersNames ? 22 : 12, 0), (22, 0), (28, 0) }
                ),
            ]
        )
        {
            FrozenRows = FirstRow - 1,
        };
        workbook.Add(plan, Write);
    }

    private static int IndexOf(CodeList list)
    {
        for (var i = 0; i < CodeTables.All.Count; i++)
        {
            if (CodeTables.All[i] == list)
                return i;
        }
        throw new ArgumentException($"{list.En} is not on the sheet of codes.", nameof(list));
    }

    private static void Write(SheetWriter rows)
    {
        var lists = CodeTables.All;
        rows.Row([.. lists.SelectMany(list => Heads($"{list.Zh} {list.En}", "", ""))]);
        rows.Row([
            .. lists.SelectMany(list =>
                list.OffersNames
                    ? Heads("名称", "代码 Code", "English")
                    : Heads("代码 Code", "名称", "English")
            ),
        ]);
        for (var i = 0; i < lists.Max(list => list.Codes.Count); i++)
            rows.Row([.. lists.SelectMany(list => RowOf(list, i))]);
    }

    private static StyledCell[] Heads(params string[] texts) =>
        [.. texts.Select(text => new StyledCell(text, CellStyles.Heading))];

    private static StyledCell[] RowOf(CodeList list, int index)
    {
        if (index >= list.Codes.Count)
            return [StyledCell.None, StyledCell.None, StyledCell.None];
        var code = list.Codes[index];
        return list.OffersNames
            ? [Plain(code.Zh), Plain(code.Value), Plain(code.En)]
            : [Plain(code.Value), Plain(code.Zh), Plain(code.En)];
    }

    private static StyledCell Plain(string text) => new(text, CellStyles.Plain);
}
