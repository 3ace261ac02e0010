using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Testing.Filings;

/// <summary>The steps of a filing's life, as the tests of flows tell them.</summary>
public static class FilingSteps
{
    /// <summary>
    /// Rates, exchange rate and enterprises that every filing of the tests needs.
    /// </summary>
    public static async Task FeedReferenceAsync(
        this Installation installation,
        params SampleExporter[] exporters
    )
    {
        await installation.FeedAsync(
            "rate-library",
            [
                new
                {
                    code = SampleFiling.CommodityCode,
                    name = "平板电脑",
                    unit1 = SampleFiling.Unit,
                    unit2 = "千克",
                    vatRates = new[] { "13" },
                    rebateRate = "13",
                    specialFlag = "",
                    validFrom = "2019-04-01",
                    version = 1,
                },
            ]
        );
        await installation.FeedAsync(
            "exchange-rates",
            [
                new
                {
                    currency = "USD",
                    month = "202602",
                    cnyPerUnit = "7.100000",
                    version = 1,
                },
            ]
        );
        await installation.FeedAsync("enterprises", exporters.Select(exporter => exporter.Row));
    }

    /// <summary>The electronic information of filings; every row has to be taken.</summary>
    public static async Task FeedVouchersAsync(
        this Installation installation,
        params IReadOnlyList<SampleFiling> filings
    )
    {
        await installation.FeedAsync(
            "customs-declarations",
            filings.SelectMany(filing => filing.CustomsRows)
        );
        await installation.FeedAsync("vat-invoices", filings.SelectMany(f => f.InvoiceRows));
    }

    public static async Task FeedAsync(
        this Installation installation,
        string feed,
        IEnumerable<object> rows
    )
    {
        var answer = await installation
            .As(Bearer.Feed, installation.Intake)
            .PostLinesAsync($"/v1/feeds/{feed}", rows);
        var refused = answer.Expect(HttpStatusCode.OK).Json["refusedCount"]!.GetValue<int>();
        if (refused > 0)
            throw new InvalidOperationException($"Feed {feed} refused rows: {answer.Text}");
    }

    /// <summary>Hands a filing in and waits for its feedback up to 30 seconds.</summary>
    public static async Task<Guid> SubmitAsync(this Installation installation, SampleFiling filing)
    {
        var answer = await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .PostAsync(
                "/v1/pre-declarations",
                filing.Body,
                ("Idempotency-Key", $"filing-{filing.Serial}")
            );
        return answer.Expect(HttpStatusCode.Accepted).Json["id"]!.GetValue<Guid>();
    }

    /// <summary>Hands the next attempt in, unchanged.</summary>
    public static async Task SubmitAgainAsync(
        this Installation installation,
        SampleFiling filing,
        Guid id
    )
    {
        var answer = await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .PostAsync(
                $"/v1/pre-declarations/{id}/attempts",
                filing.Body,
                ("Idempotency-Key", $"again-{Guid.CreateVersion7()}")
            );
        answer.Expect(HttpStatusCode.Accepted);
    }

    /// <param name="kind">ERROR or WAIVER.</param>
    public static async Task WithdrawAsync(
        this Installation installation,
        SampleFiling filing,
        Guid id,
        string kind
    )
    {
        var answer = await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .PostAsync($"/v1/pre-declarations/{id}/withdrawal", new { kind, reason = "数量录错" });
        answer.Expect(HttpStatusCode.OK);
    }

    /// <summary>The pre-declaration as its exporter sees it.</summary>
    public static async Task<JsonNode> SeenByExporterAsync(
        this Installation installation,
        SampleFiling filing,
        Guid id
    )
    {
        var answer = await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .GetAsync($"/v1/pre-declarations/{id}");
        return answer.Expect(HttpStatusCode.OK).Json;
    }

    /// <summary>Waits until the exporter sees the state.</summary>
    public static Task StateBecomesAsync(
        this Installation installation,
        SampleFiling filing,
        Guid id,
        string state
    ) =>
        Eventually.EqualAsync(
            state,
            async () =>
                (await installation.SeenByExporterAsync(filing, id))["state"]!.GetValue<string>()
        );
}
