using System.Globalization;
using Spectre.Console;

namespace RebateFlow.Console.Demo;

/// <summary>How a filing ended, and what was not as expected.</summary>
public sealed record Ending(
    DemoFiling Filing,
    FilingOutcome Found,
    IReadOnlyList<Difference> Differences
);

/// <summary>The table at the end of a run.</summary>
public static class Summary
{
    /// <returns>True when every filing ended as it expects.</returns>
    public static bool Write(IAnsiConsole console, IReadOnlyList<Ending> endings, int serial)
    {
        var table = new Table().Border(TableBorder.Rounded).Expand();
        table.AddColumns("", "申报 Filing", "应退税额 Rebate");
        table.AddColumns("评分 Score", "通道 Channel", "期限 Days", "结果 Ends", "");
        table.Columns[2].RightAligned();
        table.Columns[5].RightAligned();
        foreach (var ending in endings)
            table.AddRow(Cells(ending));
        console.WriteLine();
        console.Write(table);

        var wrong = endings.Count(ending => ending.Differences.Count > 0);
        console.MarkupLineInterpolated(
            $"第 {serial} 次运行 run {serial}: {endings.Count - wrong} as expected, {wrong} not"
        );
        return wrong == 0;
    }

    private static string[] Cells(Ending ending)
    {
        var found = ending.Found;
        return
        [
            ending.Filing.Name[..2],
            ending.Filing.TitleZh.EscapeMarkup(),
            found.RebateDue,
            found.Case is { } scored
                ? string.Create(CultureInfo.InvariantCulture, $"{scored.Score} {scored.Grade}")
                : "",
            found.Case?.Channel ?? "",
            found.Case?.DueWorkingDays.ToString(CultureInfo.InvariantCulture) ?? "",
            $"{Storyteller.StateZh(found.State)} {found.State}",
            ending.Differences.Count == 0 ? "[green]✓[/]" : "[red]✗[/]",
        ];
    }
}
