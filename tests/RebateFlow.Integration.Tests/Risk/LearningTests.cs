using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RebateFlow.Contracts.Approval;
using RebateFlow.Contracts.Intake;
using RebateFlow.RiskScoring.Learning;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>
/// What officers decide and find comes back as the precision of the entries that led to it: the
/// rules are shared with other tests, an entry of one's own is not.
/// </summary>
public sealed class LearningTests(SharedInstallation shared)
{
    [Fact]
    public async Task Rejections_and_problem_letters_confirm_a_hit_once_and_holds_do_not()
    {
        var (installation, filing) = await ListedAsync("91120116MA99LRN01X");
        var filings = await ClearAsync(installation, filing, 5);

        await WithholdAsync(installation, filings[0], "HOLD");
        await WithholdAsync(installation, filings[0], "HOLD");
        await WithholdAsync(installation, filings[0], "PROBLEM_LETTER");
        await installation.DecideAsync(filings[0], "REJECTED");
        await installation.DecideAsync(filings[1], "REJECTED");
        await installation.DecideAsync(filings[1], "REJECTED");
        await WithholdAsync(installation, filings[2], "PROBLEM_LETTER");
        await installation.DecideAsync(filings[3], "APPROVED");
        await WithholdAsync(installation, filings[4], "HOLD");
        await FoldedAsync(installation);

        var entry = await PrecisionAsync(installation, "91120116MA99LRN01X");
        Assert.Equal(
            "judged 4 decided 3 rejected 2 returned 0 held 2 problemLetters 2 confirmed 3",
            Said(entry)
        );
        Assert.Equal("75", $"{entry["precisionPercent"]}");
        Assert.Equal("27690.00", entry["confirmedRebateCny"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_hold_that_is_heard_after_the_decision_still_confirms()
    {
        var (installation, filing) = await ListedAsync("91120116MA99LRN02X");
        var filings = await ClearAsync(installation, filing, 1);

        await installation.DecideAsync(filings[0], "APPROVED");
        await FoldedAsync(installation);
        await WithholdAsync(installation, filings[0], "PROBLEM_LETTER");
        await FoldedAsync(installation);

        Assert.Equal(
            "judged 1 decided 1 rejected 0 returned 0 held 0 problemLetters 1 confirmed 1",
            Said(await PrecisionAsync(installation, "91120116MA99LRN02X"))
        );
    }

    [Fact]
    public async Task What_checks_find_counts_and_is_taken_back_when_it_is_corrected()
    {
        var (installation, filing) = await ListedAsync("91120116MA99LRN03X");
        var filings = await ClearAsync(installation, filing, 4);
        var before = await RandomAsync(installation);
        foreach (var one in filings)
            await installation.DecideAsync(one, "APPROVED");

        await CheckAsync(installation, filings[0], "SAMPLE_AFTER", "IRREGULAR");
        await CheckAsync(installation, filings[1], "SAMPLE_AFTER", "CLEAN");
        await CheckAsync(installation, filings[2], "RE_REVIEW", "IRREGULAR");
        var corrected = await CheckAsync(installation, filings[3], "SAMPLE_BEFORE", "IRREGULAR");
        await FoldedAsync(installation);

        var entry = await PrecisionAsync(installation, "91120116MA99LRN03X");
        Assert.Equal("3 2 1", Checks(entry));
        Assert.Equal("4 3", $"{entry["judged"]} {entry["confirmed"]}");

        var again = corrected with { CheckVersion = 2, Outcome = "CLEAN", FoundCny = 0m };
        await PublishAsync(installation, again);
        await PublishAsync(installation, corrected);
        await FoldedAsync(installation);

        entry = await PrecisionAsync(installation, "91120116MA99LRN03X");
        Assert.Equal("3 1 1", Checks(entry));
        Assert.Equal("4 2", $"{entry["judged"]} {entry["confirmed"]}");
        Assert.Equal("50", $"{entry["precisionPercent"]}");
        var after = await RandomAsync(installation);
        Assert.Equal((before.Checks + 3, before.Irregular + 1), after);
    }

    [Fact]
    public async Task A_correction_that_is_counted_with_what_it_corrects_leaves_nothing()
    {
        var (installation, filing) = await ListedAsync("91120116MA99LRN04X");
        var filings = await ClearAsync(installation, filing, 1);

        var found = await CheckAsync(installation, filings[0], "SAMPLE_BEFORE", "IRREGULAR");
        await PublishAsync(installation, found with { CheckVersion = 2, Outcome = "CLEAN" });
        await FoldedAsync(installation);

        var entry = await PrecisionAsync(installation, "91120116MA99LRN04X");
        Assert.Equal("1 0 0", Checks(entry));
        Assert.Equal("1 0", $"{entry["judged"]} {entry["confirmed"]}");
    }

    [Fact]
    public async Task A_decision_counts_for_the_rules_that_hit()
    {
        var installation = await shared.GetAsync();
        var filing = RiskSteps.Cleared("91120116MA99RLS02X");
        await installation.ClearAsync(filing);
        var before = await RejectedAsync(installation, "RI-17");
        var rejected = filing with
        {
            PreDeclarationId = Guid.CreateVersion7(),
            RebateDueCny = 2_000_000,
            Declarant = filing.Declarant with { FirstDeclaredOn = new DateOnly(2026, 3, 1) },
        };
        await installation.ClearAsync(rejected);

        await installation.DecideAsync(rejected, "REJECTED");
        await FoldedAsync(installation);

        Assert.Equal(before + 1, await RejectedAsync(installation, "RI-17"));
    }

    private async Task<(Installation, Filing)> ListedAsync(string uscc)
    {
        var installation = await shared.GetAsync();
        await installation.ListAsync(RiskSteps.Entry("ENTERPRISE", uscc, level: 4));
        return (installation, RiskSteps.Cleared(uscc));
    }

    private static async Task<IReadOnlyList<Filing>> ClearAsync(
        Installation installation,
        Filing filing,
        int count
    )
    {
        var filings = new List<Filing>();
        for (var i = 0; i < count; i++)
        {
            filings.Add(filing with { PreDeclarationId = Guid.CreateVersion7() });
            await installation.ClearAsync(filings[i]);
        }
        return filings;
    }

    private static async Task WithholdAsync(
        Installation installation,
        Filing filing,
        string kind
    ) =>
        await installation.Risk.IsDoneWithAsync(
            await installation.PublishAsync(
                "rebateflow.approval.case-withheld.v1",
                new CaseWithheld
                {
                    CaseId = Guid.CreateVersion7(),
                    PreDeclarationId = filing.PreDeclarationId,
                    AttemptNo = filing.AttemptNo,
                    Kind = kind,
                    Ground = kind == "HOLD" ? "SUPPLIER_SUSPICION" : "",
                    SupplierTaxId = "",
                    AmountCny = filing.RebateDueCny,
                    WithheldAt = TestClock.Start,
                }
            )
        );

    private static async Task<CaseChecked> CheckAsync(
        Installation installation,
        Filing filing,
        string kind,
        string outcome
    )
    {
        var told = new CaseChecked
        {
            CaseId = Guid.CreateVersion7(),
            PreDeclarationId = filing.PreDeclarationId,
            AttemptNo = filing.AttemptNo,
            CheckId = Guid.CreateVersion7(),
            CheckVersion = 1,
            Kind = kind,
            ChancePercent = kind == "RE_REVIEW" ? null : 2.5m,
            Outcome = outcome,
            FoundCny = outcome == "CLEAN" ? 0m : 100m,
            ClosedAt = TestClock.Start,
        };
        await PublishAsync(installation, told);
        return told;
    }

    private static async Task PublishAsync(Installation installation, CaseChecked told) =>
        await installation.Risk.IsDoneWithAsync(
            await installation.PublishAsync("rebateflow.approval.case-checked.v1", told)
        );

    private static string Checks(JsonNode entry) =>
        $"{entry["randomChecks"]} {entry["randomIrregular"]} {entry["reviewIrregular"]}";

    private static async Task<(long Checks, long Irregular)> RandomAsync(Installation installation)
    {
        var answer = await installation
            .As(RiskSteps.Editor, installation.Risk)
            .GetAsync("/v1/rule-precision");
        var random = answer.Expect(HttpStatusCode.OK).Json["random"]!;
        return (random["checks"]!.GetValue<long>(), random["irregular"]!.GetValue<long>());
    }

    private static Task FoldedAsync(Installation installation) =>
        Eventually.HoldsAsync(async () =>
        {
            var fold = installation.Risk.Services.GetRequiredService<FoldOutcomes>();
            await fold.FoldAllAsync(default);
            return await installation.Risk.Database.CountAsync("outcome_due") == 0;
        });

    private static string Said(JsonNode precision) =>
        string.Join(
            ' ',
            new[]
            {
                "judged",
                "decided",
                "rejected",
                "returned",
                "held",
                "problemLetters",
                "confirmed",
            }.Select(name => $"{name} {precision[name]}")
        );

    private static Task<JsonNode> PrecisionAsync(Installation installation, string uscc) =>
        Eventually.GetAsync(async () =>
            (await ItemsAsync(installation)).FirstOrDefault(one =>
                one["subject"]!.GetValue<string>() == $"ENTERPRISE {uscc}"
            )
        );

    private static async Task<long> RejectedAsync(Installation installation, string rule) =>
        (await ItemsAsync(installation))
            .FirstOrDefault(one => one["subject"]!.GetValue<string>() == rule)
            ?["rejected"]!.GetValue<long>()
        ?? 0;

    private static async Task<IEnumerable<JsonNode>> ItemsAsync(Installation installation)
    {
        var answer = await installation
            .As(RiskSteps.Editor, installation.Risk)
            .GetAsync("/v1/rule-precision");
        return answer.Expect(HttpStatusCode.OK).Json["items"]!.AsArray().Select(one => one!);
    }
}
