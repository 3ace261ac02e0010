using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>
/// The watchlist through its API: two persons, every step kept, read as of any moment.
/// </summary>
public sealed class WatchlistTests(SharedInstallation shared)
{
    [Fact]
    public async Task A_draft_touches_no_filing_and_an_approved_entry_touches_the_next_one()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var uscc = filing.Exporter.Uscc;
        var draft = await installation.DraftAsync(RiskSteps.Entry("ENTERPRISE", uscc));
        var first = RiskSteps.Cleared(uscc);
        await installation.ClearAsync(first);
        var before = await installation.AssessmentOfAsync(first.PreDeclarationId);

        await installation.StepAsync(draft, "approval", RiskSteps.Approver);
        var id = await installation.SubmitAsync(filing);
        var after = await installation.AssessmentOfAsync(id);

        Assert.Empty(before["watchlistHits"]!.AsArray());
        var hit = Assert.Single(after["watchlistHits"]!.AsArray())!;
        Assert.Equal(uscc, hit["matchedValue"]!.GetValue<string>());
        Assert.Equal("HIT", ResultOf(after, "RI-09")["outcome"]!.GetValue<string>());
        Assert.Equal(40, after["score"]!.GetValue<int>());
        Assert.Equal("MEDIUM", after["grade"]!.GetValue<string>());
    }

    [Fact]
    public async Task Nobody_approves_what_he_drafted_whatever_roles_he_has()
    {
        var installation = await shared.GetAsync();
        var draft = await installation.DraftAsync(
            RiskSteps.Entry("COMMODITY", "0308"),
            RiskSteps.Both
        );

        var own = await installation.StepAsync(draft, "approval", RiskSteps.Both);

        Assert.Equal(HttpStatusCode.Forbidden, own.Status);
        Assert.Equal("RBF-2003", own.ProblemCode);
    }

    [Fact]
    public async Task The_list_can_be_read_as_of_any_moment()
    {
        var installation = await shared.GetAsync();
        var key = "91120116MA99ASOF1X".Replace('O', '0');
        var beforeAll = installation.Clock.GetUtcNow();
        var listed = await installation.ListAsync(RiskSteps.Entry("SUPPLIER", key, level: 3));
        var whileListed = installation.Clock.GetUtcNow();
        var revised = await installation.StepAsync(
            listed,
            "revision",
            RiskSteps.Editor,
            RiskSteps.Entry("SUPPLIER", key, level: 1)
        );
        revised = await installation.StepAsync(revised, "approval", RiskSteps.Approver);
        var whileRevised = installation.Clock.GetUtcNow();
        var ending = await installation.StepAsync(revised, "retirement", RiskSteps.Editor);
        var ended = await installation.StepAsync(ending, "approval", RiskSteps.Approver);

        Assert.Equal("RETIRED", ended.Json["status"]!.GetValue<string>());
        Assert.Empty(await LevelsAsync(installation, key, beforeAll));
        Assert.Equal(3, Assert.Single(await LevelsAsync(installation, key, whileListed)));
        Assert.Equal(1, Assert.Single(await LevelsAsync(installation, key, whileRevised)));
        Assert.Empty(await LevelsAsync(installation, key, installation.Clock.GetUtcNow()));

        var history = await installation
            .As(RiskSteps.Editor, installation.Risk)
            .GetAsync($"{RiskSteps.Entries}/{RiskSteps.IdOf(ended)}/history");
        Assert.Equal(
            [
                "ADD DRAFT",
                "ADD APPROVED",
                "REVISE DRAFT",
                "REVISE APPROVED",
                "RETIRE DRAFT",
                "RETIRE APPROVED",
            ],
            history.Json["items"]!.AsArray().Select(step => $"{step!["change"]} {step["stage"]}")
        );
    }

    [Fact]
    public async Task Two_entries_of_one_key_are_not_in_force_on_one_day()
    {
        var installation = await shared.GetAsync();
        await installation.ListAsync(RiskSteps.Entry("COMMODITY", "430219", validTo: "2026-06-30"));
        var draft = await installation.DraftAsync(RiskSteps.Entry("COMMODITY", "430219", level: 1));

        var overlap = await installation.StepAsync(draft, "approval", RiskSteps.Approver);

        Assert.Equal(HttpStatusCode.Conflict, overlap.Status);
        Assert.Equal("RBF-2005", overlap.ProblemCode);
        var refused = await installation.StepAsync(draft, "rejection", RiskSteps.Approver);
        Assert.Equal(
            "REJECTED",
            refused.Expect(HttpStatusCode.OK).Json["status"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task Of_approvals_at_one_moment_exactly_one_counts()
    {
        var installation = await shared.GetAsync();
        var draft = await installation.DraftAsync(RiskSteps.Entry("COMMODITY", "4407"));

        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(i => new Bearer($"approver-{i}", ["risk.approver"]))
                .Select(by => installation.StepAsync(draft, "approval", by))
        );

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(answer => answer.ProblemCode == "RBF-0412"));
    }

    [Fact]
    public async Task A_repeated_draft_is_one_entry_and_a_reused_key_is_refused()
    {
        var installation = await shared.GetAsync();
        var entry = RiskSteps.Entry("COMMODITY", "2805");

        var drafts = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => installation.DraftAsync(entry, key: "once"))
        );
        var other = await installation.DraftAsync(
            RiskSteps.Entry("COMMODITY", "2846"),
            key: "once"
        );

        Assert.All(drafts, draft => Assert.Equal(HttpStatusCode.Created, draft.Status));
        Assert.Single(drafts.Select(RiskSteps.IdOf).Distinct());
        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "RBF-2009"),
            (other.Status, other.ProblemCode)
        );
    }

    [Fact]
    public async Task A_step_without_a_version_or_with_a_stale_one_is_refused()
    {
        var installation = await shared.GetAsync();
        var draft = await installation.DraftAsync(RiskSteps.Entry("COMMODITY", "9403"));
        var api = installation.As(RiskSteps.Approver, installation.Risk);
        var path = $"{RiskSteps.Entries}/{RiskSteps.IdOf(draft)}/approval";

        var without = await api.PostAsync(path, new { });
        var stale = await api.PostAsync(path, new { }, ("If-Match", "\"7\""));

        Assert.Equal((HttpStatusCode)428, without.Status);
        Assert.Equal("RBF-0412", stale.ProblemCode);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repeat()
    {
        var installation = await shared.GetAsync();
        for (var i = 10; i < 17; i++)
            await installation.ListAsync(RiskSteps.Entry("SOURCE_REGION", $"65{i}"));
        var api = installation.As(RiskSteps.Editor, installation.Risk);

        var keys = new List<string>();
        string? cursor = null;
        do
        {
            var page = await api.GetAsync(
                $"{RiskSteps.Entries}?kind=SOURCE_REGION&limit=3"
                    + (cursor is null ? "" : $"&cursor={cursor}")
            );
            keys.AddRange(page.Json["items"]!.AsArray().Select(KeyOf));
            cursor = page.Json["nextCursor"]?.GetValue<string>();
        } while (cursor is not null);

        Assert.Equal(Enumerable.Range(10, 7).Select(i => $"65{i}"), keys);
    }

    [Theory]
    [InlineData("?cursor=nonsense")]
    [InlineData("?limit=0")]
    [InlineData("?limit=201")]
    [InlineData("?status=MAYBE")]
    [InlineData("?kind=GOODS")]
    [InlineData("?asOf=yesterday")]
    [InlineData("?asOf=9999-12-31T23:59:59Z")]
    [InlineData("?key=%00")]
    public async Task A_query_that_makes_no_sense_is_refused(string query)
    {
        var installation = await shared.GetAsync();

        var answer = await installation
            .As(RiskSteps.Editor, installation.Risk)
            .GetAsync(RiskSteps.Entries + query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotNull(answer.ProblemCode);
    }

    [Fact]
    public async Task Not_even_the_database_lets_a_step_be_changed()
    {
        var installation = await shared.GetAsync();
        await installation.DraftAsync(RiskSteps.Entry("COMMODITY", "4203"));

        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            installation.Risk.Database.QueryAsync<int>(
                "UPDATE watchlist_version SET level = 4 RETURNING 1"
            )
        );

        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
    }

    private static async Task<int[]> LevelsAsync(
        Installation installation,
        string key,
        DateTimeOffset asOf
    )
    {
        var moment = Uri.EscapeDataString(asOf.ToString("O"));
        var page = await installation
            .As(RiskSteps.Editor, installation.Risk)
            .GetAsync($"{RiskSteps.Entries}?kind=SUPPLIER&key={key}&asOf={moment}");
        return
        [
            .. page.Expect(HttpStatusCode.OK).Json["items"]!
                .AsArray()
                .Select(item => item!["approved"]!["content"]!["level"]!.GetValue<int>()),
        ];
    }

    private static string KeyOf(JsonNode? item) =>
        item!["approved"]!["content"]!["key"]!.GetValue<string>();

    private static JsonNode ResultOf(JsonNode assessment, string rule) =>
        assessment["results"]!.AsArray().Single(one => one!["ruleId"]!.GetValue<string>() == rule)!;
}
