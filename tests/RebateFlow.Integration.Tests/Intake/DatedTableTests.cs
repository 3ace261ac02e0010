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
