using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>A production enterprise that exports under a processing book and settles it.</summary>
/// <param name="Installation">Where.</param>
/// <param name="Exporter">The enterprise; it has one book.</param>
internal sealed record SettlementSteps(Installation Installation, SampleExporter Exporter)
{
    /// <summary>Levy rate 13, rebate rate 11.</summary>
    public const string Thirteen11 = "9911000000";

    /// <summary>Levy rate 13, rebate rate 13.</summary>
    public const string Thirteen13 = "9913000000";

    public static readonly Bearer Officer = Bearer.Officer("officer-settles", "review");

    private int serial = Exporter.Number * 1000;

    public string Book => Text($"C020226{Exporter.Number:D5}");

    public ApiClient Api => Installation.As(Exporter.Bearer, Installation.Intake);

    public ApiClient OfficerApi => Installation.As(Officer, Installation.Intake);

    public static async Task<SettlementSteps> StartAsync(SharedInstallation shared, string planned)
    {
        var exporter = shared.NewFiling().Exporter with { Kind = "PE" };
        var steps = new SettlementSteps(await shared.GetAsync(), exporter);
        var installation = steps.Installation;
        await installation.FeedReferenceAsync(exporter);
        await installation.FeedAsync(
            "rate-library",
            [Rate(Thirteen11, "11"), Rate(Thirteen13, "13")]
        );
        await installation.FeedAsync(
            "exchange-rates",
            new[] { "202512", "202604" }.Select(month => new
            {
                currency = "USD",
                month,
                cnyPerUnit = "7.100000",
                version = 1,
            })
        );
        await steps.FeedBookAsync(steps.Book, planned);
        return steps;
    }

    public Task FeedBookAsync(string book, string planned) =>
        Installation.FeedAsync(
            "processing-books",
            [
                new
                {
                    bookNo = book,
                    uscc = Exporter.Uscc,
                    plannedAllocationRate = planned,
                    validFrom = "2025-01-01",
                    settleBy = "2026-12-31",
                    status = "OPEN",
                    version = 1,
                },
            ]
        );

    /// <summary>The VAT return of a month.</summary>
    public Task FeedReturnAsync(string period, decimal sales, decimal credit, int version = 1) =>
        Installation.FeedAsync(
            "vat-returns",
            [
                new
                {
                    uscc = Exporter.Uscc,
                    period,
                    ecrSalesCny = Two(sales),
                    endingCredit = Two(credit),
                    filedOn = "2026-04-10",
                    version,
                },
            ]
        );

    /// <summary>Feeds the customs line of an export and hands in a filing of it.</summary>
    public async Task<Guid> FileAsync(EcrFiling filing)
    {
        var no = Interlocked.Increment(ref serial);
        var lineNo = Text($"020220260{no:D9}001");
        if (filing.FobCny > 0)
            await Installation.FeedAsync("customs-declarations", [CustomsRow(filing, lineNo)]);
        var answer = await Api.PostAsync(
            "/v1/pre-declarations",
            Body(filing, lineNo),
            ("Idempotency-Key", $"ecr-{no}"),
            ("Prefer", "wait=20")
        );
        return answer.Expect(HttpStatusCode.Accepted).Json["id"]!.GetValue<Guid>();
    }

    /// <summary>Waits for the feedback.</summary>
    public async Task<(JsonNode Seen, IReadOnlyList<string> Doubts)> FeedbackAsync(Guid id)
    {
        JsonNode seen = new JsonObject();
        await Eventually.HoldsAsync(async () =>
        {
            seen = (await Api.GetAsync($"/v1/pre-declarations/{id}")).Json;
            return seen["feedback"] is not null;
        });
        var doubts = await Api.GetAsync($"/v1/pre-declarations/{id}/doubts");
        return (
            seen,
            [
                .. doubts.Expect(HttpStatusCode.OK).Json["items"]!
                    .AsArray()
                    .Select(doubt => doubt!["code"]!.GetValue<string>()),
            ]
        );
    }

    public static decimal Row(JsonNode seen, int row) =>
        decimal.Parse(
            seen["rebate"]!["summary"]![row - 1]!["value"]!.GetValue<string>(),
            CultureInfo.InvariantCulture
        );

    /// <summary>A settlement of imports and exports of one trade mode.</summary>
    public object Request(string start, string end, decimal imports, decimal exports) =>
        new
        {
            processingBookNo = Book,
            periodStart = start,
            periodEnd = end,
            flows = new[]
            {
                new
                {
                    tradeMode = "0615",
                    direction = "IMPORT",
                    valueCny = Two(imports),
                },
                new
                {
                    tradeMode = "0615",
                    direction = "EXPORT",
                    valueCny = Two(exports),
                },
            },
        };

    public Task<ApiAnswer> HandInAsync(object request, string? key = null) =>
        Api.PostAsync(
            "/v1/settlements",
            request,
            ("Idempotency-Key", key ?? Guid.CreateVersion7().ToString())
        );

    /// <param name="act">registration or refusal.</param>
    public Task<ApiAnswer> DecideAsync(
        Guid id,
        string act = "registration",
        ApiClient? api = null,
        string? key = null
    ) =>
        (api ?? OfficerApi).PostAsync(
            $"/v1/settlements/{id}/{act}",
            new { reason = "核对无误" },
            ("Idempotency-Key", key ?? Guid.CreateVersion7().ToString())
        );

    public async Task<Guid> SettleAsync(object request)
    {
        var handedIn = (await HandInAsync(request)).Expect(HttpStatusCode.Created);
        var id = handedIn.Json["id"]!.GetValue<Guid>();
        (await DecideAsync(id)).Expect(HttpStatusCode.OK);
        return id;
    }

    /// <summary>Rows 14 and 8 that are left to take.</summary>
    public async Task<(string Ecr, string Disallowed)> ToTakeAsync()
    {
        var toTake = (await Api.GetAsync("/v1/settlements")).Expect(HttpStatusCode.OK).Json[
            "toTake"
        ]!;
        return (
            toTake["settlementAdjustEcr"]!.GetValue<string>(),
            toTake["settlementAdjustDisallowed"]!.GetValue<string>()
        );
    }

    public async Task WithdrawAsync(Guid id, string kind) =>
        (
            await Api.PostAsync(
                $"/v1/pre-declarations/{id}/withdrawal",
                new { kind, reason = "录错" }
            )
        ).Expect(HttpStatusCode.OK);

    /// <summary>Another transaction that has run some statements and is still open.</summary>
    public async Task<OpenTransaction> HoldAsync(string sql)
    {
        var connection = await Installation.Intake.Database.Direct.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
        return new OpenTransaction(connection, transaction);
    }

    /// <summary>Waits until a statement about a table waits for a lock.</summary>
    public Task SomebodyWaitsAsync(string table) =>
        Eventually.HoldsAsync(async () =>
            await Installation.Intake.Database.CountAsync(
                "pg_stat_activity WHERE datname = current_database() "
                    + $"AND wait_event_type = 'Lock' AND query LIKE '%FROM {table}%'"
            ) > 0
        );

    private object Body(EcrFiling filing, string lineNo) =>
        new
        {
            method = "ECR",
            uscc = Exporter.Uscc,
            period = filing.Period,
            batchNo = filing.BatchNo,
            exportLines = filing.FobCny == 0 ? [] : new[] { ExportLine(filing, lineNo) },
            ecrSummary = new
            {
                inputTax = Two(filing.InputTax),
                outputTax = Two(filing.OutputTax),
                previousCredit = "0.00",
                settlementAdjustEcr = filing.Row14,
                settlementAdjustDisallowed = filing.Row8,
            },
        };

    private object ExportLine(EcrFiling filing, string lineNo) =>
        new
        {
            lineNo = "0001",
            customsDeclarationLineNo = lineNo,
            exportDate = filing.ExportDate,
            commodityCode = filing.Code,
            commodityName = "平板电脑",
            unit = SampleFiling.Unit,
            quantity = "100",
            fobUsd = Two(filing.FobCny / 7.1m),
            fobCny = Two(filing.FobCny),
            processingBookNo = filing.Planned is null ? null : filing.Book ?? Book,
            plannedAllocationRate = filing.Planned,
        };

    private object CustomsRow(EcrFiling filing, string lineNo) =>
        new
        {
            lineNo,
            consignorUscc = Exporter.Uscc,
            exportDate = filing.ExportDate,
            commodityCode = filing.Code,
            commodityName = "平板电脑",
            unit1 = SampleFiling.Unit,
            quantity1 = "100",
            fobUsd = Two(filing.FobCny / 7.1m),
            fobCny = Two(filing.FobCny),
            currency = "USD",
            tradeMode = filing.Planned is null ? "0110" : "0615",
            customsDistrict = "0202",
            sourceRegion = "120116",
            destinationCountry = "USA",
            status = "CLOSED",
            viaBondedZone = false,
            version = 1,
        };

    private static object Rate(string code, string rebateRate) =>
        new
        {
            code,
            name = "平板电脑",
            unit1 = SampleFiling.Unit,
            vatRates = new[] { "13" },
            rebateRate,
            specialFlag = "",
            validFrom = "2019-04-01",
            version = 1,
        };

    private static string Two(decimal value) => value.ToString("F2", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A transaction beside the product's own.</summary>
internal sealed class OpenTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction)
    : IAsyncDisposable
{
    public Task CommitAsync() => transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}

/// <summary>An ECR filing of one export line, or of none.</summary>
internal sealed record EcrFiling(string Period, decimal FobCny)
{
    public int BatchNo { get; init; } = 1;
    public string Code { get; init; } = SettlementSteps.Thirteen11;
    public string ExportDate { get; init; } = "2026-02-10";

    /// <summary>Null for general trade, without a book.</summary>
    public string? Planned { get; init; }
    public string? Book { get; init; }
    public decimal InputTax { get; init; }
    public decimal OutputTax { get; init; }
    public string? Row14 { get; init; }
    public string? Row8 { get; init; }
}
