using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Contracts.Risk;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>
/// What a level of the watchlist, a first declaration or an officer asks for bars the approval,
/// through the API, until it is done.
/// </summary>
[Collection(nameof(ApprovalCollection))]
public sealed class TaskTests(ApprovalAlone approval)
{
    private static readonly object approve = new { decision = "APPROVE" };

    [Fact]
    public async Task A_case_of_level_1_is_approved_only_when_its_tasks_are_done()
    {
        var message = TaskSteps.Watched();
        var caseId = await approval.OpenAsync(message);
        var opened = await approval.SeeAsync(caseId);
        Assert.Equal(
            ["1 LETTER", "2 HOLD", "3 SELF_INSPECTION", "4 ENHANCED_REVIEW"],
            TaskSteps.Open(opened)
        );
        Assert.Equal("91310000B", opened["openTasks"]![0]!["subject"]!.GetValue<string>());
        Assert.Equal("ENHANCED", opened["channel"]!.GetValue<string>());
        await AskedAsync(message, true);

        await approval.OkAsync(CaseSteps.Reviewer, caseId, "claim");
        await RefusedAsync(CaseSteps.Reviewer, caseId, "tasks[3].SELF_INSPECTION");
        var early = await DoneAsync(CaseSteps.Reviewer, caseId, 3);
        Assert.Equal("RBF-3103", early.ProblemCode);
        await approval.FileAsync(caseId, message);
        var read = (await DoneAsync(CaseSteps.Reviewer, caseId, 3)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(
            "Q01 NO 由买方指定",
            Answer(Assert.Single(read["selfInspection"]!["answers"]!.AsArray())!)
        );
        await AskedAsync(message, false);
        await approval.OkAsync(CaseSteps.Reviewer, caseId, "decision", approve);

        await approval.OkAsync(TaskSteps.Evaluator, caseId, "claim");
        await RefusedAsync(TaskSteps.Evaluator, caseId, "tasks[1].LETTER");
        Assert.Equal("RBF-3102", (await DoneAsync(TaskSteps.Evaluator, caseId, 1)).ProblemCode);
        await AnsweredAsync(caseId);
        await approval.OkAsync(TaskSteps.Evaluator, caseId, "decision", approve);

        await approval.OkAsync(CaseSteps.Rereviewer, caseId, "claim");
        await RefusedAsync(CaseSteps.Rereviewer, caseId, "tasks[2].HOLD");
        (await DoneAsync(CaseSteps.Rereviewer, caseId, 2)).Expect(HttpStatusCode.OK);
        var decided = await approval.OkAsync(CaseSteps.Rereviewer, caseId, "decision", approve);

        Assert.Equal("APPROVED", decided["state"]!.GetValue<string>());
        Assert.Empty(TaskSteps.Open(decided));
        Assert.All(
            decided["closedTasks"]!.AsArray(),
            one => Assert.Equal("DONE", one!["state"]!.GetValue<string>())
        );
    }

    [Fact]
    public async Task Open_tasks_keep_nobody_from_returning_or_rejecting_and_only_the_head_waives()
    {
        var caseId = await approval.OpenAsync(TaskSteps.Watched());
        await approval.OkAsync(CaseSteps.Reviewer, caseId, "claim");
        object reason = new { reason = "known of old" };

        var own = await approval.ActAsync(CaseSteps.Reviewer, caseId, "tasks/3/waiver", reason);
        Assert.Equal("RBF-3015", own.ProblemCode);
        var bare = await approval.ActAsync(TaskSteps.Head, caseId, "tasks/3/waiver", new { });
        Assert.Equal(HttpStatusCode.BadRequest, bare.Status);
        var none = await approval.ActAsync(TaskSteps.Head, caseId, "tasks/9/waiver", reason);
        Assert.Equal("RBF-3100", none.ProblemCode);
        var waived = await approval.OkAsync(TaskSteps.Head, caseId, "tasks/3/waiver", reason);
        var closed = Assert.Single(waived["closedTasks"]!.AsArray())!;
        Assert.Equal(
            $"WAIVED {TaskSteps.Head.Subject} known of old",
            $"{closed["state"]} {closed["closedBy"]} {closed["reason"]}"
        );

        var back = await approval.OkAsync(
            CaseSteps.Reviewer,
            caseId,
            "return",
            new { reason = "mend it" }
        );
        Assert.Equal("RETURNED", back["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_first_declaration_ever_is_visited_before_it_is_approved()
    {
        var message = Assessments.Clean();
        var filing = message.Filing;
        var caseId = await approval.OpenAsync(
            message with
            {
                Filing = filing with
                {
                    Declarant = filing.Declarant with { FirstDeclaredOn = null },
                },
            }
        );
        var opened = await approval.SeeAsync(caseId);
        Assert.Equal(
            ["REVIEW", "EVALUATION"],
            opened["route"]!.AsArray().Select(post => post!.GetValue<string>())
        );
        var task = Assert.Single(opened["openTasks"]!.AsArray())!;
        Assert.Equal("VISIT FIRST_DECLARATION", $"{task["kind"]} {task["cause"]}");
        await approval.OkAsync(CaseSteps.Reviewer, caseId, "claim");
        var visit = new
        {
            visitedOn = "2026-04-17",
            place = "天津市示例路1号",
            people = "厂长 郑示例",
            findings = "设备与申报规模相符",
        };
        object report = new { reason = "visited", visit };
        var wrong = await approval.ActAsync(CaseSteps.Reviewer, caseId, "tasks/1/done", report);
        Assert.Equal("RBF-3104", wrong.ProblemCode);
        await approval.OkAsync(CaseSteps.Reviewer, caseId, "decision", approve);

        await approval.OkAsync(TaskSteps.Evaluator, caseId, "claim");
        await RefusedAsync(TaskSteps.Evaluator, caseId, "tasks[1].VISIT");
        var bare = await DoneAsync(TaskSteps.Evaluator, caseId, 1);
        Assert.Equal(HttpStatusCode.BadRequest, bare.Status);
        var later = await approval.ActAsync(
            TaskSteps.Evaluator,
            caseId,
            "tasks/1/done",
            new { reason = "visited", visit = new { visitedOn = "2099-01-01", place = "x" } }
        );
        Assert.Equal(3, later.Json["errors"]!.AsArray().Count);
        var done = await approval.OkAsync(TaskSteps.Evaluator, caseId, "tasks/1/done", report);
        Assert.Equal(
            "设备与申报规模相符",
            done["closedTasks"]![0]!["report"]!["findings"]!.GetValue<string>()
        );
        var decided = await approval.OkAsync(TaskSteps.Evaluator, caseId, "decision", approve);

        Assert.Equal("APPROVED", decided["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_change_of_the_watchlist_opens_and_withdraws_tasks_of_a_live_case()
    {
        var message = Assessments.Clean();
        var caseId = await approval.OpenAsync(message);
        Assert.Empty(TaskSteps.Open(await approval.SeeAsync(caseId)));
        var hit = TaskSteps.Hit("COMMODITY", "8471", 3, ["SELF_INSPECTION"]);

        await approval.PublishAsync(TaskSteps.Reassessed(message, 2, hit));
        await BecomesAsync(caseId, "1 SELF_INSPECTION");
        await AskedAsync(message, true);
        await approval.PublishAsync(TaskSteps.Reassessed(message, 3));
        await BecomesAsync(caseId, "");

        await AskedAsync(message, false);
        await approval.PublishAsync(TaskSteps.Reassessed(message, 4, hit));
        await BecomesAsync(caseId, "2 SELF_INSPECTION");
    }

    [Fact]
    public async Task A_doubt_that_an_officer_raises_bars_until_it_is_passed()
    {
        var caseId = await approval.OpenAsync(Assessments.Clean());
        await approval.OkAsync(CaseSteps.Reviewer, caseId, "claim");
        var unknown = await approval.ActAsync(
            CaseSteps.Reviewer,
            caseId,
            "doubts",
            new { code = "M105", reason = "x" }
        );
        Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);
        Assert.Equal(
            ["place", "code"],
            unknown.Json["errors"]!.AsArray().Select(one => one!["field"]!.GetValue<string>())
        );

        var raised = await approval.OkAsync(
            CaseSteps.Reviewer,
            caseId,
            "doubts",
            new
            {
                code = "K405",
                place = "91310000B",
                reason = "first supply",
            }
        );
        var doubt = Assert.Single(raised["doubts"]!.AsArray())!;
        Assert.Equal(
            "1000001 K405 91310000B first supply OFFICER",
            $"{doubt["doubtNo"]} {doubt["code"]} {doubt["place"]} {doubt["text"]} "
                + $"{doubt["passableBy"]}"
        );
        var refused = await approval.ActAsync(CaseSteps.Reviewer, caseId, "decision", approve);
        Assert.Equal("RBF-3020", refused.ProblemCode);
        await approval.OkAsync(
            CaseSteps.Reviewer,
            caseId,
            "doubts/1000001/pass",
            new { reason = "papers seen" }
        );
        var decided = await approval.OkAsync(CaseSteps.Reviewer, caseId, "decision", approve);

        Assert.Equal("APPROVED", decided["state"]!.GetValue<string>());
    }

    private async Task AnsweredAsync(Guid caseId)
    {
        object letter = new
        {
            supplierTaxId = "91310000B",
            authority = "13100000000",
            reason = "real supply?",
        };
        object reply = new { reply = "NORMAL", reason = "supply and tax are real" };
        await approval.OkAsync(TaskSteps.Evaluator, caseId, "letters", letter);
        await approval.OkAsync(TaskSteps.Evaluator, caseId, "letters/1/reply", reply);
    }

    private async Task RefusedAsync(Bearer officer, Guid caseId, string task)
    {
        var refused = await approval.ActAsync(officer, caseId, "decision", approve);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal("RBF-3101", refused.ProblemCode);
        Assert.Contains(
            task,
            refused.Json["errors"]!.AsArray().Select(one => one!["field"]!.GetValue<string>())
        );
    }

    private Task<ApiAnswer> DoneAsync(Bearer officer, Guid caseId, int taskNo) =>
        approval.ActAsync(officer, caseId, $"tasks/{taskNo}/done", new { reason = "seen" });

    private async Task AskedAsync(RiskAssessed message, bool isAsked)
    {
        var told = await approval.HearAsync(message.Filing.PreDeclarationId, "isAsked");
        Assert.Equal(isAsked, told[^1]["isAsked"]!.GetValue<bool>());
    }

    private Task BecomesAsync(Guid caseId, string tasks) =>
        Eventually.EqualAsync(
            tasks,
            async () => string.Join(' ', TaskSteps.Open(await approval.SeeAsync(caseId)))
        );

    private static string Answer(JsonNode answer) =>
        $"{answer["code"]} {answer["answer"]} {answer["explanation"]}";
}
