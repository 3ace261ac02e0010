using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Vouchers;

/// <summary>
/// An invoice of two goods: 20,000.00 of 平板电脑 at 13% in line 1, 5,000.00 of 轴承 at 9% in line 2. The
/// exporter sells the first abroad; only they are rebated, however the invoice is claimed.
/// </summary>
public sealed class InvoiceLineTests(SharedInstallation shared)
{
    [Fact]
    public async Task An_invoice_of_two_goods_that_is_claimed_whole_counts_for_the_goods_alone()
    {
        var (installation, filing) = await WithTwoGoodsAsync();

        var seen = await HandInAsync(installation, filing, Claim("25000.00"));

        Assert.Equal("BLOCKED", Outcome(seen));
        Assert.Equal("2600.00", seen["feedback"]!["rebateDue"]!.GetValue<string>());
        var doubt = Assert.Single(await DoubtsAsync(installation, filing, seen))!;
        Assert.Equal("M206", doubt["code"]!.GetValue<string>());
        Assert.Equal("25000.00", doubt["declared"]!.GetValue<string>());
        Assert.Equal("20000.00", doubt["expected"]!.GetValue<string>());
        Assert.Equal((0m, 0m), await UsedAsync(installation, filing));
    }

    [Fact]
    public async Task A_line_is_used_up_alone_and_free_again_after_a_withdrawal()
    {
        var (installation, filing) = await WithTwoGoodsAsync();

        var seen = await HandInAsync(installation, filing, Claim("20000.00"));

        Assert.Equal("CLEAN", Outcome(seen));
        Assert.Equal("2600.00", seen["feedback"]!["rebateDue"]!.GetValue<string>());
        Assert.Equal((20_000m, 0m), await UsedAsync(installation, filing));
        var uses = await installation.Intake.Database.CountAsync(
            $"voucher_use WHERE voucher_no = '{filing.InvoiceNo(1)}' AND line_no = 1"
        );
        Assert.Equal(1, uses);
        var id = seen["id"]!.GetValue<Guid>();
        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");
        await installation.WithdrawAsync(filing, id, "ERROR");
        Assert.Equal((0m, 0m), await UsedAsync(installation, filing));
    }

    /// <summary>The lump of a sender without lines.</summary>
    [Fact]
    public async Task A_row_that_lumps_two_goods_together_earns_no_more_than_its_tax()
    {
        var (installation, filing) = await StartedAsync();
        await installation.FeedAsync(
            "vat-invoices",
            [Row(filing, null, "平板电脑等", "", "0", "25000.00", "13", "3050.00")]
        );

        var seen = await HandInAsync(installation, filing, Claim("25000.00"));

        Assert.Equal("BLOCKED", Outcome(seen));
        Assert.Equal("3050.00", seen["feedback"]!["rebateDue"]!.GetValue<string>());
        var codes = Codes(await DoubtsAsync(installation, filing, seen));
        Assert.Contains("M206", codes);
        Assert.Contains("M219", codes);
    }

    [Fact]
    public async Task Two_rows_of_one_number_without_lines_do_not_overwrite_each_other()
    {
        var (installation, filing) = await StartedAsync();
        var rows = new[]
        {
            Row(filing, null, "平板电脑", SampleFiling.Unit, "100", "20000.00", "13", "2600.00"),
            Row(filing, null, "轴承", "个", "50", "5000.00", "9", "450.00"),
        };

        var answer = await installation
            .As(Bearer.Feed, installation.Intake)
            .PostLinesAsync("/v1/feeds/vat-invoices", rows);

        var counts = answer.Expect(HttpStatusCode.OK).Json;
        Assert.Equal(1, counts["taken"]!.GetValue<int>());
        Assert.Equal(2, Assert.Single(counts["refused"]!.AsArray())!["row"]!.GetValue<int>());
        var seen = await HandInAsync(installation, filing, Claim("20000.00"));
        Assert.Equal("CLEAN", Outcome(seen));
    }

    [Fact]
    public async Task A_filing_waits_for_the_line_it_names_and_goes_on_when_it_comes()
    {
        var (installation, filing) = await WithTwoGoodsAsync();
        var seen = await HandInAsync(
            installation,
            filing,
            line =>
            {
                Claim("10000.00")(line);
                line["voucherLineNo"] = 3;
            }
        );
        Assert.Equal("AWAITING_DATA", Outcome(seen));
        Assert.Equal(["M217"], Codes(await DoubtsAsync(installation, filing, seen)));

        await installation.FeedAsync(
            "vat-invoices",
            [Row(filing, 3, "平板电脑", SampleFiling.Unit, "100", "10000.00", "13", "1300.00")]
        );

        var id = seen["id"]!.GetValue<Guid>();
        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");
        Assert.Equal((0m, 0m), await UsedAsync(installation, filing));
    }

    [Fact]
    public async Task What_is_deducted_for_sale_at_home_leaves_the_rest_of_the_line_to_claim()
    {
        var (installation, filing) = await StartedAsync();
        await installation.FeedAsync(
            "vat-invoices",
            [
                Row(
                    filing,
                    1,
                    "平板电脑",
                    SampleFiling.Unit,
                    "100",
                    "20000.00",
                    "13",
                    "2600.00",
                    "8000.00"
                ),
            ]
        );

        var whole = await HandInAsync(installation, filing, Claim("20000.00"));
        Assert.Equal("BLOCKED", Outcome(whole));
        var doubt = Assert.Single(await DoubtsAsync(installation, filing, whole))!;
        Assert.Equal("M206", doubt["code"]!.GetValue<string>());
        Assert.Equal("12000.00", doubt["expected"]!.GetValue<string>());
        var rest = filing with
        {
            Serial = filing.Serial + 5_000,
            BatchNo = filing.BatchNo % 900 + 1,
        };
        var seen = await HandInAsync(installation, rest, Claim("12000.00"));
        Assert.Equal("CLEAN", Outcome(seen));
        Assert.Equal("1560.00", seen["feedback"]!["rebateDue"]!.GetValue<string>());
    }

    /// <summary>A red invoice is red whichever of its lines tells it, and whenever.</summary>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public async Task A_status_that_another_line_tells_has_the_filing_compared_again(
        int lineNo,
        int version
    )
    {
        var (installation, filing) = await WithTwoGoodsAsync();
        var seen = await HandInAsync(installation, filing, Claim("20000.00"));
        var id = seen["id"]!.GetValue<Guid>();
        await installation.CaseOfAsync(id);
        var row = Row(filing, lineNo, "轴承", "个", "50", "5000.00", "9", "450.00");
        row["status"] = "RED";
        row["version"] = version;

        await installation.FeedAsync("vat-invoices", [row]);

        await Eventually.EqualAsync(
            "BLOCKED",
            async () => Outcome(await installation.SeenByExporterAsync(filing, id))
        );
        var again = await installation.SeenByExporterAsync(filing, id);
        Assert.Equal(["M205"], Codes(await DoubtsAsync(installation, filing, again)));
    }

    /// <summary>Every way to claim at random; what is used stays within each line.</summary>
    [Fact]
    public async Task Claims_at_random_stay_within_each_line()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        var (installation, filing) = await WithTwoGoodsAsync();
        var handIns = Enumerable
            .Range(1, 24)
            .Select(batch =>
            {
                var one = filing with { Serial = filing.Serial * 100 + batch, BatchNo = batch };
                one = one with { VoucherSerial = filing.VoucherSerial };
                var amount = random.Next(1, 90) * 100m;
                var lineNo = random.Next(0, 3);
                return HandInAsync(
                    installation,
                    one,
                    line =>
                    {
                        Claim(amount.ToString("0.00", CultureInfo.InvariantCulture))(line);
                        if (lineNo > 0)
                            line["voucherLineNo"] = lineNo;
                    },
                    quantity: "1.0000"
                );
            })
            .ToList();

        await Task.WhenAll(handIns);

        var (first, second) = await UsedAsync(installation, filing);
        Assert.InRange(first, 0m, 20_000m);
        Assert.InRange(second, 0m, 5_000m);
        var counted = await installation.Intake.Database.QueryAsync<decimal>(
            $"""
            SELECT coalesce(sum(tax_base), 0) FROM voucher_use
            WHERE voucher_no = '{filing.InvoiceNo(1)}'
            """
        );
        Assert.Equal(first + second, counted);
    }

    private async Task<(Installation, SampleFiling)> StartedAsync()
    {
        var installation = await shared.GetAsync();
        var filing = shared.NewFiling();
        await installation.FeedReferenceAsync(filing.Exporter);
        await installation.FeedAsync("customs-declarations", filing.CustomsRows);
        return (installation, filing);
    }

    private async Task<(Installation, SampleFiling)> WithTwoGoodsAsync()
    {
        var (installation, filing) = await StartedAsync();
        await installation.FeedAsync(
            "vat-invoices",
            [
                Row(filing, 1, "平板电脑", SampleFiling.Unit, "100", "20000.00", "13", "2600.00"),
                Row(filing, 2, "轴承", "个", "50", "5000.00", "9", "450.00"),
            ]
        );
        return (installation, filing);
    }

    private static Dictionary<string, object> Row(
        SampleFiling filing,
        int? lineNo,
        string name,
        params string[] values
    )
    {
        var row = JsonSerializer.Deserialize<Dictionary<string, object>>(
            JsonSerializer.Serialize(filing.InvoiceRows.Single())
        )!;
        row["commodityName"] = name;
        string[] members = ["unit", "quantity", "taxBase", "vatRate", "tax", "deductedTaxBase"];
        foreach (var (member, value) in members.Zip(values))
            row[member] = value;
        if (lineNo is { } number)
            row["lineNo"] = number;
        return row;
    }

    private static Action<JsonNode> Claim(string taxBase) =>
        line =>
        {
            line["taxBase"] = taxBase;
            line["rebatableTax"] = (
                decimal.Parse(taxBase, CultureInfo.InvariantCulture) * 0.13m
            ).ToString("0.00", CultureInfo.InvariantCulture);
        };

    private static async Task<JsonNode> HandInAsync(
        Installation installation,
        SampleFiling filing,
        Action<JsonNode> change,
        string? quantity = null
    )
    {
        var body = JsonNode.Parse(JsonSerializer.Serialize(filing.Body))!;
        change(body["purchaseLines"]![0]!);
        if (quantity is not null)
        {
            body["purchaseLines"]![0]!["quantity"] = quantity;
            body["exportLines"]![0]!["quantity"] = quantity;
            body["exportLines"]![0]!["fobUsd"] = "100.00";
            body["exportLines"]![0]!["fobCny"] = "710.00";
        }
        var client = installation.As(filing.Exporter.Bearer, installation.Intake);
        var answer = await client.PostAsync(
            "/v1/pre-declarations",
            body,
            ("Idempotency-Key", $"lines-{filing.Serial}-{filing.BatchNo}")
        );
        var id = answer.Expect(HttpStatusCode.Accepted).Json["id"]!.GetValue<Guid>();
        return await Eventually.GetAsync<JsonNode>(async () =>
        {
            var seen = await installation.SeenByExporterAsync(filing, id);
            return seen["feedback"] is null ? null : seen;
        });
    }

    private static async Task<JsonArray> DoubtsAsync(
        Installation installation,
        SampleFiling filing,
        JsonNode seen
    )
    {
        var answer = await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .GetAsync($"/v1/pre-declarations/{seen["id"]}/doubts");
        return answer.Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
    }

    private static string[] Codes(JsonArray doubts) =>
        [.. doubts.Select(doubt => doubt!["code"]!.GetValue<string>())];

    private static string Outcome(JsonNode seen) =>
        seen["feedback"]!["outcome"]!.GetValue<string>();

    private static async Task<(decimal First, decimal Second)> UsedAsync(
        Installation installation,
        SampleFiling filing
    )
    {
        Task<decimal> OfAsync(int lineNo) =>
            installation.Intake.Database.QueryAsync<decimal>(
                $"""
                SELECT used_tax_base FROM vat_invoice
                WHERE voucher_no = '{filing.InvoiceNo(1)}' AND line_no = {lineNo}
                """
            );
        return (await OfAsync(1), await OfAsync(2));
    }
}
