using System.Net;
using RebateFlow.Testing.Filings;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>An assessment explains itself, as JSON and as a page, in both languages.</summary>
public sealed class ExplainingTests(SharedInstallation shared)
{
    [Fact]
    public async Task An_assessment_says_what_would_have_changed_its_grade()
    {
        var installation = await shared.GetAsync();
        const string uscc = "91120116MA99EXP01X";
        await installation.ListAsync(RiskSteps.Entry("ENTERPRISE", uscc, level: 2));
        var filing = RiskSteps.Cleared(uscc);
        await installation.ClearAsync(filing);
        var client = installation.As(RiskSteps.Editor, installation.Risk);

        var answer = await client.GetAsync($"/v1/assessments/{filing.PreDeclarationId}");
        var page = await client.GetAsync($"/v1/assessments/{filing.PreDeclarationId}/page");

        var json = answer.Expect(HttpStatusCode.OK).Json;
        var ways = json["otherGrades"]!.AsArray();
        Assert.Equal(["HIGH", "LOW"], ways.Select(way => way!["grade"]!.GetValue<string>()));
        Assert.Equal("RI-09", Assert.Single(ways[1]!["rules"]!.AsArray())!.GetValue<string>());
        Assert.StartsWith("9,230.00", json["amounts"]!["rebateDueCny"]!.GetValue<string>());
        Assert.All(
            json["results"]!.AsArray(),
            result => Assert.NotEmpty(result!["limits"]!.AsArray())
        );
        Assert.Equal(
            ["ENHANCED_REVIEW", "NO_GREEN", "SELF_INSPECTION"],
            json["watchlistHits"]![0]!["effects"]!.AsArray().Select(e => e!.GetValue<string>())
        );
        Assert.Equal(HttpStatusCode.OK, page.Status);
    }

    [Fact]
    public async Task What_a_level_asks_for_reaches_the_officer_with_the_hit()
    {
        var installation = await shared.GetAsync();
        const string uscc = "91120116MA99EXP02X";
        await installation.ListAsync(RiskSteps.Entry("ENTERPRISE", uscc, level: 3));
        var filing = RiskSteps.Cleared(uscc);

        await installation.ClearAsync(filing);

        var opened = await installation.CaseOfAsync(filing.PreDeclarationId);
        var read = await installation
            .As(CaseSteps.Reviewer, installation.Approval)
            .GetAsync($"/v1/cases/{opened["id"]}");
        var json = read.Expect(HttpStatusCode.OK).Json;
        Assert.Equal("STANDARD", json["channel"]!.GetValue<string>());
        Assert.Equal(
            ["SELF_INSPECTION"],
            json["watchlistHits"]![0]!["effects"]!.AsArray().Select(e => e!.GetValue<string>())
        );
        Assert.Contains(
            json["reasons"]!.AsArray(),
            reason => reason!["code"]!.GetValue<string>() == "EFFECT"
        );
    }
}
