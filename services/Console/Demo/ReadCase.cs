using System.Globalization;
using System.Text.Json.Nodes;

namespace RebateFlow.Console.Demo;

/// <summary>Gathers what Approval and Risk know about an attempt.</summary>
public static class ReadCase
{
    public static async Task<OpenedCase> OfAsync(
        Stage stage,
        Guid preDeclarationId,
        int attemptNo,
        CancellationToken cancel
    )
    {
        var opened = await stage.Installation.Officers.WaitForCaseAsync(
            preDeclarationId,
            attemptNo,
            cancel
        );
        var assessment = await stage.Installation.Risk.GetAssessmentAsync(
            preDeclarationId,
            attemptNo,
            cancel
        );
        var replaysAlike = await stage.Installation.Risk.ReplaysAlikeAsync(
            assessment["id"]!.GetValue<Guid>(),
            cancel
        );
        var channel = Text(opened, "channel");
        var dueOn = Day(Text(opened, "dueOn"));
        return new OpenedCase
        {
            CaseId = opened["id"]!.GetValue<Guid>(),
            OpenTasks = [.. Items(opened, "openTasks").Select(task => Text(task, "kind"))],
            Score = assessment["score"]!.GetValue<int>(),
            Grade = Text(assessment, "grade"),
            WatchlistKinds =
            [
                .. Items(assessment, "watchlistHits").Select(hit => Text(hit, "kind")).Distinct(),
            ],
            Findings = [.. Items(opened, "findings").Select(Finding)],
            ReplaysAlike = replaysAlike,
            QueueReason = Text(opened, "why"),
            Lane = Text(opened, "lane"),
            Channel = channel,
            Reasons = ChannelReason.Of(channel, opened["reasons"]!.AsArray()),
            DueOn = dueOn,
            DueWorkingDays = stage.WorkingDays.Between(Day(Text(opened, "startedOn")), dueOn),
        };
    }

    private static string Finding(JsonObject finding) =>
        $"{Text(finding, "ruleId")} +{Text(finding, "points")} {Text(finding, "evidence")}";

    private static IEnumerable<JsonObject> Items(JsonObject node, string field) =>
        node[field]?.AsArray().Select(item => item!.AsObject()) ?? [];

    private static DateOnly Day(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(JsonObject node, string field) => node[field]?.ToString() ?? "";
}
