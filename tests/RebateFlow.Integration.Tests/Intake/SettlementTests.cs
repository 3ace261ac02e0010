using System.Net;
using RebateFlow.Intake.Settlements;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// Settlement of processing books: handed in by the exporter, computed from its own live filings,
/// registered by an officer, and taken once by a later summary.
/// </summary>
public sealed class SettlementTests(SharedInstallation shared)
{
    /// <summary>
    /// E18: 10,000,000 declared at 60%, 65% actual, rates 13 and 11; 55,000 less ECR tax and 10,000
    /// less disallowed tax.
    /// </summary>
    [Fact]
    public async Task E18_is_previewed_handed_in_and_registered()
    {
        var steps = await SettlementSteps.StartAsync(shared, "0.6");
        await DeclareAsync(steps, new("202602", 10_000_000m) { Planned = "0.6" });
        var request = steps.Request("2026-01-01", "2026-03-31", 650_000m, 1_000_000m);

        var preview = (await steps.Api.PostAsync("/v1/settlements/preview", request))
            .Expect(HttpStatusCode.OK)
            .Json;
        Assert.Equal("PREVIEW", preview["state"]!.GetValue<string>());
        Assert.Equal("10000000.00", preview["declaredExportCny"]!.GetValue<string>());
        Assert.Equal("0.65", preview["actualAllocationRate"]!.GetValue<string>());
        Assert.Equal("-55000.00", preview["adjustEcrTax"]!.GetValue<string>());
        Assert.Equal("-10000.00", preview["adjustDisallowedTax"]!.GetValue<string>());
        var line = preview["lines"]![0]!;
        Assert.Equal("6000000.00", line["bondedPlannedCny"]!.GetValue<string>());
        Assert.Equal("6500000.00", line["bondedActualCny"]!.GetValue<string>());
        Assert.Contains(
            "(6,000,000 − 6,500,000) × 11% = -55,000",
            DerivationOf(line),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "650,000 ÷ 1,000,000 = 0.65",
            DerivationOf(preview),
            StringComparison.Ordinal
        );
        Assert.Empty((await steps.Api.GetAsync("/v1/settlements")).Json["items"]!.AsArray());

        var id = await steps.SettleAsync(request);
        var seen = (await steps.Api.GetAsync($"/v1/settlements/{id}")).Json;
        Assert.Equal("REGISTERED", seen["state"]!.GetValue<string>());
        Assert.Equal("2027-01-01", seen["rateValidFrom"]!.GetValue<string>());
        Assert.Null(seen["history"]![1]!["doneBy"]);
        var read = (await steps.OfficerApi.GetAsync($"/v1/settlements/{id}")).Json;
        Assert.Equal("officer-settles", read["history"]![1]!["doneBy"]!.GetValue<string>());
        Assert.Equal(("-55000.00", "-10000.00"), await steps.ToTakeAsync());
    }

    [Fact]
    public async Task An_export_counts_by_its_date_whatever_period_it_was_declared_in()
    {
        var steps = await SettlementSteps.StartAsync(shared, "0.6");
        await DeclareAsync(steps, new("202604", 10_000_000m) { Planned = "0.6" });

        var preview = await steps.Api.PostAsync(
            "/v1/settlements/preview",
            steps.Request("2026-02-01", "2026-03-31", 650_000m, 1_000_000m)
        );

        Assert.Equal(
            "10000000.00",
            preview.Expect(HttpStatusCode.OK).Json["declaredExportCny"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task An_adjustment_is_taken_once_and_given_back_by_a_withdrawal()
    {
        var steps = await SettlementSteps.StartAsync(shared, "0.6");
        await DeclareAsync(steps, new("202602", 10_000_000m) { Planned = "0.6" });
        await steps.SettleAsync(steps.Request("2026-01-01", "2026-03-31", 65m, 100m));

        await steps.FeedReturnAsync("202603", 0m, 0m);
        var (first, doubts) = await steps.FeedbackAsync(
            await steps.FileAsync(new("202603", 0m) { Row14 = "-55000.00", Row8 = "-10000.00" })
        );
        Assert.Empty(doubts);
        Assert.Equal(-10_000m, SettlementSteps.Row(first, 9));
        Assert.Equal(55_000m, SettlementSteps.Row(first, 16));
        Assert.Equal(("0.00", "0.00"), await steps.ToTakeAsync());

        var again = new EcrFiling("202603", 0m)
        {
            BatchNo = 2,
            Row14 = "-55000.00",
            Row8 = "-10000.00",
        };
        var (second, ofSecond) = await steps.FeedbackAsync(await steps.FileAsync(again));
        Assert.Equal(["R324"], ofSecond);
        Assert.Equal("PASSABLE", second["feedback"]!["outcome"]!.GetValue<string>());

        await steps.WithdrawAsync(first["id"]!.GetValue<Guid>(), "WAIVER");
        Assert.Equal(("-55000.00", "-10000.00"), await steps.ToTakeAsync());
        await steps.WithdrawAsync(second["id"]!.GetValue<Guid>(), "ERROR");
        var last = again with { BatchNo = 3 };
        Assert.Empty((await steps.FeedbackAsync(await steps.FileAsync(last))).Doubts);
        Assert.Equal(("0.00", "0.00"), await steps.ToTakeAsync());
    }

    [Fact]
    public async Task What_a_filing_was_counted_with_is_owed_while_it_is_live()
    {
        var steps = await SettlementSteps.StartAsync(shared, "0.6");
        var counted = await DeclareAsync(steps, new("202602", 10_000_000m) { Planned = "0.6" });
        await DeclareAsync(steps, new("202603", 2_000_000m) { Planned = "0.6", BatchNo = 2 });
        await steps.SettleAsync(steps.Request("2026-01-01", "2026-03-31", 65m, 100m));
        Assert.Equal(("-66000.00", "-12000.00"), await steps.ToTakeAsync());

        // To the one that was counted the settlement says nothing, whenever it is looked at again.
        await using var connection =
            await steps.Installation.Intake.Database.Direct.OpenConnectionAsync();
        var seen = await RegisteredSettlementSql.FindAsync(
            connection,
            steps.Exporter.Uscc,
            counted,
            default
        );
        Assert.Null(seen.ToTake);
        Assert.False(seen.IsSettled(steps.Book, new DateOnly(2026, 2, 10)));

        await steps.WithdrawAsync(counted, "ERROR");

        Assert.Equal(("-11000.00", "-2000.00"), await steps.ToTakeAsync());
    }

    /// <summary>
    /// E17: a settlement of rates 13 and 13 lowers ECR tax by 22,000; the month of 1,000,000 at 13
    /// and 11 leaves out row 14 and takes it. Rebate due 80,000, exempt-credit 8,000.
    /// </summary>
    [Fact]
    public async Task E17_takes_the_registered_adjustment_into_row_14()
    {
        var steps = await SettlementSteps.StartAsync(shared, "0.4");
        await DeclareAsync(
            steps,
            new("202602", 1_692_307.70m) { Planned = "0.4", Code = SettlementSteps.Thirteen13 }
        );
        await steps.SettleAsync(steps.Request("2026-01-01", "2026-03-31", 500m, 1_000m));
        Assert.Equal(("-22000.00", "0.00"), await steps.ToTakeAsync());

        await steps.FeedReturnAsync("202603", 1_000_000m, 80_000m);
        var filing = new EcrFiling("202603", 1_000_000m)
        {
            InputTax = 150_000m,
            OutputTax = 50_000m,
        };
        var (seen, doubts) = await steps.FeedbackAsync(await steps.FileAsync(filing));

        Assert.Empty(doubts);
        (int Row, decimal Value)[] expected =
        [
            (5, 20_000m),
            (10, 110_000m),
            (14, -22_000m),
            (15, 88_000m),
            (16, 0m),
            (17, 80_000m),
            (18, 80_000m),
            (19, 8_000m),
        ];
        Assert.Equal(expected, expected.Select(e => (e.Row, SettlementSteps.Row(seen, e.Row))));
        Assert.Equal(("0.00", "0.00"), await steps.ToTakeAsync());
    }

    [Fact]
    public async Task Filings_that_come_at_once_never_take_an_adjustment_twice()
    {
        var steps = await SettlementSteps.StartAsync(shared, "0.6");
        await DeclareAsync(
            steps,
            new("202512", 1_000_000m) { Planned = "0.6", ExportDate = "2025-12-10" }
        );
        await steps.SettleAsync(steps.Request("2025-01-01", "2025-12-31", 650m, 1_000m));
        // Each in a month of its own, so that no lock of a month orders them.
        string[] periods = ["202601", "202602", "202603", "202604"];
        foreach (var period in periods)
            await steps.FeedReturnAsync(period, 0m, 0m);

        var ids = await Task.WhenAll(
            periods.Select(period => steps.FileAsync(new EcrFiling(period, 0m)))
        );
        var feedbacks = await Task.WhenAll(ids.Select(steps.FeedbackAsync));

        Assert.All(feedbacks, feedback => Assert.DoesNotContain("R324", feedback.Doubts));
        Assert.Equal(-5_500m, feedbacks.Sum(one => SettlementSteps.Row(one.Seen, 14)));
        Assert.Equal(-1_000m, feedbacks.Sum(one => SettlementSteps.Row(one.Seen, 8)));
        Assert.Equal(("0.00", "0.00"), await steps.ToTakeAsync());
    }

    [Fact]
    public async Task A_check_that_waited_for_another_one_takes_what_that_left()
    {
        var steps = await SettlementSteps.StartAsync(shared, "0.6");
        var declared = await DeclareAsync(steps, new("202602", 1_000_000m) { Planned = "0.6" });
        await steps.SettleAsync(steps.Request("2026-01-01", "2026-03-31", 650m, 1_000m));
        await steps.FeedReturnAsync("202603", 0m, 0m);

        // The other check has taken a part and is about to commit.
        await using var other = await steps.HoldAsync(
            $"""
            SELECT FROM settlement WHERE uscc = '{steps.Exporter.Uscc}' FOR NO KEY UPDATE;
            UPDATE ecr_summary SET settlement_ecr_tax_taken = -5000
            WHERE pre_declaration_id = '{declared}'
            """
        );
        var filed = steps.FileAsync(new EcrFiling("202603", 0m));
        await steps.SomebodyWaitsAsync("settlement");
        await other.CommitAsync();

        var (seen, doubts) = await steps.FeedbackAsync(await filed);
        Assert.Empty(doubts);
        Assert.Equal(-500m, SettlementSteps.Row(seen, 14));
        Assert.Equal(-1_000m, SettlementSteps.Row(seen, 8));
    }

    [Fact]
    public async Task A_check_that_waited_for_a_registration_meets_a_settled_book()
    {
        var steps = await SettlementSteps.StartAsync(shared, "0.6");
        await DeclareAsync(steps, new("202602", 1_000_000m) { Planned = "0.6" });
        var request = steps.Request("2026-01-01", "2026-03-31", 650m, 1_000m);
        (await steps.HandInAsync(request)).Expect(HttpStatusCode.Created);
        await steps.FeedReturnAsync("202603", 1_000m, 0m);

        // The registration holds the book and is about to commit.
        await using var other = await steps.HoldAsync(
            $"""
            SELECT FROM processing_book WHERE book_no = '{steps.Book}' FOR UPDATE;
            UPDATE settlement SET state = 'REGISTERED', decided_by = 'officer',
              decided_at = now(), rate_valid_from = '2027-01-01'
            WHERE book_no = '{steps.Book}'
            """
        );
        var filed = steps.FileAsync(new EcrFiling("202603", 1_000m) { Planned = "0.6" });
        await steps.SomebodyWaitsAsync("processing_book");
        await other.CommitAsync();

        Assert.Equal(["R312"], (await steps.FeedbackAsync(await filed)).Doubts);
    }

    [Fact]
    public async Task A_registered_settlement_closes_its_period_and_rates_later_exports()
    {
        var steps = await SettlementSteps.StartAsync(shared, "0.6");
        await DeclareAsync(
            steps,
            new("202512", 1_000_000m) { Planned = "0.6", ExportDate = "2025-12-10" }
        );
        // The rate would hold from 2026-01-01, but no export before the registration is touched.
        var id = await steps.SettleAsync(steps.Request("2025-01-01", "2025-12-31", 60m, 100m));
        var seen = (await steps.Api.GetAsync($"/v1/settlements/{id}")).Json;
        Assert.Equal("2026-04-20", seen["rateValidFrom"]!.GetValue<string>());
        Assert.Equal("0.00", seen["adjustEcrTax"]!.GetValue<string>());

        var other = steps.Book.Replace('C', 'E');
        await steps.FeedBookAsync(other, "0.7");
        await steps.FeedReturnAsync("202603", 100_000m, 0m);
        var old = new EcrFiling("202603", 100_000m) { Planned = "0.6", ExportDate = "2025-12-20" };
        Assert.Contains("R312", await DoubtsAsync(steps, old));
        var before = old with { ExportDate = "2026-02-10", Planned = "0.7", Book = other };
        Assert.Empty(await DoubtsAsync(steps, before));
        await steps.FeedReturnAsync("202604", 100_000m, 0m);
        var after = before with { Period = "202604", ExportDate = "2026-04-20" };
        Assert.Equal(["R314"], await DoubtsAsync(steps, after));
        Assert.Empty(await DoubtsAsync(steps, after with { Planned = "0.6", BatchNo = 2 }));
    }

    [Fact]
    public async Task A_hand_in_is_idempotent_and_declared_figures_have_to_agree()
    {
        var steps = await SettlementSteps.StartAsync(shared, "0.6");
        await DeclareAsync(steps, new("202602", 1_000_000m) { Planned = "0.6" });
        var request = System.Text.Json.JsonSerializer.SerializeToNode(
            steps.Request("2026-01-01", "2026-03-31", 650m, 1_000m)
        )!;

        request["declaredExportCny"] = "999999.99";
        var wrong = await steps.HandInAsync(request);
        Assert.Equal("RBF-1091", wrong.ProblemCode);
        Assert.Equal("declaredExportCny", wrong.Json["errors"]![0]!["field"]!.GetValue<string>());
        var preview = await steps.Api.PostAsync("/v1/settlements/preview", request);
        Assert.Equal(
            "declaredExportCny",
            preview.Json["differences"]![0]!["field"]!.GetValue<string>()
        );

        request["declaredExportCny"] = "1000000.00";
        request["adjustEcrTax"] = "-5500.00";
        var twice = await Task.WhenAll(
            steps.HandInAsync(request, "settle-94"),
            steps.HandInAsync(request, "settle-94")
        );
        var ids = twice.Select(one =>
            one.Expect(HttpStatusCode.Created).Json["id"]!.GetValue<Guid>()
        );
        Assert.Single(ids.Distinct());
        Assert.Equal("RBF-1092", (await steps.HandInAsync(request)).ProblemCode);
        request["periodEnd"] = "2026-02-28";
        Assert.Equal("RBF-1005", (await steps.HandInAsync(request, "settle-94")).ProblemCode);
        Assert.Equal(
            "RBF-1004",
            (await steps.Api.PostAsync("/v1/settlements", request)).ProblemCode
        );
    }

    [Fact]
    public async Task What_cannot_be_settled_is_refused_with_every_fault()
    {
        var steps = await SettlementSteps.StartAsync(shared, "0.6");
        var refused = await steps.HandInAsync(
            new
            {
                processingBookNo = "C02022699999",
                periodStart = "2026-03-01",
                periodEnd = "2026-02-01",
                flows = new[]
                {
                    new
                    {
                        tradeMode = "0110",
                        direction = "EXPORT",
                        valueCny = "1.00",
                    },
                },
            }
        );
        Assert.Equal("RBF-1002", refused.ProblemCode);
        Assert.Equal(
            ["processingBookNo", "periodEnd", "flows[0].tradeMode"],
            refused.Json["errors"]!.AsArray().Select(e => e!["field"]!.GetValue<string>())
        );
        var nul = System.Text.Json.JsonSerializer.SerializeToNode(
            steps.Request("2026-01-01", "2026-03-31", 1m, 2m)
        )!;
        nul["processingBookNo"] = "C\0";
        Assert.Equal("RBF-0400", (await steps.HandInAsync(nul)).ProblemCode);
        nul["processingBookNo"] = "C02022699999";
        nul["flows"]![0] = null;
        Assert.Equal("RBF-1001", (await steps.HandInAsync(nul)).ProblemCode);
        var noExports = steps.Request("2026-01-01", "2026-03-31", 1m, 0m);
        Assert.Equal("RBF-1002", (await steps.HandInAsync(noExports)).ProblemCode);
        var tooMuch = steps.Request("2026-01-01", "2026-03-31", 2m, 1m);
        Assert.Equal("RBF-1002", (await steps.HandInAsync(tooMuch)).ProblemCode);
    }

    [Fact]
    public async Task An_officer_of_the_authority_decides_once_on_figures_that_still_stand()
    {
        var steps = await SettlementSteps.StartAsync(shared, "0.6");
        var filing = new EcrFiling("202602", 1_000_000m) { Planned = "0.6" };
        var declared = await DeclareAsync(steps, filing);
        var request = steps.Request("2026-01-01", "2026-03-31", 650m, 1_000m);
        var handedIn = (await steps.HandInAsync(request)).Expect(HttpStatusCode.Created);
        var id = handedIn.Json["id"]!.GetValue<Guid>();

        Assert.Equal("RBF-0403", (await steps.DecideAsync(id, api: steps.Api)).ProblemCode);
        var strange = SettlementSteps.Officer with { TaxAuthority = "13101160000" };
        var stranger = steps.Installation.As(strange, steps.Installation.Intake);
        Assert.Equal("RBF-1090", (await steps.DecideAsync(id, api: stranger)).ProblemCode);
        Assert.Empty((await stranger.GetAsync("/v1/settlements")).Json["items"]!.AsArray());

        await steps.WithdrawAsync(declared, "ERROR");
        var changed = await steps.DecideAsync(id);
        Assert.Equal("RBF-1094", changed.ProblemCode);
        Assert.Equal("declaredExportCny", changed.Json["errors"]![0]!["field"]!.GetValue<string>());
        (await steps.DecideAsync(id, "refusal", key: "refuse-96")).Expect(HttpStatusCode.OK);
        (await steps.DecideAsync(id, "refusal", key: "refuse-96")).Expect(HttpStatusCode.OK);
        Assert.Equal("RBF-1093", (await steps.DecideAsync(id)).ProblemCode);

        await DeclareAsync(steps, filing with { BatchNo = 2 });
        var next = (await steps.HandInAsync(request)).Expect(HttpStatusCode.Created);
        var nextId = next.Json["id"]!.GetValue<Guid>();
        var both = await Task.WhenAll(steps.DecideAsync(nextId), steps.DecideAsync(nextId));
        Assert.Single(both, one => one.Status == HttpStatusCode.OK);
        Assert.Single(both, one => one.ProblemCode == "RBF-1093");
    }

    private static async Task<Guid> DeclareAsync(SettlementSteps steps, EcrFiling filing)
    {
        await steps.FeedReturnAsync(filing.Period, filing.FobCny, 0m);
        var id = await steps.FileAsync(filing);
        Assert.Empty((await steps.FeedbackAsync(id)).Doubts);
        return id;
    }

    private static async Task<IReadOnlyList<string>> DoubtsAsync(
        SettlementSteps steps,
        EcrFiling filing
    ) => (await steps.FeedbackAsync(await steps.FileAsync(filing))).Doubts;

    private static string DerivationOf(System.Text.Json.Nodes.JsonNode from) =>
        from["derivation"]!.GetValue<string>();
}
