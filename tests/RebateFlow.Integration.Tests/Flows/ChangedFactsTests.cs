using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Flows;

/// <summary>
/// What a filing was compared with changes after it cleared: it is compared again wherever it
/// stands, and nothing is decided, given out or paid on what is no longer so.
/// </summary>
public sealed class ChangedFactsTests(SharedInstallation shared)
{
    public static TheoryData<string, string, string, string> Changes() =>
        new()
        {
            { "vat-invoices", "status", "RED", "M205" },
            { "vat-invoices", "status", "LOST_CONTROL", "M205" },
            { "vat-invoices", "taxBase", "50000.00", "M206" },
            { "customs-declarations", "status", "CANCELLED", "M111" },
            { "customs-declarations", "quantity1", "80.0000", "M104" },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_case_under_review_shows_the_change_and_cannot_be_approved(
        string feed,
        string field,
        string value,
        string code
    )
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        var caseId = IdOf(await installation.CaseOfAsync(id));
        (await installation.ClaimAsync(CaseSteps.Reviewer, caseId)).Expect(HttpStatusCode.OK);

        await installation.FeedAsync(feed, [Changed(RowOf(filing, feed), 2, (field, value))]);

        var seen = await CheckedAsync(installation, filing, id, checkNo: 2);
        Assert.Equal("UNDER_REVIEW", Text(seen, "state"));
        Assert.Equal("BLOCKED", Text(seen["feedback"]!, "outcome"));
        Assert.Equal(1, seen["attemptNo"]!.GetValue<int>());
        var doubts = await DoubtsAsync(installation, filing, id);
        Assert.Contains(code, doubts);
        var shown = await CaseAsync(installation, caseId, checkNo: 2);
        Assert.Equal("CLAIMED", Text(shown, "state"));
        Assert.Contains(shown["doubts"]!.AsArray(), doubt => Text(doubt!, "code") == code);
        var change = shown["factChanges"]!.AsArray().Single(one => Text(one!, "field") == field)!;
        Assert.Equal(feed, Text(change, "feed"));
        Assert.StartsWith(value.TrimEnd('0').TrimEnd('.'), Text(change, "after"));
        Assert.NotEqual(Text(change, "before"), Text(change, "after"));

        object approval = new { decision = "APPROVE" };
        var refused = await installation.ActAsync(CaseSteps.Reviewer, caseId, "decision", approval);
        Assert.Equal("RBF-3020", Text(refused.Expect(HttpStatusCode.Conflict).Json, "code"));
        var receipt = await Exporter(installation, filing).GetAsync(Receipt(id));
        Assert.Equal(HttpStatusCode.Conflict, receipt.Status);
    }

    [Fact]
    public async Task A_fact_that_is_put_right_again_lets_the_case_be_approved()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        var caseId = IdOf(await installation.CaseOfAsync(id));
        var invoice = RowOf(filing, "vat-invoices");
        await installation.FeedAsync("vat-invoices", [Changed(invoice, 2, ("status", "RED"))]);
        await CaseAsync(installation, caseId, checkNo: 2);

        await installation.FeedAsync("vat-invoices", [Changed(invoice, 3, ("status", "NORMAL"))]);

        var seen = await CheckedAsync(installation, filing, id, checkNo: 3);
        Assert.Equal("CLEAN", Text(seen["feedback"]!, "outcome"));
        var shown = await CaseAsync(installation, caseId, checkNo: 3);
        Assert.Empty(shown["doubts"]!.AsArray());
        await installation.ApproveAsync(caseId);
        await installation.StateBecomesAsync(filing, id, "APPROVED");
    }

    [Fact]
    public async Task A_row_with_a_new_version_and_the_same_content_changes_nothing()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        await installation.CaseOfAsync(id);

        await installation.FeedAsync("vat-invoices", [Changed(RowOf(filing, "vat-invoices"), 2)]);

        var seen = await installation.SeenByExporterAsync(filing, id);
        Assert.False(seen["feedback"]!["isStale"]!.GetValue<bool>());
        Assert.Equal(1, seen["feedback"]!["checkNo"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_was_approved_is_looked_at_again_and_its_receipt_withheld()
    {
        var (installation, filing) = await shared.WithFilingAsync(pairs: 2);
        var id = await installation.SubmitAsync(filing);
        var caseId = IdOf(await installation.CaseOfAsync(id));
        await installation.ApproveAsync(caseId);
        await installation.StateBecomesAsync(filing, id, "APPROVED");
        var exporter = Exporter(installation, filing);
        var receipt = (await exporter.GetAsync(Receipt(id))).Expect(HttpStatusCode.OK).Text;
        var invoice = RowOf(filing, "vat-invoices");

        await installation.FeedAsync("vat-invoices", [Changed(invoice, 2, ("status", "RED"))]);

        var seen = await CheckedAsync(installation, filing, id, checkNo: 2);
        Assert.Equal("APPROVED", Text(seen, "state"));
        Assert.Equal(HttpStatusCode.Conflict, (await exporter.GetAsync(Receipt(id))).Status);
        var declared = await exporter.PostAsync(
            $"/v1/pre-declarations/{id}/formal-declaration",
            new { receipt },
            ("Idempotency-Key", $"formal-{id}")
        );
        Assert.Equal("RBF-1039", Text(declared.Expect(HttpStatusCode.Conflict).Json, "code"));
        var check = await OpenCheckAsync(installation, caseId);
        Assert.Equal(filing.RebateCny / 2, check.Proposed);

        await installation.FeedAsync("vat-invoices", [Changed(invoice, 3, ("status", "NORMAL"))]);

        await CheckedAsync(installation, filing, id, checkNo: 3);
        await Eventually.EqualAsync(
            "CLOSED CLEAN 0.00",
            () =>
                installation.Approval.Database.QueryAsync<string>(
                    "SELECT concat_ws(' ', state, outcome, found_cny) "
                        + $"FROM case_check WHERE case_id = '{caseId}' AND kind = 'RE_REVIEW'"
                )
        );
        (await exporter.GetAsync(Receipt(id))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_exporter_that_is_suspended_has_its_open_filings_compared_again()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        var caseId = IdOf(await installation.CaseOfAsync(id));

        var row = Node(filing.Exporter.Row);
        row["suspended"] = true;
        row["version"] = 2;
        await installation.FeedAsync("enterprises", [row]);

        await CheckedAsync(installation, filing, id, checkNo: 2);
        Assert.Contains("R311", await DoubtsAsync(installation, filing, id));
        var shown = await CaseAsync(installation, caseId, checkNo: 2);
        Assert.Contains(shown["doubts"]!.AsArray(), doubt => Text(doubt!, "code") == "R311");
    }

    [Fact]
    public async Task A_burst_of_changes_has_each_filing_compared_once()
    {
        const int filings = 20;
        var installation = await shared.GetAsync();
        var exporter = shared.NewFiling().Exporter;
        SampleFiling[] some =
        [
            .. Enumerable
                .Range(0, filings)
                .Select(_ => shared.NewFiling(pairs: 3) with { Exporter = exporter }),
        ];
        await installation.FeedReferenceAsync(exporter);
        await installation.FeedVouchersAsync(some);
        var ids = new List<Guid>();
        foreach (var filing in some)
            ids.Add(await installation.SubmitAsync(filing));
        foreach (var id in ids)
            await installation.CaseOfAsync(id);

        for (var pair = 0; pair < 3; pair++)
        {
            var rows = some.Select(filing => filing.InvoiceRows.ElementAt(pair)).ToList();
            await installation.FeedAsync(
                "vat-invoices",
                rows.Select(row => Changed(Node(row), 2, ("sellerName", "测试供货企业改名")))
            );
        }

        foreach (var (filing, id) in some.Zip(ids))
            await CheckedAsync(installation, filing, id, checkNo: 2);
        var list = string.Join(',', ids.Select(id => $"'{id}'"));
        Assert.Equal(
            0L,
            await installation.Intake.Database.CountAsync(
                $"stale_check WHERE pre_declaration_id IN ({list})"
            )
        );
        Assert.Equal(
            filings,
            await installation.Intake.Database.CountAsync(
                $"former_check WHERE pre_declaration_id IN ({list})"
            )
        );
    }

    private static async Task<(Guid Id, decimal Proposed)> OpenCheckAsync(
        Installation installation,
        Guid caseId
    )
    {
        await Eventually.EqualAsync(
            1L,
            () =>
                installation.Approval.Database.CountAsync(
                    $"case_check WHERE case_id = '{caseId}' AND state = 'OPEN'"
                )
        );
        var text = await installation.Approval.Database.QueryAsync<string>(
            $"SELECT check_id || ' ' || proposed_cny FROM case_check WHERE case_id = '{caseId}'"
        );
        var parts = text!.Split(' ');
        return (
            Guid.Parse(parts[0]),
            decimal.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)
        );
    }

    private static ApiClient Exporter(Installation installation, SampleFiling filing) =>
        installation.As(filing.Exporter.Bearer, installation.Intake);

    private static string Receipt(Guid id) => $"/v1/pre-declarations/{id}/receipt";

    private static Task<JsonNode> CheckedAsync(
        Installation installation,
        SampleFiling filing,
        Guid id,
        int checkNo
    ) =>
        Eventually.GetAsync(async () =>
            await installation.SeenByExporterAsync(filing, id) is var seen
            && seen["feedback"] is { } feedback
            && feedback["checkNo"]!.GetValue<int>() == checkNo
            && !feedback["isStale"]!.GetValue<bool>()
                ? seen
                : null
        );

    private static Task<JsonNode> CaseAsync(Installation installation, Guid caseId, int checkNo) =>
        Eventually.GetAsync(async () =>
            (
                await installation
                    .As(CaseSteps.Reviewer, installation.Approval)
                    .GetAsync($"/v1/cases/{caseId}")
            ).Json
                is var seen
            && seen["checkNo"]!.GetValue<int>() == checkNo
            && !seen["isStale"]!.GetValue<bool>()
                ? seen
                : null
        );

    private static async Task<string[]> DoubtsAsync(
        Installation installation,
        SampleFiling filing,
        Guid id
    ) =>
        [
            .. (await Exporter(installation, filing).GetAsync($"/v1/pre-declarations/{id}/doubts"))
                .Expect(HttpStatusCode.OK)
                .Json["items"]!
                .AsArray()
                .Select(doubt => Text(doubt!, "code")),
        ];

    private static JsonObject RowOf(SampleFiling filing, string feed) =>
        Node(feed == "vat-invoices" ? filing.InvoiceRows.First() : filing.CustomsRows.First());

    private static JsonObject Changed(
        JsonObject row,
        int version,
        params (string Field, string Value)[] changes
    )
    {
        var changed = row.DeepClone().AsObject();
        changed["version"] = version;
        foreach (var (field, value) in changes)
            changed[field] = value;
        return changed;
    }

    private static JsonObject Node(object row) =>
        JsonSerializer.SerializeToNode(row, JsonSerializerOptions.Web)!.AsObject();

    private static Guid IdOf(JsonNode opened) => opened["id"]!.GetValue<Guid>();

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
