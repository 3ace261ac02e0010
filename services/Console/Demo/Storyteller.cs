using System.Text.Json.Nodes;
using Spectre.Console;

namespace RebateFlow.Console.Demo;

/// <summary>Tells a filing's story on the terminal, Chinese first, English beside it.</summary>
public sealed class Storyteller(IAnsiConsole console)
{
    /// <summary>More doubts of one attempt than these are counted, not shown.</summary>
    private const int MostDoubts = 12;

    /// <summary>Columns of the labels before the text begins.</summary>
    private const int LabelWidth = 22;

    public void Begin(DemoFiling filing)
    {
        var title = $"{filing.Name[..2]}  {filing.TitleZh}  {filing.TitleEn}";
        console.WriteLine();
        console.Write(new Rule($"[bold]{title.EscapeMarkup()}[/]").LeftJustified());
        Indented(2, filing.StoryZh);
        Indented(2, $"[grey]{filing.StoryEn.EscapeMarkup()}[/]", isMarkup: true);
    }

    public void Submission(string exporter, int attemptNo, JsonObject body)
    {
        var (exports, purchases) = (Count(body, "exportLines"), Count(body, "purchaseLines"));
        var lines = purchases == 0 ? $"{exports} 行出口" : $"{exports} 行出口、{purchases} 行进货";
        Say("预申报", "hand in", $"{exporter}，第 {attemptNo} 次 attempt {attemptNo}，{lines}");
    }

    public void Feedback(string outcome, IReadOnlyList<(JsonObject Zh, JsonObject En)> doubts)
    {
        Label("反馈", "feedback", $"[{Colour(outcome)}]{Words.Of(outcome)} {outcome}[/]");
        foreach (var (zh, en) in doubts.Take(MostDoubts))
        {
            var text = Text(zh, "text").EscapeMarkup();
            Indented(4, $"[bold]{Text(zh, "code")}[/] {Text(zh, "level")}  {text}", isMarkup: true);
            Indented(9, $"[grey]{Text(en, "text").EscapeMarkup()}[/]", isMarkup: true);
            Indented(9, $"→ {Text(zh, "remedy")}");
            Indented(9, $"[grey]→ {Text(en, "remedy").EscapeMarkup()}[/]", isMarkup: true);
        }
        if (doubts.Count > MostDoubts)
            Indented(4, $"… {doubts.Count - MostDoubts}");
    }

    /// <summary>A line of the story.</summary>
    public void Say(string nameZh, string nameEn, string text) =>
        Label(nameZh, nameEn, text.EscapeMarkup());

    public void Case(OpenedCase opened)
    {
        var watchlist =
            opened.WatchlistKinds.Count == 0
                ? ""
                : $"，特别关注 watchlist {string.Join(", ", opened.WatchlistKinds)}";
        var replay = opened.ReplaysAlike ? "✓" : "✗";
        Say("风险评分", "score", $"{opened.Score} {opened.Grade}{watchlist}，重算 replay {replay}");
        foreach (var finding in opened.Findings)
            Indented(LabelWidth, finding);
        Say("通道", "channel", $"{Words.Of(opened.Channel)} {opened.Channel}，lane {opened.Lane}");
        foreach (var reason in opened.Reasons)
            Indented(LabelWidth, reason.Text);
        var days = $"{opened.DueWorkingDays} 个工作日 working days";
        Say("办理期限", "deadline", $"{opened.DueOn:yyyy-MM-dd}，{days}");
        Say("队列", "queue", opened.QueueReason);
    }

    /// <summary>The money, with the published answer once nothing is wrong any more.</summary>
    public void Rebate(DemoFiling filing, FoundRebate found)
    {
        if (found.Derivation.Length > 0)
            Say("计算", "derivation", found.Derivation);
        if (found is { EcrTax: { } ecrTax, DisallowedTax: { } disallowed })
            Say("免抵退税额", "ECR tax", $"{ecrTax}，不得免征和抵扣 disallowed {disallowed}");
        var exempt =
            found.ExemptCredit == "0.00" ? "" : $"，免抵税额 exempt-credit {found.ExemptCredit}";
        Say("应退税额", "rebate", $"{found.RebateDue}{exempt}");
        if (filing.Expect.PublishedAnswer is { } published)
            Published(published, Comparison.Agrees(published, found));
    }

    public void End(FilingOutcome found, IReadOnlyList<Difference> differences)
    {
        Say("结果", "ends", $"{Words.Of(found.State)} {found.State}");
        foreach (var (what, expected, actual) in differences)
        {
            var text = $"✗ {what}: expected {expected}, found {actual}";
            Indented(2, $"[red]{text.EscapeMarkup()}[/]", isMarkup: true);
        }
    }

    private void Published(PublishedAnswer published, bool agrees)
    {
        var answer = (published.RebateDue, published.DisallowedTax) switch
        {
            ({ } rebate, _) => rebate,
            (_, { } disallowed) => $"不得免征和抵扣 disallowed {disallowed}",
            _ => "无 none",
        };
        var mark = agrees ? "[green]✓[/]" : "[red]✗[/]";
        var corrected = published.Corrected ? "，已更正 corrected" : "";
        Label("公布答案", "published", $"{mark} {published.Example} {answer}{corrected}");
        if (published.NoteZh is not null)
            Indented(LabelWidth, published.NoteZh);
        if (published.NoteEn is not null)
            Indented(LabelWidth, published.NoteEn);
    }

    private void Label(string nameZh, string nameEn, string markup)
    {
        var grid = new Grid().AddColumn(new GridColumn().Width(LabelWidth - 2).PadLeft(2));
        grid.AddColumn(new GridColumn().PadLeft(0));
        grid.AddRow($"[cyan]{nameZh}[/] [grey]{nameEn}[/]", markup);
        console.Write(grid);
    }

    private void Indented(int columns, string text, bool isMarkup = false) =>
        console.Write(
            new Padder(
                new Markup(isMarkup ? text : text.EscapeMarkup()),
                new Padding(columns, 0, 0, 0)
            )
        );

    private static string Colour(string outcome) =>
        outcome switch
        {
            "CLEAN" => "green",
            "PASSABLE" => "yellow",
            "AWAITING_DATA" => "blue",
            _ => "red",
        };

    private static int Count(JsonObject body, string form) => body[form]?.AsArray().Count ?? 0;

    private static string Text(JsonObject node, string field) => node[field]?.ToString() ?? "";
}
