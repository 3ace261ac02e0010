using System.Text.Json.Nodes;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

[Collection(nameof(ApprovalCollection))]
public sealed class OpenCaseTests(ApprovalAlone approval)
{
    [Fact]
    public async Task The_clock_starts_on_the_day_on_which_Intake_cleared_the_filing()
    {
        // Cleared on Monday, scored on Thursday: three days in a queue are not the exporter's.
        var message = Assessments.Clean() with
        {
            ClearedAt = TestClock.Start.AddDays(-7),
            AssessedAt = TestClock.Start.AddDays(-4),
        };
        var former = Assessments.Clean() with { AssessedAt = TestClock.Start.AddDays(-4) };

        await approval.OpenAsync(message);
        await approval.OpenAsync(former);

        var opened = await approval.CaseAsync(message.Filing.PreDeclarationId);
        Assert.Equal("2026-04-13", opened["startedOn"]!.GetValue<string>());
        var older = await approval.CaseAsync(former.Filing.PreDeclarationId);
        Assert.Equal("2026-04-16", older["startedOn"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_withdrawal_that_overtakes_the_assessment_closes_the_case()
    {
        var message = Assessments.Clean();
        var id = message.Filing.PreDeclarationId;
        await approval.PublishAsync(Withdrawal(id, 1));
        await Eventually.EqualAsync(
            1L,
            () => approval.Database.CountAsync($"withdrawal WHERE pre_declaration_id = '{id}'")
        );

        await approval.PublishAsync(message);

        var opened = await approval.CaseAsync(id);
        Assert.Equal("WITHDRAWN", opened["state"]!.GetValue<string>());
        // Nobody is told that it opened: the next case's message comes without one before it.
        var next = Assessments.Clean();
        await approval.PublishAsync(next);
        var heard = await approval.HearAsync(next.Filing.PreDeclarationId, "dueOn");
        Assert.DoesNotContain(heard, one => one["preDeclarationId"]?.GetValue<Guid>() == id);
    }

    [Fact]
    public async Task A_withdrawal_of_an_older_attempt_changes_nothing()
    {
        var second = Assessments.Clean(attemptNo: 2);
        var id = second.Filing.PreDeclarationId;
        await approval.OpenAsync(second);
        var withdrawal = Guid.CreateVersion7();

        await approval.PublishAsync(
            "rebateflow.intake.pre-declaration-withdrawn.v1",
            Withdrawal(id, 1),
            withdrawal
        );

        await Eventually.EqualAsync(
            1L,
            () => approval.Database.CountAsync($"inbox WHERE message_id = '{withdrawal}'")
        );
        var seen = await approval.CaseAsync(id, 2);
        Assert.Equal("WAITING", seen["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Two_attempts_and_repeated_messages_at_once_end_in_one_case_of_the_later()
    {
        var first = Assessments.Clean();
        var second = first with { Filing = first.Filing with { AttemptNo = 2 } };
        var id = first.Filing.PreDeclarationId;
        var messageIds = Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7()).ToList();

        await Task.WhenAll(
            PublishAsync(first, messageIds[0]),
            PublishAsync(second, messageIds[1]),
            PublishAsync(second, messageIds[1]),
            PublishAsync(first, messageIds[2]),
            PublishAsync(second, messageIds[3])
        );

        await Eventually.EqualAsync(
            4L,
            () =>
                approval.Database.CountAsync(
                    $"inbox WHERE message_id IN ('{string.Join("', '", messageIds)}')"
                )
        );
        Assert.Equal(
            1,
            await approval.Database.CountAsync(
                $"approval_case WHERE pre_declaration_id = '{id}' AND attempt_no = 2"
            )
        );
    }

    [Fact]
    public async Task Intake_hears_of_the_case_with_its_legal_limit()
    {
        var message = Assessments.Clean();

        await approval.PublishAsync(message);

        var heard = (await approval.HearAsync(message.Filing.PreDeclarationId, "dueOn"))[^1];
        // Class 2 has ten working days; 1 to 5 May 2026 are holidays, 9 May is worked.
        Assert.Equal("2026-05-07", heard["dueOn"]!.GetValue<string>());
        Assert.Equal("STANDARD", heard["channel"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_case_says_every_condition_of_its_channel()
    {
        var opened = await OpenedAsync();

        var reasons = opened["reasons"]!.AsArray();
        Assert.Equal(12, reasons.Count);
        var large = reasons.Single(one => one!["code"]!.GetValue<string>() == "LARGE_REBATE")!;
        Assert.Equal("NOT_MET", large["outcome"]!.GetValue<string>());
        Assert.Equal("9000.00", large["value"]!.GetValue<string>());
        Assert.Equal("5000000.00", large["limit"]!.GetValue<string>());
    }

    private Task PublishAsync(RiskAssessed message, Guid messageId) =>
        approval.PublishAsync("rebateflow.risk.risk-assessed.v1", message, messageId);

    private async Task<JsonNode> OpenedAsync()
    {
        var message = Assessments.Clean();
        await approval.PublishAsync(message);
        return await approval.CaseAsync(message.Filing.PreDeclarationId);
    }

    private static PreDeclarationWithdrawn Withdrawal(Guid id, int attemptNo) =>
        new()
        {
            PreDeclarationId = id,
            AttemptNo = attemptNo,
            Kind = "ERROR",
            Reason = "数量录错",
            WithdrawnAt = TestClock.Start,
        };
}
