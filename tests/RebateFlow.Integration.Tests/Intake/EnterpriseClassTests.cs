using System.Net;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>Classes of enterprises: set by an officer, dated, and carried to the case.</summary>
public sealed class EnterpriseClassTests(SharedInstallation shared)
{
    private static readonly Bearer Rater = Bearer.Officer("officer-evaluation", "evaluation");

    [Fact]
    public async Task A_class_is_set_by_the_checklist_and_the_next_case_carries_it()
    {
        var exporter = new SampleExporter(73) { EnterpriseClass = 2 };
        var (installation, api) = await OpenAsync(exporter);
        var (address, tag) = await ClassesAsync(api, exporter);

        var set = await api.PostAsync(
            address,
            await RequestAsync(api, exporter, 4, "C4-TAX-CREDIT"),
            ("If-Match", tag),
            NewKey()
        );
        Assert.Equal(
            4,
            set.Expect(HttpStatusCode.Created).Json["enterpriseClass"]!.GetValue<int>()
        );

        var filing = new SampleFiling(exporter, 7301) { BatchNo = 1 };
        await installation.FeedVouchersAsync(filing);
        var id = await installation.SubmitAsync(filing);
        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");
        var carried = await installation.Approval.Database.QueryAsync<short>(
            "SELECT enterprise_class FROM approval_case " + $"WHERE pre_declaration_id = '{id}'"
        );
        Assert.Equal(4, carried);
        var history = (await api.GetAsync(address)).Expect(HttpStatusCode.OK).Json["classes"]!;
        Assert.Equal("OFFICER", history[0]!["source"]!.GetValue<string>());
        Assert.Equal("officer-evaluation", history[0]!["setBy"]!.GetValue<string>());
        Assert.Equal("FEED", history[1]!["source"]!.GetValue<string>());
        var own = await installation.As(exporter.Bearer, installation.Intake).GetAsync(address);
        Assert.Null(own.Expect(HttpStatusCode.OK).Json["classes"]![0]!["setBy"]);
    }

    [Fact]
    public async Task A_feed_that_repeats_its_class_leaves_what_an_officer_set()
    {
        var exporter = new SampleExporter(74) { EnterpriseClass = 2 };
        var (installation, api) = await OpenAsync(exporter);
        var (address, tag) = await ClassesAsync(api, exporter);
        var body = await RequestAsync(api, exporter, 3, "C3-TAX-CREDIT");
        var set = await api.PostAsync(address, body, ("If-Match", tag), NewKey());
        set.Expect(HttpStatusCode.Created);

        await FeedAsync(installation, exporter, 2);
        Assert.Equal(3, await ClassAsync(api, exporter));
        await FeedAsync(installation, exporter with { EnterpriseClass = 4 }, 3);
        var latest = (await api.GetAsync(address)).Json["classes"]![0]!;
        Assert.Equal("FEED", latest["source"]!.GetValue<string>());
        Assert.Equal(4, latest["enterpriseClass"]!.GetValue<int>());
        await FeedAsync(
            installation,
            exporter with
            {
                EnterpriseClass = 4,
                AeoStatus = "ADVANCED",
            },
            4
        );
        var changes = (await api.GetAsync(address)).Json["changes"]!;
        Assert.Equal("aeoStatus", changes[0]!["field"]!.GetValue<string>());
        Assert.Equal("ADVANCED", changes[0]!["after"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_class_against_the_criteria_or_on_old_knowledge_is_refused()
    {
        var exporter = new SampleExporter(75) { EnterpriseClass = 2 };
        var (installation, api) = await OpenAsync(exporter);
        var (address, tag) = await ClassesAsync(api, exporter);

        var unmet = await RequestAsync(api, exporter, 4);
        var refused = await api.PostAsync(address, unmet, ("If-Match", tag), NewKey());
        Assert.Equal("RBF-1080", refused.ProblemCode);
        var good = await RequestAsync(api, exporter, 4, "C4-TAX-CREDIT");
        Assert.Equal("RBF-0428", (await api.PostAsync(address, good, NewKey())).ProblemCode);
        var stale = await api.PostAsync(address, good, ("If-Match", "\"0\""), NewKey());
        Assert.Equal("RBF-0412", stale.ProblemCode);
        var stranger = installation.As(
            Rater with
            {
                TaxAuthority = "13101160000",
            },
            installation.Intake
        );
        var foreign = await stranger.PostAsync(address, good, ("If-Match", tag), NewKey());
        Assert.Equal("RBF-1011", foreign.ProblemCode);
        Assert.Equal("RBF-1011", (await stranger.GetAsync(address)).ProblemCode);
    }

    [Fact]
    public async Task The_same_request_again_is_answered_alike_and_sets_nothing()
    {
        var exporter = new SampleExporter(79) { EnterpriseClass = 2 };
        var other = new SampleExporter(80) { EnterpriseClass = 2 };
        var (installation, api) = await OpenAsync(exporter);
        await installation.FeedReferenceAsync(other);
        var (address, tag) = await ClassesAsync(api, exporter);
        var (elsewhere, otherTag) = await ClassesAsync(api, other);
        var body = await RequestAsync(api, exporter, 4, "C4-TAX-CREDIT");
        var key = NewKey();

        Assert.Equal(
            "RBF-1004",
            (await api.PostAsync(address, body, ("If-Match", tag))).ProblemCode
        );
        var first = await api.PostAsync(address, body, ("If-Match", tag), key);
        var again = await api.PostAsync(address, body, ("If-Match", tag), key);

        Assert.Equal(first.Expect(HttpStatusCode.Created).Text, again.Text);
        Assert.Equal(HttpStatusCode.Created, again.Status);
        var history = (await api.GetAsync(address)).Json["classes"]!.AsArray();
        Assert.Equal(2, history.Count);
        var changed = await RequestAsync(api, exporter, 3, "C3-TAX-CREDIT");
        var reused = await api.PostAsync(address, changed, ("If-Match", tag), key);
        Assert.Equal("RBF-1005", reused.ProblemCode);
        var moved = await api.PostAsync(elsewhere, body, ("If-Match", otherTag), key);
        Assert.Equal("RBF-1005", moved.ProblemCode);
        // Keys of two officers never meet.
        var colleague = installation.As(
            Bearer.Officer("officer-evaluation-2", "evaluation"),
            installation.Intake
        );
        var theirs = await colleague.PostAsync(elsewhere, body, ("If-Match", otherTag), key);
        theirs.Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task History_cannot_be_rewritten()
    {
        var exporter = new SampleExporter(76);
        var (installation, _) = await OpenAsync(exporter);

        foreach (
            var sql in new[]
            {
                "UPDATE enterprise_class SET reason = ''",
                "DELETE FROM enterprise_class",
            }
        )
        {
            var fault = await Assert.ThrowsAnyAsync<Exception>(() =>
                installation.Intake.Database.ExecuteAsync(sql)
            );
            Assert.Contains("append-only", fault.Message, StringComparison.Ordinal);
        }
    }

    private static (string Name, string Value) NewKey() =>
        ("Idempotency-Key", Guid.CreateVersion7().ToString());

    private async Task<(Installation Installation, ApiClient Api)> OpenAsync(
        SampleExporter exporter
    )
    {
        var installation = await shared.GetAsync();
        await installation.FeedReferenceAsync(exporter);
        return (installation, installation.As(Rater, installation.Intake));
    }

    private static async Task<(string Address, string Tag)> ClassesAsync(
        ApiClient api,
        SampleExporter exporter
    )
    {
        var address = $"/v1/enterprises/{exporter.Uscc}/classes";
        var answer = (await api.GetAsync(address)).Expect(HttpStatusCode.OK);
        return (address, answer.ETag!);
    }

    private static async Task<object> RequestAsync(
        ApiClient api,
        SampleExporter exporter,
        int enterpriseClass,
        params string[] met
    )
    {
        var checklist = await api.GetAsync(
            $"/v1/enterprises/{exporter.Uscc}/class-checklist?enterpriseClass={enterpriseClass}"
        );
        return new
        {
            enterpriseClass,
            validFrom = "2026-04-20",
            reason = "年度评定",
            answers = checklist
                .Expect(HttpStatusCode.OK)
                .Json.AsArray()
                .Select(item => item!["criterion"]!.GetValue<string>())
                .Select(code => new { criterion = code, isMet = met.Contains(code) }),
        };
    }

    private static async Task<int> ClassAsync(ApiClient api, SampleExporter exporter)
    {
        var answer = await api.GetAsync($"/v1/enterprises/{exporter.Uscc}");
        return answer.Expect(HttpStatusCode.OK).Json["enterpriseClass"]!.GetValue<int>();
    }

    private static Task FeedAsync(Installation installation, SampleExporter exporter, int version)
    {
        var row = System.Text.Json.JsonSerializer.SerializeToNode(exporter.Row)!;
        row["version"] = version;
        return installation.FeedAsync("enterprises", [row]);
    }
}
