using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Integration.Tests.Risk;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Flows;

/// <summary>
/// The walk of the risk team, through the APIs of the three services alone: a large clean filing is
/// under way in the green channel; somebody drafts an entry about its exporter and sees what it
/// would touch; a second person approves it; the case leaves the green channel, says why, and one
/// trace leads from the approval of the entry to the move of the case.
/// </summary>
/// <remarks>Expiry, later dates and bursts: RescreeningTests.</remarks>
public sealed class WatchlistWalkTests(SharedInstallation shared)
{
    private const int MostTries = 8;

    [Fact]
    public async Task An_entry_is_drafted_its_impact_seen_approved_and_the_green_case_moves_out()
    {
        using var log = new TraceLog();
        var (installation, filing, opened) = await GreenAsync();
        var uscc = filing.Exporter.Uscc;

        var draft = await installation.DraftAsync(RiskSteps.Entry("ENTERPRISE", uscc, level: 2));
        var impact = await installation
            .As(RiskSteps.Editor, installation.Risk)
            .GetAsync($"{RiskSteps.Entries}/{RiskSteps.IdOf(draft)}/impact");
        var touched = impact.Expect(HttpStatusCode.OK).Json["liveFilings"]!.AsArray();
        Assert.Contains(
            touched,
            one =>
                one!["preDeclarationId"]!.GetValue<Guid>()
                == opened["preDeclarationId"]!.GetValue<Guid>()
        );
        Assert.Equal(
            "GREEN",
            (await CaseAsync(installation, opened))["channel"]!.GetValue<string>()
        );

        var own = await installation.StepAsync(draft, "approval", RiskSteps.Editor);
        Assert.Equal(HttpStatusCode.Forbidden, own.Status);
        var (traceId, header) = TraceLog.NewTrace();
        var approved = await installation
            .As(RiskSteps.Approver, installation.Risk)
            .PostAsync(
                $"{RiskSteps.Entries}/{RiskSteps.IdOf(draft)}/approval",
                new { note = "通报属实" },
                ("If-Match", draft.ETag!),
                header
            );
        approved.Expect(HttpStatusCode.OK);

        await Eventually.EqualAsync(
            "ENHANCED",
            async () => (await CaseAsync(installation, opened))["channel"]!.GetValue<string>()
        );
        await ShowsWhyAsync(installation, opened, uscc);
        await LeadsToItsEntryAsync(installation, opened, RiskSteps.IdOf(draft));
        string[] stops =
        [
            "Microsoft.AspNetCore.Hosting.HttpRequestIn",
            "screen filing again",
            "approval-record-reassessment-express",
        ];
        foreach (var stop in stops)
            await Eventually.HoldsAsync(
                () => log.Of(traceId).Any(span => span.DisplayName.Contains(stop)),
                what: $"{stop} in: "
                    + string.Join(", ", log.Of(traceId).Select(span => span.DisplayName).Distinct())
            );
    }

    /// <summary>The case, its moves and its audit trail tell the same.</summary>
    private static async Task ShowsWhyAsync(Installation installation, JsonNode opened, string uscc)
    {
        var seen = await CaseAsync(installation, opened);
        var hit = Assert.Single(seen["watchlistHits"]!.AsArray())!;
        Assert.Equal(uscc, hit["matchedValue"]!.GetValue<string>());
        Assert.Contains("NO_GREEN", hit["effects"]!.AsArray().Select(e => e!.GetValue<string>()));
        Assert.Contains(
            seen["reasons"]!.AsArray(),
            reason => $"{reason!["code"]} {reason["outcome"]}" == "ENHANCED_WATCHLIST MET"
        );
        var moves = await installation
            .As(CaseSteps.Reviewer, installation.Approval)
            .GetAsync($"/v1/cases/{opened["id"]}/moves");
        var move = Assert.Single(moves.Expect(HttpStatusCode.OK).Json["items"]!.AsArray())!;
        Assert.Contains(uscc, move.ToJsonString(), StringComparison.Ordinal);
        var trail = await installation
            .As(Bearer.Auditor, installation.Approval)
            .GetAsync($"/v1/cases/{opened["id"]}/audit");
        Assert.Contains("CHANNEL_MOVED", trail.Expect(HttpStatusCode.OK).Text);
    }

    /// <summary>From the hit on the case's page an officer comes to entry and version.</summary>
    private static async Task LeadsToItsEntryAsync(
        Installation installation,
        JsonNode opened,
        Guid entryId
    )
    {
        var seen = await CaseAsync(installation, opened);
        var hit = Assert.Single(seen["watchlistHits"]!.AsArray())!;
        Assert.Equal(entryId, hit["watchlistEntryId"]!.GetValue<Guid>());

        var found = await installation
            .As(CaseSteps.Reviewer, installation.Risk)
            .GetAsync($"{RiskSteps.Entries}/{hit["watchlistEntryId"]}");

        var entry = found.Expect(HttpStatusCode.OK).Json;
        Assert.Equal(entryId, entry["id"]!.GetValue<Guid>());
        Assert.Equal($"{hit["watchlistVersionId"]}", $"{entry["approved"]!["versionId"]}");
    }

    /// <summary>
    /// Hands in filings until one is green: one in fifty is drawn for a check and is not.
    /// </summary>
    private async Task<(Installation, SampleFiling, JsonNode Opened)> GreenAsync()
    {
        var installation = await shared.GetAsync();
        for (var i = 0; i < MostTries; i++)
        {
            var filing = shared.NewFiling() with { Quantity = 70_000m, VoucherQuantity = 70_000m };
            filing = filing with
            {
                Exporter = filing.Exporter with
                {
                    EnterpriseClass = 1,
                    AeoStatus = "ADVANCED",
                    ProcessingTradeSharePercent = "80.00",
                },
            };
            await installation.FeedReferenceAsync(filing.Exporter);
            await installation.EnrolAsync(filing.Exporter.Uscc);
            await installation.FeedVouchersAsync(filing);
            var opened = await installation.CaseOfAsync(await installation.SubmitAsync(filing));
            if (opened["channel"]!.GetValue<string>() == "GREEN")
                return (installation, filing, opened);
        }
        throw new InvalidOperationException($"None of {MostTries} filings was green.");
    }

    private static async Task<JsonNode> CaseAsync(Installation installation, JsonNode opened) =>
        (
            await installation
                .As(CaseSteps.Reviewer, installation.Approval)
                .GetAsync($"/v1/cases/{opened["id"]}")
        )
            .Expect(HttpStatusCode.OK)
            .Json;
}
