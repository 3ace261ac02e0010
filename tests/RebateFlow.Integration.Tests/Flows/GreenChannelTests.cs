using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Flows;

/// <summary>
/// An enterprise that two people enrolled hands in a large clean filing: it travels in the express
/// lane from its first message on, and its case is green, with every condition told.
/// </summary>
public sealed class GreenChannelTests(SharedInstallation shared)
{
    [Fact]
    public async Task A_large_clean_filing_of_an_enrolled_filer_takes_the_green_channel()
    {
        var (installation, filing) = await EnrolledAsync();
        await installation.FeedVouchersAsync(filing);

        var id = await installation.SubmitAsync(filing);

        var opened = await ReadAsync(installation, id);
        Assert.Equal("express", opened["lane"]!.GetValue<string>());
        // One filing in fifty is drawn for a check; nothing else may keep this one out.
        Assert.All(
            opened["reasons"]!.AsArray().Where(reason => IsMissing(reason!)),
            reason => Assert.Equal("RANDOM_SAMPLE", reason!["code"]!.GetValue<string>())
        );
        Assert.Contains(opened["channel"]!.GetValue<string>(), new[] { "GREEN", "STANDARD" });
    }

    [Fact]
    public async Task A_small_filing_of_an_enrolled_filer_keeps_the_lane_but_not_the_channel()
    {
        var (installation, filing) = await EnrolledAsync();
        var small = filing with { Quantity = 100m };
        await installation.FeedVouchersAsync(small);

        var id = await installation.SubmitAsync(small);

        var opened = await ReadAsync(installation, id);
        Assert.Equal("express", opened["lane"]!.GetValue<string>());
        Assert.Equal("STANDARD", opened["channel"]!.GetValue<string>());
        Assert.Contains(
            opened["reasons"]!.AsArray().Where(reason => IsMissing(reason!)),
            reason => reason!["code"]!.GetValue<string>() == "LARGE_REBATE"
        );
    }

    [Fact]
    public async Task An_exporter_sees_nothing_of_channel_lane_and_score()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");

        var seen = (await installation.SeenByExporterAsync(filing, id)).ToJsonString();

        foreach (var word in new[] { "channel", "lane", "score", "grade", "watchlist", "GREEN" })
            Assert.DoesNotContain($"\"{word}", seen, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<(Installation, SampleFiling)> EnrolledAsync()
    {
        var installation = await shared.GetAsync();
        // Large by number: at everybody's price, so that no comparison with peers stands out.
        var filing = shared.NewFiling() with
        {
            Quantity = 70_000m,
            VoucherQuantity = 70_000m,
        };
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
        return (installation, filing);
    }

    private static async Task<JsonNode> ReadAsync(Installation installation, Guid id)
    {
        var listed = await installation.CaseOfAsync(id);
        var read = await installation
            .As(CaseSteps.Reviewer, installation.Approval)
            .GetAsync($"/v1/cases/{listed["id"]}");
        return read.Expect(HttpStatusCode.OK).Json;
    }

    private static bool IsMissing(JsonNode reason) =>
        reason["for"]!.GetValue<string>() == "GREEN"
        && reason["outcome"]!.GetValue<string>() != "MET";
}
