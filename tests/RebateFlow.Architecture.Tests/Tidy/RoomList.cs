using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>Which folder of a project may use which others of the same project.</summary>
/// <remarks>
/// Files at the top of a project compose it and may use all of its folders. A line is added here in
/// the same change that needs it, and goes when nothing needs it any more.
/// </remarks>
public static partial class RoomList
{
    private const string Text = """
        Intake.Attachments -> Reading Requests Submissions Worlds
        Intake.Checking ->
            Events Feeds NoDataForms Reading Rechecks Reference Requests Settlements Submissions
            Vouchers
        Intake.Enterprises -> Rechecks Requests
        Intake.Events -> Receipts Webhooks
        Intake.Feeds -> Rechecks Requests
        Intake.Forms -> Attachments Reading Requests Submissions Worlds
        Intake.NoDataForms ->
            Checking Feeds Reading Reference Requests Submissions Worlds
        Intake.Outcomes -> Events Feeds Rechecks Submissions Vouchers
        Intake.Reading -> Checking Requests Submissions Worlds
        Intake.Receipts -> Events Reference Requests Worlds
        Intake.Rechecks -> Checking Events Reading Reference Requests Submissions Vouchers
        Intake.Reference -> nothing
        Intake.Repayments -> Requests Worlds
        Intake.Requests -> NoDataForms SelfInspections Withdrawals
        Intake.Sandbox ->
            Checking NoDataForms Receipts Reference Requests Submissions Vouchers Worlds
        Intake.SelfInspections -> Reading Requests Submissions Worlds
        Intake.Settlements -> Reference Requests
        Intake.Submissions -> Events Reading Requests Vouchers Worlds
        Intake.Vouchers -> Checking
        Intake.Webhooks -> Requests
        Intake.Withdrawals ->
            Events Feeds NoDataForms Reading Rechecks Requests Submissions Vouchers Worlds
        Intake.Worlds -> Receipts Sandbox Submissions

        Intake.Checks.Doubts -> Reference
        Intake.Checks.Filings -> Doubts Information Offsets Rates Rebates Reference
        Intake.Checks.Form -> Filings Rates
        Intake.Checks.Information -> Doubts Filings Rates Rebates Reference
        Intake.Checks.Match -> Filings Information Reference
        Intake.Checks.Offsets -> Filings Information Rebates
        Intake.Checks.PreDeclarations -> Information Rebates
        Intake.Checks.Rates -> nothing
        Intake.Checks.Rebates -> Filings Information Offsets Rates
        Intake.Checks.Reference -> Doubts Filings Information
        Intake.Checks.Rule -> Filings Information Offsets Rates Rebates Reference

        Intake.Files.Attachments -> Reading
        Intake.Files.Feeds -> Reading
        Intake.Files.Forms -> nothing
        Intake.Files.Reading -> Forms
        Intake.Files.Writing -> Forms Reading

        RiskScoring.Filings -> Scoring Watchlist
        RiskScoring.Findings -> nothing
        RiskScoring.Learning -> Findings RuleSets Simulation
        RiskScoring.Peers -> nothing
        RiskScoring.Rescreening -> RuleSets Scoring Watchlist
        RiskScoring.RuleSets -> Learning Scoring Simulation
        RiskScoring.Scoring -> Filings Peers Rescreening RuleSets Watchlist
        RiskScoring.Screening -> Watchlist
        RiskScoring.Simulation -> Learning RuleSets
        RiskScoring.Watchlist -> Rescreening Scoring
        RiskScoring.Watchlist.Imports -> Rescreening

        RiskScoring.Rules.Conditions -> FilingFacts RuleSets
        RiskScoring.Rules.Exporters -> FilingFacts
        RiskScoring.Rules.FilingFacts -> Names RuleSets Watchlist
        RiskScoring.Rules.Names -> nothing
        RiskScoring.Rules.Prices -> FilingFacts
        RiskScoring.Rules.RuleSets -> Conditions Watchlist
        RiskScoring.Rules.Scores -> FilingFacts RuleSets
        RiskScoring.Rules.Vouchers -> FilingFacts
        RiskScoring.Rules.Watchlist -> FilingFacts Names

        Approval.Alarms -> Cases Policies Queue Requests
        Approval.Audit -> Requests Tasks
        Approval.Cases ->
            Audit Channels Officers Policies Reading Rechecks Repayments Reports Requests Tasks
        Approval.Channels -> Audit Cases Enrolments Policies Requests Tasks
        Approval.Checks -> Cases Policies Repayments Requests
        Approval.Enrolments -> Policies Requests
        Approval.Officers -> Cases Channels Policies Queue Requests
        Approval.Policies -> Requests
        Approval.Queue -> Alarms Cases Officers Policies Reading Requests
        Approval.Reading -> Cases Channels Policies Repayments Requests Tasks
        Approval.Rechecks -> Cases Channels Reading
        Approval.Repayments -> Requests
        Approval.Reports -> Audit Policies Requests
        Approval.Requests -> nothing
        Approval.Tasks -> Cases Reading Requests

        Approval.Casework.Alarms -> Cases Policies
        Approval.Casework.Audit -> Cases
        Approval.Casework.Calendars -> nothing
        Approval.Casework.Cases -> Alarms Audit Calendars Checks Tasks
        Approval.Casework.Checks -> Cases
        Approval.Casework.Enrolments -> nothing
        Approval.Casework.Policies -> Calendars Cases Enrolments
        Approval.Casework.Repayments -> Cases
        Approval.Casework.Reports -> nothing
        Approval.Casework.Tasks -> Cases Policies
        """;

    /// <summary>The projects whose folders are listed.</summary>
    public static IReadOnlyList<string> Projects { get; } =
    [
        "RebateFlow.Intake",
        "RebateFlow.Intake.Checks",
        "RebateFlow.Intake.Files",
        "RebateFlow.RiskScoring",
        "RebateFlow.RiskScoring.Rules",
        "RebateFlow.Approval",
        "RebateFlow.Approval.Casework",
    ];

    /// <summary>The folders that each folder may use, all as namespaces.</summary>
    public static IReadOnlyDictionary<string, string[]> Rooms { get; } =
        Line()
            .Matches(Text)
            .ToDictionary(
                line => $"RebateFlow.{line.Groups[1].Value}",
                line =>
                    line.Groups[2]
                        .Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                        .Where(used => used != "nothing")
                        .Select(used => $"{ProjectOf($"RebateFlow.{line.Groups[1].Value}")}.{used}")
                        .ToArray()
            );

    /// <summary>The project of a namespace; empty when it is of none of these.</summary>
    public static string ProjectOf(string room) =>
        Projects.Where(project => IsIn(room, project)).MaxBy(project => project.Length) ?? "";

    /// <summary>The folder of a namespace, from the root of the repository.</summary>
    public static string PathOf(string room)
    {
        var project = ProjectOf(room);
        var folders = room[project.Length..].Replace('.', '/');
        return $"services/{project["RebateFlow.".Length..]}{folders}";
    }

    /// <summary>Folders with sources that the list does not name.</summary>
    public static IEnumerable<Violation> Unlisted(IEnumerable<SourceFile> files) =>
        files
            .Where(file => file.IsIn("services") && file.Path.Split('/').Length > 3)
            .Select(file => file.Path[..file.Path.LastIndexOf('/')])
            .Distinct()
            .Where(folder => Projects.Any(project => PathOf(project) == TopOf(folder)))
            .Where(folder => !Rooms.Keys.Any(room => PathOf(room) == folder))
            .Select(folder => new Violation("rooms", folder, "is not on the list"));

    /// <summary>Uses that the list allows and no file has.</summary>
    public static IEnumerable<string> Needless(IReadOnlyCollection<SourceFile> files)
    {
        var used = files
            .SelectMany(file =>
                file.Root.DescendantNodes()
                    .OfType<UsingDirectiveSyntax>()
                    .Select(directive => (file, name: directive.Name?.ToString() ?? ""))
            )
            .ToList();
        return Rooms.SelectMany(room =>
            room.Value.Where(below =>
                    !used.Any(u =>
                        u.file.Path.StartsWith($"{PathOf(room.Key)}/", StringComparison.Ordinal)
                        && IsIn(u.name, below)
                    )
                )
                .Select(below => $"{room.Key} does not use {below}")
        );
    }

    private static string TopOf(string folder) => string.Join('/', folder.Split('/').Take(2));

    private static bool IsIn(string name, string room) =>
        name == room || name.StartsWith($"{room}.", StringComparison.Ordinal);

    [GeneratedRegex(@"^([\w.]+) ->\s+((?:[\w.]+(?:[ ]|\n {4})?)+)", RegexOptions.Multiline)]
    private static partial Regex Line();
}
