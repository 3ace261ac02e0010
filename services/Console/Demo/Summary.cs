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
        var table = new Table().Border(TableBorder.Horizontal);
        table.AddColumn(new TableColumn("申报\nfiling"));
        table.AddColumn(new TableColumn("应退税额\nrebate CNY").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("公布\npubl.").Centered().NoWrap());
        table.AddColumn(new TableColumn("评分\nscore").NoWrap());
        table.AddColumn(new TableColumn("通道\nchannel").NoWrap());
        table.AddColumn(new TableColumn("期限\ndays").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("结果\nends").NoWrap());
        table.AddColumn(new TableColumn(""));
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
        var opened = found.Case;
        return
        [
            $"{ending.Filing.Name[..2]} {ending.Filing.TitleZh}".EscapeMarkup(),
            found.Rebate.RebateDue,
            ending.Filing.Expect.PublishedAnswer is { } published
                ? Mark(Comparison.Agrees(published, found.Rebate))
                : "",
            string.Create(CultureInfo.InvariantCulture, $"{opened?.Score} {opened?.Grade}"),
            opened?.Channel ?? "",
            string.Create(CultureInfo.InvariantCulture, $"{opened?.DueWorkingDays}"),
            $"{Words.Of(found.State)} {found.State}",
            Mark(ending.Differences.Count == 0),
        ];
    }

    private static string Mark(bool isGood) => isGood ? "[green]✓[/]" : "[red]✗[/]";
}
