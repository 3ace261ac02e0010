using System.Text.Json.Nodes;
using RebateFlow.Console.Api;

namespace RebateFlow.Console.Demo;

/// <summary>Plays one sample filing from the first attempt to its end.</summary>
public sealed class PlayFiling
{
    private static readonly string[] InReview = ["UNDER_REVIEW"];

    private readonly Stage stage;
    private readonly DemoFiling filing;
    private readonly CancellationToken cancel;
    private readonly List<FoundFeedback> feedbacks = [];
    private JsonObject body = [];
    private Guid id;
    private int attemptNo = 1;
    private OpenedCase? opened;

    private PlayFiling(Stage stage, DemoFiling filing, CancellationToken cancel)
    {
        this.stage = stage;
        this.filing = filing;
        this.cancel = cancel;
    }

    private ExporterApi Exporter => stage.Installation.Exporter;

    public static async Task<Ending> RunAsync(
        Stage stage,
        DemoFiling filing,
        CancellationToken cancel
    )
    {
        var play = new PlayFiling(stage, filing, cancel);
        stage.Storyteller.Begin(filing);
        await play.HandInAsync();
        foreach (var step in filing.Steps)
            await play.StepAsync(step);

        var found = await play.EndAsync();
        var differences = Comparison.Of(filing, found);
        stage.Storyteller.End(found, differences);
        return new Ending(filing, found, differences);
    }

    private async Task HandInAsync()
    {
        body = filing.Submission ?? await GenerateAsync(filing.Generator!);
        body["batchNo"] = stage.Serial;
        if (body["method"]!.GetValue<string>() == "ECR")
            await FeedVatReturnAsync();
        stage.Storyteller.Submission(filing.Exporter, attemptNo, body);
        id = await Exporter.SubmitAsync(filing.Exporter, body, Key(), cancel);
        await HearFeedbackAsync();
    }

    private async Task FeedVatReturnAsync()
    {
        var period = body["period"]!.GetValue<string>();
        var known = await Exporter.GetOfPeriodAsync(filing.Exporter, period, cancel);
        var version = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        if (stage.VatReturns.Covering(body, known, version) is not { } row)
            return;
        body["ecrSummary"]!["endingCredit"] = row["endingCredit"]!.GetValue<string>();
        await stage.Installation.Feeds.PushAsync("vat-returns", [row], cancel);
    }

    private async Task<JsonObject> GenerateAsync(GeneratedFiling generator)
    {
        var made = generator.Make(filing.Uscc!, stage.Run);
        var feeds = stage.Installation.Feeds;
        await feeds.PushAsync("customs-declarations", made.CustomsRows, cancel);
        await feeds.PushAsync("vat-invoices", made.InvoiceRows, cancel);
        return made.Submission;
    }

    private async Task StepAsync(DemoStep step)
    {
        if (step.Feed is not null)
            await FeedAsync(step.Feed, step);
        if (step.Correct is not null)
            await CorrectAsync(step.Correct);
        if (step.Wait is not null)
            await WaitForRecheckAsync();
        if (step.Withdraw is not null)
            await WithdrawAsync(step.Withdraw, step.Reason ?? "");
        if (step.Officer is not null)
            await OfficerAsync(step.Officer, step);
    }

    private async Task FeedAsync(string feed, DemoStep step)
    {
        stage.Storyteller.Say("电子信息", "feed", $"{step.WhyZh} {step.WhyEn}");
        await stage.Installation.Feeds.PushAsync(feed, step.Rows, cancel);
    }

    private async Task CorrectAsync(IReadOnlyList<Correction> corrections)
    {
        body = Correction.Apply(body, corrections);
        attemptNo++;
        stage.Storyteller.Submission(filing.Exporter, attemptNo, body);
        await Exporter.ResubmitAsync(filing.Exporter, id, body, Key(), cancel);
        await HearFeedbackAsync();
    }

    private async Task WaitForRecheckAsync()
    {
        await Exporter.WaitForAsync(filing.Exporter, id, InReview, cancel);
        await HearFeedbackAsync();
    }

    private async Task WithdrawAsync(string kind, string reason)
    {
        stage.Storyteller.Say("撤回", "withdraw", $"{kind}: {reason}");
        await Exporter.WithdrawAsync(filing.Exporter, id, kind, reason, cancel);
    }

    private async Task OfficerAsync(string action, DemoStep step)
    {
        opened = await ReadCase.OfAsync(stage, id, attemptNo, cancel);
        var reason = step.Reason ?? "";
        var officers = stage.Installation.Officers;
        switch (action)
        {
            case "pass":
                await officers.PassDoubtsAsync(opened.CaseId, step.Doubt!, reason, cancel);
                stage.Storyteller.Say("挑过疑点", "pass", $"{step.Doubt}: {reason}");
                break;
            case "return":
                await officers.ReturnAsync(opened.CaseId, reason, cancel);
                stage.Storyteller.Say("退回", "return", reason);
                await Exporter.WaitForAsync(filing.Exporter, id, ["RETURNED"], cancel);
                break;
            case "approve" or "reject":
                await DecideAsync(opened, action, reason);
                break;
            default:
                throw new InvalidDataException($"{filing.Name}: no officer does {action}.");
        }
    }

    private async Task DecideAsync(OpenedCase opened, string action, string reason)
    {
        stage.Storyteller.Case(opened);
        var decision = action == "approve" ? "APPROVE" : "REJECT";
        if (action == "approve" && opened.OpenTasks.Contains("SELF_INSPECTION"))
            await FileSelfInspectionAsync(opened);
        var deciders = await stage.Installation.Officers.DecideAsync(
            opened.CaseId,
            decision,
            reason,
            cancel
        );
        stage.Storyteller.Say("办理", "decide", $"{string.Join(" → ", deciders)} {reason}");
        await Exporter.WaitForAsync(filing.Exporter, id, ["APPROVED", "REJECTED"], cancel);
    }

    private async Task FileSelfInspectionAsync(OpenedCase opened)
    {
        await Exporter.FileSelfInspectionAsync(filing.Exporter, id, cancel);
        await stage.Installation.Officers.WaitForFormAsync(opened.CaseId, cancel);
        stage.Storyteller.Say("自查表", "form", "企业已报送 The exporter handed it in");
    }

    private async Task HearFeedbackAsync()
    {
        var seen = await Exporter.WaitForFeedbackAsync(filing.Exporter, id, cancel);
        var outcome = seen["feedback"]!["outcome"]!.GetValue<string>();
        var doubts = await Exporter.GetDoubtsAsync(filing.Exporter, id, "zh-CN", cancel);
        var english = await Exporter.GetDoubtsAsync(filing.Exporter, id, "en", cancel);
        feedbacks.Add(new(outcome, [.. doubts.Select(doubt => doubt["code"]!.GetValue<string>())]));
        stage.Storyteller.Feedback(outcome, [.. doubts.Zip(english)]);
        stage.Storyteller.Rebate(filing, FoundRebate.Of(seen));
    }

    private async Task<FilingOutcome> EndAsync()
    {
        var seen = await Exporter.GetAsync(filing.Exporter, id, cancel);
        return new FilingOutcome
        {
            Feedbacks = feedbacks,
            State = ExporterApi.State(seen),
            AttemptNo = seen["attemptNo"]!.GetValue<int>(),
            Rebate = FoundRebate.Of(seen),
            Case = opened,
            Decision = seen["decision"]?["decision"]?.GetValue<string>(),
        };
    }

    private string Key() => $"demo-{stage.Run}-{filing.Name}-{attemptNo}";
}
