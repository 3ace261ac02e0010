using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// The batches of one month share its VAT return: together they never declare more sales nor rebate
/// more than it has, also when they come at the same moment.
/// </summary>
public sealed class MonthOfEcrTests(SharedInstallation shared)
{
    private const string Period = "202603";

    [Fact]
    public async Task Of_batches_that_come_at_once_one_takes_the_month()
    {
        var installation = await shared.GetAsync();
        var batches = await BatchesAsync(installation, count: 6);

        var ids = await Task.WhenAll(batches.Select(batch => SubmitAsync(installation, batch)));

        // Each of them alone agrees with the return.
        var feedbacks = await Task.WhenAll(
            ids.Zip(batches, (id, batch) => FeedbackAsync(installation, batch, id))
        );
        Assert.Equal(5, feedbacks.Count(feedback => feedback.Outcome == "BLOCKED"));
        Assert.Equal(9_230m, Assert.Single(feedbacks, f => f.Outcome != "BLOCKED").Rebate);
    }

    [Fact]
    public async Task A_further_batch_takes_what_is_left_of_an_amended_return()
    {
        var installation = await shared.GetAsync();
        var batches = await BatchesAsync(installation, count: 2);
        var first = await SubmitAsync(installation, batches[0]);
        Assert.Equal(9_230m, (await FeedbackAsync(installation, batches[0], first)).Rebate);

        await FeedReturnAsync(installation, batches[0], 142_000m, 12_000m, version: 2);
        var second = await SubmitAsync(installation, batches[1]);

        var feedback = await FeedbackAsync(installation, batches[1], second);
        Assert.NotEqual("BLOCKED", feedback.Outcome);
        Assert.Equal(2_770m, feedback.Rebate);
        var seen = await installation.SeenByExporterAsync(batches[1], second);
        Assert.Equal("9230.00", seen["rebate"]!["creditTakenByOtherBatches"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_batch_that_is_withdrawn_leaves_the_month_to_the_next()
    {
        var installation = await shared.GetAsync();
        var batches = await BatchesAsync(installation, count: 2);
        var first = await SubmitAsync(installation, batches[0]);
        await installation.StateBecomesAsync(batches[0], first, "UNDER_REVIEW");

        await installation.WithdrawAsync(batches[0], first, "ERROR");

        var next = await SubmitAsync(installation, batches[1]);
        var feedback = await FeedbackAsync(installation, batches[1], next);
        Assert.NotEqual("BLOCKED", feedback.Outcome);
        Assert.Equal(9_230m, feedback.Rebate);
    }

    [Theory]
    [InlineData("10770.00", "CLEAN")]
    [InlineData("0.00", "PASSABLE")]
    public async Task The_next_month_begins_with_the_credit_that_this_one_left(
        string previousCredit,
        string outcome
    )
    {
        var installation = await shared.GetAsync();
        var batch = (await BatchesAsync(installation, count: 2))[0];
        var first = await SubmitAsync(installation, batch);
        Assert.Equal(9_230m, (await FeedbackAsync(installation, batch, first)).Rebate);
        var next = batch with { Serial = batch.Serial + 1, VoucherSerial = batch.Serial + 1 };
        await FeedReturnAsync(installation, next, 71_000m, 20_000m, version: 1, "202604");

        var id = await SubmitAsync(installation, next, "202604", previousCredit);

        var feedback = await FeedbackAsync(installation, next, id);
        Assert.Equal(outcome, feedback.Outcome);
        var page = await installation
            .As(next.Exporter.Bearer, installation.Intake)
            .GetAsync($"/v1/pre-declarations/{id}/doubts");
        var doubts = page.Json["items"]!
            .AsArray()
            .Select(doubt => $"{doubt!["code"]} {doubt["declared"]} {doubt["expected"]}");
        Assert.Equal(outcome == "CLEAN" ? [] : ["R332 0.00 10770.00"], doubts);
    }

    private async Task<IReadOnlyList<SampleFiling>> BatchesAsync(
        Installation installation,
        int count
    )
    {
        var first = shared.NewFiling();
        first = first with { Exporter = first.Exporter with { Kind = "PE" } };
        var batches = Enumerable
            .Range(1, count)
            .Select(no =>
                first with
                {
                    BatchNo = no,
                    Serial = (first.Serial * 1000) + 500 + no,
                    VoucherSerial = (first.Serial * 1000) + 500 + no,
                }
            )
            .ToList();
        await installation.FeedReferenceAsync(first.Exporter);
        await installation.FeedVouchersAsync(batches);
        await FeedReturnAsync(installation, first, 71_000m, 20_000m, version: 1);
        return batches;
    }

    private static Task FeedReturnAsync(
        Installation installation,
        SampleFiling batch,
        decimal salesCny,
        decimal endingCredit,
        int version,
        string period = Period
    ) =>
        installation.FeedAsync(
            "vat-returns",
            [
                new
                {
                    uscc = batch.Exporter.Uscc,
                    period,
                    ecrSalesCny = salesCny.ToString("F2", CultureInfo.InvariantCulture),
                    endingCredit = endingCredit.ToString("F2", CultureInfo.InvariantCulture),
                    filedOn = "2026-04-10",
                    version,
                },
            ]
        );

    private static async Task<Guid> SubmitAsync(
        Installation installation,
        SampleFiling batch,
        string period = Period,
        string previousCredit = "0.00"
    )
    {
        var body = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(batch.Body))!;
        body["method"] = "ECR";
        body["period"] = period;
        body.AsObject().Remove("purchaseLines");
        body["exportLines"]![0]!.AsObject().Remove("associationNo");
        body["ecrSummary"] = new JsonObject
        {
            ["inputTax"] = "100000.00",
            ["outputTax"] = "0.00",
            ["previousCredit"] = previousCredit,
            ["carriedForwardEcr"] = "0.00",
        };
        var answer = await installation
            .As(batch.Exporter.Bearer, installation.Intake)
            .PostAsync(
                "/v1/pre-declarations",
                body,
                ("Idempotency-Key", $"month-{batch.Serial}"),
                ("Prefer", "wait=20")
            );
        return answer.Expect(HttpStatusCode.Accepted).Json["id"]!.GetValue<Guid>();
    }

    private static async Task<(string Outcome, decimal Rebate)> FeedbackAsync(
        Installation installation,
        SampleFiling batch,
        Guid id
    )
    {
        JsonNode seen = new JsonObject();
        await Eventually.HoldsAsync(async () =>
        {
            seen = await installation.SeenByExporterAsync(batch, id);
            return seen["feedback"] is not null;
        });
        return (
            seen["feedback"]!["outcome"]!.GetValue<string>(),
            decimal.Parse(
                seen["feedback"]!["rebateDue"]!.GetValue<string>(),
                CultureInfo.InvariantCulture
            )
        );
    }
}
