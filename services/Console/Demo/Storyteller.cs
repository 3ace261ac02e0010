using System.Text.Json.Nodes;
using Spectre.Console;

namespace RebateFlow.Console.Demo;

/// <summary>Tells a filing's story on the terminal, Chinese first, English beside it.</summary>
public sealed class Storyteller(IAnsiConsole console)
{
    /// <summary>More doubts of one attempt than these are counted, not shown.</summary>
    private const int MostDoubts = 12;

    public void Begin(DemoFiling filing)
    {
        console.WriteLine();
        console.Write(
            new Rule(
                $"[bold]{filing.Name[..2]}  {filing.TitleZh.EscapeMarkup()}[/]"
            ).LeftJustified()
        );
        console.MarkupLineInterpolated($"[bold]{filing.TitleEn}[/]");
        console.MarkupLineInterpolated($"[grey]{filing.StoryZh}[/]");
        console.MarkupLineInterpolated($"[grey]{filing.StoryEn}[/]");
    }

    public void HandIn(string exporter, int attemptNo, JsonObject body) =>
        Line(
            "预申报",
            "hand in",
            $"{exporter}, attempt {attemptNo}: {Count(body, "exportLines")} export, "
                + $"{Count(body, "purchaseLines")} purchase lines"
        );

    public void Feedback(string outcome, IReadOnlyList<(JsonObject Zh, JsonObject En)> doubts)
    {
        var colour = outcome switch
        {
            "CLEAN" => "green",
            "PASSABLE" => "yellow",
            "AWAITING_DATA" => "blue",
            _ => "red",
        };
        Line("反馈", "feedback", $"[{colour}]{OutcomeZh(outcome)} {outcome}[/]", isMarkup: true);
        foreach (var (zh, en) in doubts.Take(MostDoubts))
        {
            console.MarkupLineInterpolated(
                $"    [bold]{Text(zh, "code")}[/] {Text(zh, "level")} {Text(zh, "text")}"
            );
            console.MarkupLineInterpolated($"         → {Text(zh, "remedy")}");
            console.MarkupLineInterpolated($"         [grey]{Text(en, "text")}[/]");
            console.MarkupLineInterpolated($"         [grey]→ {Text(en, "remedy")}[/]");
        }
        if (doubts.Count > MostDoubts)
            console.MarkupLineInterpolated($"    [grey]… {doubts.Count - MostDoubts} more[/]");
    }

    public void Step(string nameZh, string nameEn, string text) => Line(nameZh, nameEn, text);

    public void Rebate(DemoFiling filing, FilingOutcome found)
    {
        var exempt =
            found.ExemptCredit == "0.00" ? "" : $"，免抵 exempt-credit {found.ExemptCredit}";
        Line("应退税额", "rebate", $"{found.RebateDue}{exempt}");
        if (filing.Expect.PublishedAnswer is not { } published)
            return;
        var mark = Comparison.Agrees(published, found) ? "[green]✓[/]" : "[red]✗[/]";
        Line(
            "公布答案",
            "published",
            $"{mark} {Published(published).EscapeMarkup()}",
            isMarkup: true
        );
    }

    public void Case(OpenedCase opened)
    {
        var watchlist =
            opened.WatchlistKinds.Count == 0
                ? ""
                : $"，特别关注 watchlist {string.Join(", ", opened.WatchlistKinds)}";
        var replay = opened.ReplaysAlike ? "✓" : "✗";
        Line(
            "风险评分",
            "score",
            $"{opened.Score} {opened.Grade}{watchlist}  重算一致 replay {replay}"
        );
        foreach (var finding in opened.Findings)
            console.MarkupLineInterpolated($"    [grey]{finding}[/]");
        Line("通道", "channel", $"{ChannelZh(opened.Channel)} {opened.Channel}");
        foreach (var reason in opened.Reasons)
            console.MarkupLineInterpolated($"    [grey]{reason.Text}[/]");
        Line("队列", "queue", opened.QueueReason);
        Line(
            "办理期限",
            "deadline",
            $"{opened.DueOn:yyyy-MM-dd}, {opened.DueWorkingDays} 个工作日"
        );
    }

    public void End(FilingOutcome found, IReadOnlyList<Difference> differences)
    {
        Line("结果", "ends", $"{StateZh(found.State)} {found.State}");
        foreach (var difference in differences)
        {
            var (what, expected, actual) = difference;
            console.MarkupLineInterpolated(
                $"  [red]✗ {what}: expected {expected}, found {actual}[/]"
            );
        }
    }

    private void Line(string nameZh, string nameEn, string text, bool isMarkup = false)
    {
        var wide = nameZh.Length * 2 + nameEn.Length;
        var pad = new string(' ', Math.Max(1, 19 - wide));
        console.MarkupLine(
            $"  [cyan]{nameZh}[/] [grey]{nameEn}[/]{pad}{(isMarkup ? text : text.EscapeMarkup())}"
        );
    }

    private static string Published(PublishedAnswer published)
    {
        var answer = (published.RebateDue, published.DisallowedTax) switch
        {
            ({ } rebate, _) => rebate,
            (_, { } disallowed) => $"不得免征和抵扣 disallowed {disallowed}",
            _ => "无 none",
        };
        return $"{published.Example}: {answer} {published.NoteZh} {published.NoteEn}".TrimEnd();
    }

    private static int Count(JsonObject body, string form) => body[form]?.AsArray().Count ?? 0;

    private static string Text(JsonObject node, string field) => node[field]?.ToString() ?? "";

    private static string OutcomeZh(string outcome) =>
        outcome switch
        {
            "CLEAN" => "无疑点",
            "PASSABLE" => "疑点可挑过",
            "AWAITING_DATA" => "等待电子信息",
            "BLOCKED" => "疑点不可挑过",
            _ => "",
        };

    public static string ChannelZh(string? channel) =>
        channel switch
        {
            "GREEN" => "绿色通道",
            "STANDARD" => "一般通道",
            "ENHANCED" => "加强审核",
            _ => "",
        };

    public static string StateZh(string state) =>
        state switch
        {
            "APPROVED" => "核准",
            "REJECTED" => "不予核准",
            "RETURNED" => "退回",
            "WITHDRAWN" => "撤回",
            "BLOCKED" => "不通过",
            _ => "",
        };
}
