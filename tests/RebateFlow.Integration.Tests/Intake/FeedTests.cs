using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>What authorities' systems may send, and what it changes.</summary>
public sealed class FeedTests(SharedInstallation shared)
{
    private const string CertificateNo = "12011620260000000101";

    [Fact]
    public async Task A_CSV_under_gzip_is_taken_row_by_row_and_the_feed_says_how_far_it_came()
    {
        var csv =
            "receiptNo,customsDeclarationLineNo,kind,currency,amount,receivedOn,version\n"
            + "FX7001,020220260999999990001,RECEIVED,USD,10000.00,2026-04-01,70001\n"
            + "FX7002,short,RECEIVED,USD,1.00,2026-04-01,70002\n"
            + "FX7003,020220260999999990002,DEEMED,USD,0.00,2026-04-02,70003\n";

        var answer = await SendAsync("fx-receipts", Gzip(csv), "text/csv", "gzip");

        Assert.Equal(2, answer.Json["taken"]!.GetValue<int>());
        Assert.Equal(3, answer.Json["refused"]![0]!["row"]!.GetValue<int>());
        var again = await SendAsync("fx-receipts", Gzip(csv), "text/csv", "gzip");
        Assert.Equal(2, again.Json["unchanged"]!.GetValue<int>());
        var position = await PositionAsync("fx-receipts");
        Assert.Equal(70_003, position["lastVersion"]!.GetValue<long>());
        Assert.Equal(2, position["rowsTaken"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_CSV_in_GB18030_is_read_as_it_is()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var csv =
            "bookNo,uscc,plannedAllocationRate,validFrom,status,version\n"
            + $"B02022000077,{new SampleExporter(77).Uscc},0.333333,2026-01-01,开,1\n";
        var bytes = Encoding.GetEncoding("GB18030").GetBytes(csv);

        var answer = await SendAsync("processing-books", bytes, "text/csv; charset=gb18030");

        Assert.Equal(1, answer.Json["refusedCount"]!.GetValue<int>());
        Assert.Contains("status", answer.Json["refused"]![0]!["reason"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("receiptNo,nonsense\n")]
    [InlineData("receiptNo,receiptNo\n")]
    [InlineData("")]
    public async Task A_CSV_without_a_right_header_is_refused_whole(string csv)
    {
        var installation = await shared.GetAsync();
        using var body = new StringContent(csv, Encoding.UTF8, "text/csv");

        var answer = await installation
            .As(Bearer.Feed, installation.Intake)
            .SendAsync(HttpMethod.Post, "/v1/feeds/fx-receipts", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("RBF-1013", answer.Json["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_filing_waits_for_the_certificate_of_its_agent_and_goes_on_by_itself()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var body = JsonNode.Parse(JsonSerializer.Serialize(filing.Body))!;
        body["exportLines"]![0]!["agencyCertificateNo"] = CertificateNo;
        var handedIn = await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .PostAsync("/v1/pre-declarations", body, ("Idempotency-Key", $"agent-{filing.Serial}"));
        var id = handedIn.Expect(HttpStatusCode.Accepted).Json["id"]!.GetValue<Guid>();
        await installation.StateBecomesAsync(filing, id, "AWAITING_DATA");

        await installation.FeedAsync(
            "agency-certificates",
            [
                new
                {
                    certificateNo = CertificateNo,
                    principalUscc = filing.Exporter.Uscc,
                    customsDeclarationLineNo = filing.CustomsLineNo(1),
                    version = 1,
                },
            ]
        );

        await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");
    }

    [Fact]
    public async Task A_row_of_a_dated_table_that_nobody_knows_is_refused()
    {
        var installation = await shared.GetAsync();
        object[] rows =
        [
            new
            {
                name = "no_such_setting",
                validFrom = "2026-01-01",
                value = "1",
                version = 1,
            },
            new
            {
                name = "normal_filing_end",
                validFrom = "2026-01-01",
                value = "431",
                version = 1,
            },
        ];

        var answer = await installation
            .As(Bearer.Feed, installation.Intake)
            .PostLinesAsync("/v1/feeds/check-settings", rows);

        Assert.Equal(2, answer.Expect(HttpStatusCode.OK).Json["refusedCount"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("feeds/fx-receipts", "application/x-ndjson")]
    [InlineData("feeds/fx-receipts", "text/csv")]
    [InlineData("feeds/rate-library", "application/zip")]
    [InlineData("pre-declarations", "application/json")]
    public async Task A_body_that_is_not_packed_as_it_says_is_refused(string path, string type)
    {
        var installation = await shared.GetAsync();
        using var body = new ByteArrayContent("no gzip at all"u8.ToArray());
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        body.Headers.ContentEncoding.Add("gzip");
        var sender = path == "pre-declarations" ? new SampleExporter(0).Bearer : Bearer.Feed;

        var answer = await installation
            .As(sender, installation.Intake)
            .SendAsync(HttpMethod.Post, $"/v1/{path}", body, ("Idempotency-Key", "damaged"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    private async Task<ApiAnswer> SendAsync(
        string feed,
        byte[] bytes,
        string type,
        string? encoding = null
    )
    {
        var installation = await shared.GetAsync();
        using var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
            body.Headers.ContentEncoding.Add(encoding);
        var answer = await installation
            .As(Bearer.Feed, installation.Intake)
            .SendAsync(HttpMethod.Post, $"/v1/feeds/{feed}", body);
        return answer.Expect(HttpStatusCode.OK);
    }

    private async Task<JsonNode> PositionAsync(string feed)
    {
        var installation = await shared.GetAsync();
        var answer = await installation
            .As(Bearer.Feed, installation.Intake)
            .GetAsync($"/v1/feeds/{feed}");
        return answer.Expect(HttpStatusCode.OK).Json;
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
