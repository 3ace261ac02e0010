using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Contracts.Risk;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>The list of cases and its counts, narrowed down in every way there is.</summary>
[Collection(nameof(ApprovalCollection))]
public sealed class QueueFilterTests(ApprovalAlone approval)
{
    private static readonly string[] Parts = ["byChannel", "byState", "byPost", "byDue"];

    [Theory]
    [InlineData("channel=ENHANCED", "risky")]
    [InlineData("channel=STANDARD", "small doubtful")]
    [InlineData("state=WAITING", "small doubtful risky")]
    [InlineData("post=REVIEW", "small doubtful risky")]
    [InlineData("post=RE_REVIEW", "")]
    [InlineData("periodFrom=202602&periodTo=202602", "doubtful")]
    [InlineData("periodFrom=202603", "small risky")]
    [InlineData("rebateFrom=500&rebateTo=500.00", "doubtful")]
    [InlineData("rebateTo=499.99", "small")]
    [InlineData("enterpriseClass=3", "small")]
    [InlineData("doubtCode=M105", "doubtful")]
    [InlineData("doubtCode=M104", "")]
    [InlineData("overdue=false", "small doubtful risky")]
    [InlineData("overdue=true", "")]
    [InlineData("dueBefore=2000-01-01", "")]
    [InlineData("taxAuthority={0}", "small doubtful risky")]
    [InlineData("officer=me", "")]
    [InlineData("uscc=91120116MA90DEM45D", "risky")]
    [InlineData("rebateFrom=400&enterpriseClass=2&doubtCode=M105", "doubtful")]
    public async Task Each_filter_leaves_the_cases_that_meet_it(string query, string left)
    {
        const string Authority = "14100000000";
        var names = await OpenThreeAsync(Authority);
        var api = approval.As(Reviewer("filters", Authority));

        var text = query.Replace("{0}", Authority, StringComparison.Ordinal);
        var page = (await api.GetAsync($"/v1/cases?{text}")).Expect(HttpStatusCode.OK).Json;
        var counts = (await api.GetAsync($"/v1/cases/counts?{text}"))
            .Expect(HttpStatusCode.OK)
            .Json;

        var found = page["items"]!.AsArray().Select(item => names[Id(item!)]).ToHashSet();
        Assert.Equal([.. left.Split(' ', StringSplitOptions.RemoveEmptyEntries)], found);
        Assert.Equal(found.Count, counts["count"]!.GetValue<int>());
        Assert.All(
            Parts,
            part =>
                Assert.Equal(
                    found.Count,
                    counts[part]!.AsArray().Sum(one => one!["count"]!.GetValue<int>())
                )
        );
    }

    [Fact]
    public async Task A_claimed_case_is_found_by_its_officer_and_a_decided_one_by_who_decided()
    {
        const string Authority = "14200000000";
        var officer = Reviewer("finder", Authority);
        var api = approval.As(officer);
        var caseId = await approval.OpenAsync(Of(Authority));
        await approval.OpenAsync(Of(Authority));
        (await approval.ActAsync(officer, caseId, "claim")).Expect(HttpStatusCode.OK);

        Assert.Equal([caseId], await ListAsync(api, "officer=me"));
        Assert.Equal([caseId], await ListAsync(api, "officer=finder&state=CLAIMED"));
        Assert.Empty(await ListAsync(api, "officer=somebody-else"));

        (await approval.ActAsync(officer, caseId, "decision", new { decision = "APPROVE" })).Expect(
            HttpStatusCode.OK
        );
        Assert.Empty(await ListAsync(api, "officer=me"));
        Assert.Equal([caseId], await ListAsync(api, "officer=me&state=APPROVED"));
    }

    [Fact]
    public async Task Pages_of_a_filtered_list_hold_each_case_once_and_in_order()
    {
        const string Authority = "14300000000";
        var expected = new List<Guid>();
        foreach (var rebate in new[] { 500m, 400m, 300m, 200m, 100m })
            expected.Add(await approval.OpenAsync(Of(Authority).Claiming(rebate)));
        var api = approval.As(Reviewer("pages", Authority));

        var seen = new List<Guid>();
        for (string? cursor = ""; cursor is not null; )
        {
            var page = (await api.GetAsync($"/v1/cases?rebateFrom=200&limit=3{cursor}"))
                .Expect(HttpStatusCode.OK)
                .Json;
            seen.AddRange(page["items"]!.AsArray().Select(item => Id(item!)));
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : null;
        }

        Assert.Equal(expected[..4], seen);
    }

    [Theory]
    [InlineData("chanel=GREEN", "chanel")]
    [InlineData("channel=BLUE", "channel")]
    [InlineData("state=OPEN", "state")]
    [InlineData("post=BOSS", "post")]
    [InlineData("officer=", "officer")]
    [InlineData("taxAuthority=13100000000", "taxAuthority")]
    [InlineData("periodFrom=2026-03", "periodFrom")]
    [InlineData("periodFrom=202604&periodTo=202603", "periodTo")]
    [InlineData("rebateFrom=-1", "rebateFrom")]
    [InlineData("rebateFrom=2&rebateTo=1", "rebateTo")]
    [InlineData("rebateTo=1.001", "rebateTo")]
    [InlineData("enterpriseClass=5", "enterpriseClass")]
    [InlineData("doubtCode=M-105", "doubtCode")]
    [InlineData("overdue=yes", "overdue")]
    [InlineData("dueBefore=20260401", "dueBefore")]
    [InlineData("uscc=1", "uscc")]
    [InlineData("preDeclarationId=1", "preDeclarationId")]
    [InlineData("limit=0", "limit")]
    [InlineData("cursor=x", "cursor")]
    public async Task A_wrong_or_unknown_filter_is_named(string query, string name)
    {
        var api = approval.As(CaseSteps.Reviewer);

        var answer = await api.GetAsync($"/v1/cases?{query}");

        Assert.Equal("RBF-3003", answer.Expect(HttpStatusCode.BadRequest).ProblemCode);
        var error = Assert.Single(answer.Json["errors"]!.AsArray());
        Assert.Equal(name, error!["field"]!.GetValue<string>());
        var counted = await api.GetAsync($"/v1/cases/counts?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, counted.Status);
    }

    private async Task<Dictionary<Guid, string>> OpenThreeAsync(string authority)
    {
        var api = approval.As(Reviewer("filters", authority));
        var known = await ListAsync(api, "rebateTo=1000000");
        var names = new Dictionary<Guid, string>();
        if (known.Count == 0)
        {
            var small = Of(authority).Claiming(100m).With(period: "202603", enterpriseClass: 3);
            await approval.OpenAsync(small);
            await approval.OpenAsync(Of(authority).Claiming(500m).WithDoubts().With("202602"));
            var risky = Of(authority).Claiming(900m).With("202604") with { Grade = "HIGH" };
            var declarant = risky.Filing.Declarant with { Uscc = "91120116MA90DEM45D" };
            await approval.OpenAsync(
                risky with
                {
                    Filing = risky.Filing with { Declarant = declarant },
                }
            );
        }

        var page = (await api.GetAsync("/v1/cases")).Expect(HttpStatusCode.OK).Json;
        foreach (var item in page["items"]!.AsArray())
            names[Id(item!)] = item!["rebateDue"]!.GetValue<string>() switch
            {
                "100.00" => "small",
                "500.00" => "doubtful",
                _ => "risky",
            };
        Assert.Equal(3, names.Count);
        return names;
    }

    private static async Task<IReadOnlyList<Guid>> ListAsync(ApiClient api, string query) =>
        [
            .. (await api.GetAsync($"/v1/cases?{query}")).Expect(HttpStatusCode.OK).Json["items"]!
                .AsArray()
                .Select(item => Id(item!)),
        ];

    private static Guid Id(JsonNode item) => item["id"]!.GetValue<Guid>();

    private static RiskAssessed Of(string authority) => Assessments.Clean().At(authority);

    private static Bearer Reviewer(string name, string authority) =>
        new(name, ["officer.review"], null, authority);
}
