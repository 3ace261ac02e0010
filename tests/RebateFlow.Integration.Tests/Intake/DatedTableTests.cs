using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// A change of the law comes by a feed and counts from its day on, without a build. On servers of
/// its own, since it changes what every check sees.
/// </summary>
public sealed class DatedTableTests(TestServers servers) : IAsyncLifetime
{
    private readonly Installation installation = new(servers);

    public ValueTask InitializeAsync() => installation.InitializeAsync();

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Fact]
    public async Task Receipts_are_asked_for_once_fed_and_severity_follows_the_table()
    {
        var exporter = new SampleExporter(1) { EnterpriseClass = 4 };
        await installation.FeedReferenceAsync(exporter);
        var filings = Enumerable.Range(1, 3).Select(no => new SampleFiling(exporter, no)).ToList();
        await installation.FeedVouchersAsync(filings);
        Assert.Empty(await DoubtsAsync(filings[0]));

        await installation.FeedAsync(
            "check-settings",
            [
                new
                {
                    name = "fx_receipts_fed",
                    validFrom = "2020-01-01",
                    value = "1",
                    version = 1,
                },
            ]
        );
        var asked = Assert.Single(await DoubtsAsync(filings[1]));
        Assert.Equal("R308", asked["code"]!.GetValue<string>());
        Assert.Equal("ERROR", asked["level"]!.GetValue<string>());

        await installation.FeedAsync(
            "doubt-codes",
            [
                new
                {
                    code = "R308",
                    validFrom = "2020-01-01",
                    level = "NOTE",
                    passableBy = "OFFICER",
                    textZh = "请报送{declared}的收汇材料",
                    textEn = "File the receipt of {declared}",
                    remedyZh = "补送材料",
                    remedyEn = "File the material",
                    version = 1,
                },
            ]
        );
        var noted = Assert.Single(await DoubtsAsync(filings[2]));
        Assert.Equal("NOTE", noted["level"]!.GetValue<string>());
        Assert.Equal(
            $"File the receipt of {filings[2].CustomsLineNo(1)}",
            noted["text"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task What_a_voucher_kind_earns_follows_the_table()
    {
        var exporter = new SampleExporter(2);
        await installation.FeedReferenceAsync(exporter);
        var filings = Enumerable.Range(1, 2).Select(no => new SampleFiling(exporter, no)).ToList();
        await installation.FeedVouchersAsync(filings);
        await installation.FeedAsync("voucher-kinds", [Digital("2026-02-11", [])]);
        Assert.Empty(await DoubtsAsync(filings[0]));

        await installation.FeedAsync("voucher-kinds", [Digital("2026-02-10", ["CS"])]);
        var refused = Assert.Single(await DoubtsAsync(filings[1]));
        Assert.Equal("R330", refused["code"]!.GetValue<string>());
        Assert.Equal("CS", refused["expected"]!.GetValue<string>());
    }

    private static object Digital(string validFrom, string[] earnsFor) =>
        new
        {
            kind = "DIGITAL_INVOICE",
            validFrom,
            earnsFor,
            version = 1,
        };

    [Fact]
    public async Task What_was_received_is_compared_with_FOB()
    {
        var exporter = new SampleExporter(3);
        await installation.FeedReferenceAsync(exporter);
        var filings = Enumerable.Range(1, 3).Select(no => new SampleFiling(exporter, no)).ToList();
        await installation.FeedVouchersAsync(filings);
        await installation.FeedAsync(
            "check-settings",
            [
                new
                {
                    name = "fx_receipts_fed",
                    validFrom = "2020-01-01",
                    value = "1",
                    version = 1,
                },
            ]
        );
        await installation.FeedAsync(
            "fx-receipts",
            [
                Receipt("A1", filings[0], "RECEIVED", "4000.00"),
                Receipt("A2", filings[0], "RECEIVED", "6000.00"),
                Receipt("B1", filings[1], "RECEIVED", "1.00"),
                Receipt("C1", filings[2], "DEEMED", "0.00"),
            ]
        );

        Assert.Empty(await DoubtsAsync(filings[0]));
        var doubt = Assert.Single(await DoubtsAsync(filings[1]));
        Assert.Equal("R331", doubt["code"]!.GetValue<string>());
        Assert.Equal("USD 10000.00", doubt["declared"]!.GetValue<string>());
        Assert.Equal("USD 1.00", doubt["expected"]!.GetValue<string>());
        Assert.Empty(await DoubtsAsync(filings[2]));
    }

    private static object Receipt(string no, SampleFiling filing, string kind, string amount) =>
        new
        {
            receiptNo = no,
            customsDeclarationLineNo = filing.CustomsLineNo(1),
            kind,
            currency = "USD",
            amount,
            receivedOn = "2026-03-20",
            version = 1,
        };

    private async Task<IReadOnlyList<JsonNode>> DoubtsAsync(SampleFiling filing)
    {
        var id = await installation.SubmitAsync(filing);
        await Eventually.HoldsAsync(async () =>
            (await installation.SeenByExporterAsync(filing, id))["feedback"] is not null
        );
        var answer = await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .SendAsync(
                HttpMethod.Get,
                $"/v1/pre-declarations/{id}/doubts",
                null,
                ("Accept-Language", "en")
            );
        return [.. answer.Expect(HttpStatusCode.OK).Json["items"]!.AsArray().Select(item => item!)];
    }
}
