using System.Net;
using RebateFlow.Contracts.Risk;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>The three ways into the green channel, and the way out.</summary>
[Collection(nameof(ApprovalCollection))]
public sealed class EnrolmentTests(ApprovalAlone approval)
{
    private const string Enrolments = "/v1/green-channel/enrolments";

    private static readonly Bearer Editor = GreenSteps.Editor;
    private static readonly Bearer Approver = GreenSteps.Approver;

    [Fact]
    public async Task An_exporter_applies_an_editor_takes_it_up_and_another_approves()
    {
        var exporter = approval.As(Bearer.Exporter(new SampleExporter(71).Uscc));
        var applied = await exporter.PostAsync(
            "/v1/green-channel/applications",
            new { reason = "大型加工贸易企业" },
            GreenSteps.Key()
        );
        var id = applied.Expect(HttpStatusCode.Created).Json["id"]!.GetValue<Guid>();
        var again = await exporter.PostAsync(
            "/v1/green-channel/applications",
            new { reason = "再次申请" },
            GreenSteps.Key()
        );
        Assert.Equal("RBF-3035", again.ProblemCode);

        var draft = await ActAsync(Editor, id, "draft", new { validTo = "2027-04-19" }, 1);
        var live = await ActAsync(Approver, id, "approval", new { }, 2);
        var ended = await ActAsync(
            Editor,
            id,
            "ending",
            new { cause = "EJECTION", reason = "级别调低" },
            3
        );

        Assert.Equal("DRAFT", draft.Json["state"]!.GetValue<string>());
        Assert.Equal("LIVE", live.Json["state"]!.GetValue<string>());
        Assert.Equal("EJECTION", ended.Json["endCause"]!.GetValue<string>());
        var history = await approval.As(Editor).GetAsync($"{Enrolments}/{id}/history");
        Assert.Equal(
            ["APPLIED", "TAKEN_UP", "APPROVED", "ENDED"],
            history.Expect(HttpStatusCode.OK).Json["steps"]!
                .AsArray()
                .Select(step => step!["action"]!.GetValue<string>())
        );
        var own = await exporter.GetAsync("/v1/green-channel/applications");
        Assert.Equal("ENDED", own.Json["items"]![0]!["state"]!.GetValue<string>());
        Assert.DoesNotContain("级别调低", own.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_makes_drafts_of_its_good_rows_and_names_the_bad_ones()
    {
        var body = new
        {
            validFrom = "2026-05-01",
            reason = "天津市大型加工贸易企业名单",
            dryRun = true,
            rows = new[]
            {
                new { uscc = new SampleExporter(72).Uscc },
                new { uscc = "91120116" },
                new { uscc = new SampleExporter(73).Uscc },
            },
        };

        var dry = await approval
            .As(Editor)
            .PostAsync($"{Enrolments}/import", body, GreenSteps.Key());
        var real = await approval
            .As(Editor)
            .PostAsync($"{Enrolments}/import", body with { dryRun = false }, GreenSteps.Key());
        var again = await approval
            .As(Editor)
            .PostAsync($"{Enrolments}/import", body with { dryRun = false }, GreenSteps.Key());

        Assert.Equal(2, dry.Expect(HttpStatusCode.OK).Json["drafted"]!.GetValue<int>());
        Assert.Equal(2, real.Expect(HttpStatusCode.OK).Json["drafted"]!.GetValue<int>());
        Assert.Null(real.Json["rows"]![1]!["enrolmentId"]);
        Assert.Contains("uscc", real.Json["rows"]![1]!["problem"]!.GetValue<string>());
        Assert.Equal(3, again.Json["refused"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_large_filer_is_proposed_by_criteria_and_a_small_one_is_not()
    {
        var (large, small) = (new SampleExporter(74).Uscc, new SampleExporter(75).Uscc);
        await approval.OpenAsync(Filed(large, 40_000_000m, 80m));
        await approval.OpenAsync(Filed(small, 1_000_000m, 80m));

        var candidates = await approval
            .As(Editor)
            .GetAsync($"/v1/green-channel/candidates?uscc={large}");
        var proposed = await approval
            .As(Editor)
            .PostAsync(
                $"{Enrolments}/proposals",
                new { usccs = new[] { large, small } },
                GreenSteps.Key()
            );

        var candidate = candidates.Expect(HttpStatusCode.OK).Json["items"]![0]!;
        Assert.True(candidate["meetsAll"]!.GetValue<bool>(), candidates.Text);
        var items = proposed.Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        var drafted = items.Single(one => one!["uscc"]!.GetValue<string>() == large)!;
        var refused = items.Single(one => one!["uscc"]!.GetValue<string>() == small)!;
        Assert.NotNull(drafted["enrolmentId"]);
        Assert.Null(refused["enrolmentId"]);
        Assert.Equal("EXPORTS", refused["unmet"]![0]!.GetValue<string>());
    }

    private static RiskAssessed Filed(string uscc, decimal fobUsd, decimal share)
    {
        var message = Assessments.Clean();
        return message with
        {
            Filing = message.Filing with
            {
                FobUsd = fobUsd,
                Declarant = message.Filing.Declarant with
                {
                    Uscc = uscc,
                    ProcessingTradeSharePercent = share,
                },
            },
        };
    }

    private async Task<ApiAnswer> ActAsync(
        Bearer by,
        Guid id,
        string action,
        object body,
        int version
    ) =>
        (
            await approval
                .As(by)
                .PostAsync($"{Enrolments}/{id}/{action}", body, ("If-Match", $"\"{version}\""))
        ).Expect(HttpStatusCode.OK);
}
