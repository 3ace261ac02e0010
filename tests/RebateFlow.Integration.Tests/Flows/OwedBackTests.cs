using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using static RebateFlow.Integration.Tests.Flows.OffsetSteps;

namespace RebateFlow.Integration.Tests.Flows;

/// <summary>
/// What is owed back: a declaration that is taken back, all of it or a part, owes its rebate; that
/// is decided like a rebate, kept in a ledger, and set off against the next approval.
/// </summary>
public sealed class OwedBackTests(SharedInstallation shared)
{
    /// <summary>R02: paid, taken back, declared again; the sum is one rebate.</summary>
    [Fact]
    public async Task An_original_that_is_taken_back_and_declared_again_is_paid_once()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var rebate = Two(filing.RebateCny);
        var (first, feedback) = await installation.HandInAsync(filing, filing.Document());
        Assert.Equal(("CLEAN", rebate), (Text(feedback, "outcome"), Text(feedback, "rebateDue")));
        var (offset, taken) = await installation.HandInAsync(filing, filing.Offset(901, 100m));
        Assert.Equal(("CLEAN", "0.00"), (Text(taken, "outcome"), Text(taken, "rebateDue")));
        Assert.Equal(rebate, Text(taken, "toRepay"));
        var again = (filing with { BatchNo = 902 }).Document().InPeriod("202604");
        var (second, anew) = await installation.HandInAsync(filing, again);
        Assert.Equal(("CLEAN", rebate), (Text(anew, "outcome"), Text(anew, "rebateDue")));
        var (twice, refused) = await installation.HandInAsync(filing, filing.Offset(903, 100m));
        Assert.Equal("BLOCKED", Text(refused, "outcome"));
        Assert.Contains(
            $"R319: {SampleFiling.CommodityCode} / 0 / 0.00 (202603-901)",
            await installation.DoubtsAsync(filing, twice)
        );

        await BarredAsync(installation, offset);
        await installation.GrantAsync(filing, first);
        await BarredAsync(installation, second);
        var owed = await installation.GrantAsync(filing, offset);
        Assert.Equal(("0.00", rebate), (Text(owed, "approvedRebate"), Text(owed, "toRepay")));
        Assert.Equal(rebate, Text(await installation.LedgerAsync(filing), "balance"));
        var kept = await installation.GrantAsync(filing, second);
        Assert.Equal((rebate, rebate), (Text(kept, "approvedRebate"), Text(kept, "setOff")));
        Assert.Equal("0.00", Text(kept, "payable"));
        await AllSeeItAsync(installation, filing, (offset, second), rebate);
    }

    private static async Task BarredAsync(Installation installation, Guid id)
    {
        var barred = await installation.TryDecideAsync(id, "APPROVE");
        Assert.Equal("RBF-3090", Text(barred.Expect(HttpStatusCode.Conflict).Json, "code"));
        var caseId = await installation.CaseIdAsync(id);
        await installation.ActAsync(CaseSteps.Reviewer, caseId, "release", null);
    }

    /// <summary>Officer, exporter, receipt, trail and report say the same.</summary>
    private static async Task AllSeeItAsync(
        Installation installation,
        SampleFiling filing,
        (Guid Offset, Guid Second) ids,
        string rebate
    )
    {
        var ledger = await installation.LedgerAsync(filing);
        Assert.Equal("0.00", Text(ledger, "balance"));
        var claim = Assert.Single(ledger["claims"]!.AsArray())!;
        Assert.Equal(("NEGATIVE_TOTAL", rebate), (Text(claim, "kind"), Text(claim, "setOff")));
        Assert.Equal(
            ["CLAIMED", "SET_OFF"],
            ledger["entries"]!.AsArray().Select(entry => Text(entry!, "kind"))
        );

        var exporter = installation.As(filing.Exporter.Bearer, installation.Intake);
        await Eventually.EqualAsync(
            $"0.00 SET_OFF {rebate} CLAIMED {rebate}",
            async () =>
            {
                var own = (await exporter.GetAsync("/v1/repayments")).Expect(HttpStatusCode.OK);
                return string.Join(
                    ' ',
                    [
                        Text(own.Json, "balance"),
                        .. own.Json["items"]!
                            .AsArray()
                            .Select(item => $"{Text(item!, "kind")} {Text(item!, "amount")}"),
                    ]
                );
            }
        );
        var receipt = await ReceiptAsync(exporter, ids.Second);
        Assert.Equal((rebate, "0.00"), (Text(receipt, "setOff"), Text(receipt, "payable")));
        Assert.Equal(rebate, Text(await ReceiptAsync(exporter, ids.Offset), "toRepay"));

        var auditor = installation.As(Bearer.Auditor, installation.Approval);
        var caseId = await installation.CaseIdAsync(ids.Second);
        var trail = (await auditor.GetAsync($"/v1/cases/{caseId}/audit")).Expect(HttpStatusCode.OK);
        Assert.Contains("\"setOffCny\"", trail.Text, StringComparison.Ordinal);
        var verified = await auditor.GetAsync("/v1/audit/verification");
        Assert.True(verified.Json["intact"]!.GetValue<bool>(), verified.Text);
        var report = (await auditor.GetAsync("/v1/reports/repayments")).Expect(HttpStatusCode.OK);
        var row = report.Json["rows"]!
            .AsArray()
            .Single(one => Text(one!, "uscc") == filing.Exporter.Uscc)!;
        Assert.Equal(
            (rebate, rebate, "0.00"),
            (Text(row, "claimed"), Text(row, "setOff"), Text(row, "owedAtLast"))
        );
    }

    private static async Task<JsonNode> ReceiptAsync(ApiClient exporter, Guid id) =>
        (
            await exporter.SendAsync(
                HttpMethod.Get,
                $"/v1/pre-declarations/{id}/receipt",
                null,
                ("Accept", "application/json")
            )
        )
            .Expect(HttpStatusCode.OK)
            .Json;

    /// <summary>R02b: the goods come back without what was paid for them.</summary>
    [Theory]
    [InlineData("-1.00", "-0.13")]
    [InlineData("-59999.99", "-7800.00")]
    public async Task An_offset_takes_back_what_was_paid_for_the_goods(string taxBase, string tax)
    {
        var (installation, filing) = await shared.WithFilingAsync();
        await installation.HandInAsync(filing, filing.Document());
        var body = filing.Offset(901, 100m);
        body["purchaseLines"]![0]!["taxBase"] = taxBase;
        body["purchaseLines"]![0]!["rebatableTax"] = tax;

        var (id, feedback) = await installation.HandInAsync(filing, body);

        Assert.Equal("BLOCKED", Text(feedback, "outcome"));
        Assert.Contains(
            $"R319: {SampleFiling.CommodityCode} / -100 / -60000.00",
            await installation.DoubtsAsync(filing, id)
        );
    }

    /// <summary>R08: 30 of 100 came back; what is owed is their part.</summary>
    [Fact]
    public async Task A_part_of_the_goods_comes_back_with_its_part_of_the_rebate()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var (first, _) = await installation.HandInAsync(filing, filing.Document());
        await installation.GrantAsync(filing, first);
        await installation.FeedAsync(
            "customs-declarations",
            filing.CustomsRows.Select(row =>
            {
                var changed = System.Text.Json.JsonSerializer.SerializeToNode(row)!;
                changed["status"] = "RETURNED";
                changed["version"] = 2;
                return changed;
            })
        );
        var (part, taken) = await installation.HandInAsync(filing, filing.Offset(901, 30m));
        Assert.Equal(("CLEAN", "0.00"), (Text(taken, "outcome"), Text(taken, "rebateDue")));
        Assert.Equal(Two(filing.RebateCny * 0.3m), Text(taken, "toRepay"));
        var (all, refused) = await installation.HandInAsync(filing, filing.Offset(902, 100m));
        Assert.Equal("BLOCKED", Text(refused, "outcome"));
        Assert.Contains(
            $"R319: {SampleFiling.CommodityCode} / -70 / -7000.00 (202603-901)",
            await installation.DoubtsAsync(filing, all)
        );
        var (_, rest) = await installation.HandInAsync(filing, filing.Offset(903, 70m));
        Assert.Equal(
            ("CLEAN", Two(filing.RebateCny * 0.7m)),
            (Text(rest, "outcome"), Text(rest, "toRepay"))
        );

        await installation.GrantAsync(filing, part);
        Assert.Equal(
            Two(filing.RebateCny * 0.3m),
            Text(await installation.LedgerAsync(filing), "balance")
        );
    }

    [Fact]
    public async Task Offsets_that_come_at_once_never_take_back_more_than_the_original()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        await installation.HandInAsync(filing, filing.Document());

        var answers = await Task.WhenAll(
            Enumerable
                .Range(901, 8)
                .Select(batch => installation.HandInAsync(filing, filing.Offset(batch, 30m)))
        );

        var outcomes = answers.Select(one => Text(one.Feedback, "outcome")).ToList();
        Assert.Equal(3, outcomes.Count(outcome => outcome == "CLEAN"));
        Assert.Equal(5, outcomes.Count(outcome => outcome == "BLOCKED"));
        Assert.Equal(
            "90 9000.00 10.0000",
            await installation.Intake.Database.QueryAsync<string>(
                $"""
                SELECT trim_scale(o.taken_quantity) || ' ' || o.taken_amount || ' '
                  || c.used_quantity
                FROM customs_declaration_line c
                JOIN pre_declaration p ON p.uscc = '{filing.Exporter.Uscc}'
                JOIN original_line o ON o.original = p.id::text AND o.line_key = 'E/0001'
                WHERE c.line_no = '{filing.CustomsLineNo(1)}'
                """
            )
        );
    }

    /// <summary>R12: the original is older than anything known here.</summary>
    [Fact]
    public async Task An_original_of_before_is_left_to_an_officer_and_taken_back_once()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var (id, feedback) = await installation.HandInAsync(
            filing,
            filing.Offset(901, 100m, originalPeriod: "202510")
        );
        Assert.Equal(
            ("PASSABLE", Two(filing.RebateCny)),
            (Text(feedback, "outcome"), Text(feedback, "toRepay"))
        );
        Assert.Equal(["R345: 202601"], await installation.DoubtsAsync(filing, id));
        var (_, twice) = await installation.HandInAsync(
            filing,
            filing.Offset(902, 1m, originalPeriod: "202511")
        );
        Assert.Equal("BLOCKED", Text(twice, "outcome"));

        var caseId = await installation.CaseIdAsync(id);
        (await installation.ClaimAsync(CaseSteps.Reviewer, caseId)).Expect(HttpStatusCode.OK);
        (
            await installation.ActAsync(
                CaseSteps.Reviewer,
                caseId,
                "doubts/1/pass",
                new { reason = "compared with the filing of October 2025" }
            )
        ).Expect(HttpStatusCode.OK);
        (
            await installation.ActAsync(
                CaseSteps.Reviewer,
                caseId,
                "decision",
                new { decision = "APPROVE" }
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal(
            Two(filing.RebateCny),
            Text(await installation.LedgerAsync(filing), "balance")
        );
    }

    [Fact]
    public async Task Nothing_is_pulled_away_from_under_another_filing()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var (first, _) = await installation.HandInAsync(filing, filing.Document());
        var (offset, _) = await installation.HandInAsync(filing, filing.Offset(901, 100m));
        var again = (filing with { BatchNo = 902 }).Document();
        var (second, _) = await installation.HandInAsync(filing, again);
        Assert.Equal(HttpStatusCode.Conflict, await WithdrawAsync(first));
        Assert.Equal(HttpStatusCode.Conflict, await WithdrawAsync(offset));

        // The offset fails: its goods are in use again, and what stands on them is not paid.
        await installation.GrantAsync(filing, first);
        (await installation.TryDecideAsync(offset, "REJECT")).Expect(HttpStatusCode.OK);
        await installation.StateBecomesAsync(filing, offset, "REJECTED");
        await BarredAsync(installation, second);
        Assert.Equal(HttpStatusCode.OK, await WithdrawAsync(second));
        var (_, blocked) = await installation.HandInAsync(
            filing,
            (filing with { BatchNo = 903 }).Document()
        );
        Assert.Equal("BLOCKED", Text(blocked, "outcome"));

        async Task<HttpStatusCode> WithdrawAsync(Guid id) =>
            (
                await installation
                    .As(filing.Exporter.Bearer, installation.Intake)
                    .PostAsync(
                        $"/v1/pre-declarations/{id}/withdrawal",
                        new { kind = "ERROR", reason = "" }
                    )
            ).Status;
    }

    [Fact]
    public async Task A_payment_is_noted_by_one_and_confirmed_by_another()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var (first, _) = await installation.HandInAsync(filing, filing.Document());
        await installation.GrantAsync(filing, first);
        var (offset, _) = await installation.HandInAsync(filing, filing.Offset(901, 100m));
        await installation.GrantAsync(filing, offset);

        object slip = new
        {
            amount = "5000.00",
            reference = "slip 1",
            paidOn = "2026-01-05",
        };
        var noted = await installation.PayAsync(filing, Treasurer, "", slip);
        noted.Expect(HttpStatusCode.OK);
        Assert.Equal(
            ("7800.00", "5000.00"),
            (Text(noted.Json, "balance"), Text(noted.Json, "pending"))
        );
        object more = new
        {
            amount = "2800.01",
            reference = "slip 2",
            paidOn = "2026-01-05",
        };
        var tooMuch = await installation.PayAsync(filing, Treasurer, "", more);
        Assert.Equal("RBF-3094", Text(tooMuch.Expect(HttpStatusCode.Conflict).Json, "code"));
        var again = await installation.PayAsync(
            filing,
            Treasurer,
            "",
            new
            {
                amount = "1.00",
                reference = "slip 1",
                paidOn = "2026-01-05",
            }
        );
        Assert.Equal("RBF-3096", Text(again.Expect(HttpStatusCode.Conflict).Json, "code"));

        var path = $"/{Text(noted.Json["payments"]![0]!, "id")}/confirmation";
        var same = await installation.PayAsync(filing, Treasurer, path, new { });
        Assert.Equal("RBF-3095", Text(same.Expect(HttpStatusCode.Forbidden).Json, "code"));
        var paid = await installation.PayAsync(filing, CaseSteps.Rereviewer, path, new { });
        Assert.Equal("2800.00", Text(paid.Expect(HttpStatusCode.OK).Json, "balance"));
        var closed = await installation.PayAsync(filing, CaseSteps.Rereviewer, path, new { });
        Assert.Equal("RBF-3093", Text(closed.Expect(HttpStatusCode.Conflict).Json, "code"));

        var before = installation.Clock.GetUtcNow().AddDays(-2);
        var asOf = before.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(
            "0.00",
            Text(await installation.LedgerAsync(filing, $"?asOf={asOf}"), "balance")
        );
        Assert.Equal("2800.00", Text(await installation.LedgerAsync(filing), "balance"));
        await RefusedByTheDataAsync(installation, filing);
    }

    /// <summary>Whatever a program asks, no claim is met twice and no entry changes.</summary>
    private static async Task RefusedByTheDataAsync(Installation installation, SampleFiling filing)
    {
        var uscc = filing.Exporter.Uscc;
        string[] attacks =
        [
            $"UPDATE repayment_claim SET set_off_cny = 2800.01 WHERE uscc = '{uscc}' RETURNING 1",
            $"UPDATE repayment_entry SET amount_cny = 1 WHERE uscc = '{uscc}' RETURNING 1",
            $"UPDATE repayment_account SET balance_cny = -1 WHERE uscc = '{uscc}' RETURNING 1",
        ];
        foreach (var attack in attacks)
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
                installation.Approval.Database.QueryAsync<int>(attack)
            );
    }

    private static string Two(decimal amount) =>
        amount.ToString("F2", CultureInfo.InvariantCulture);
}
