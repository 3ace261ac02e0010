using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// A filing as a file: the same checks, the same doubts, the doubts back as a file.
/// </summary>
public sealed class ImportTests(SharedInstallation shared)
{
    private const string Workbook =
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Path = "/v1/pre-declarations/import";

    [Fact]
    public async Task A_zip_of_csv_files_is_checked_as_its_json_is()
    {
        var (installation, filing) = await shared.WithFilingAsync();

        var answer = await ImportAsync(filing, Zip(filing.Body), "application/zip");

        Assert.Equal(
            "CLEAN",
            answer.Expect(HttpStatusCode.Accepted).Json["feedback"]!["outcome"]!.GetValue<string>()
        );
        var seen = await installation.SeenByExporterAsync(filing, IdOf(answer));
        Assert.Equal(filing.Pairs, seen["exportLineCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_marked_workbook_can_be_corrected_and_handed_in_again()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var body = JsonSerializer.SerializeToNode(filing.Body)!.AsObject();
        body["exportLines"]![0]!["commodityCode"] = "9999999999";
        var first = await ImportAsync(filing, Zip(body), "application/zip");
        var id = IdOf(first);
        Assert.Equal("BLOCKED", first.Json["state"]!.GetValue<string>());

        var marked = await DownloadAsync(filing, $"/v1/pre-declarations/{id}/doubts", Workbook);
        var again = await SendAsync(
            filing,
            $"/v1/pre-declarations/{id}/attempts",
            marked,
            Workbook,
            $"again-{filing.Serial}"
        );

        Assert.Equal(2, again.Expect(HttpStatusCode.Accepted).Json["attemptNo"]!.GetValue<int>());
        Assert.Equal(
            await DoubtsAsync(installation, filing, id, 1),
            await DoubtsAsync(installation, filing, id, 2)
        );
    }

    [Fact]
    public async Task Doubts_come_as_csv_in_the_readers_language()
    {
        var (_, filing) = await shared.WithFilingAsync();
        var body = JsonSerializer.SerializeToNode(filing.Body)!.AsObject();
        body["exportLines"]![0]!["commodityCode"] = "=1+1";
        var id = IdOf(await ImportAsync(filing, Zip(body), "application/zip"));

        var csv = Encoding.UTF8.GetString(
            await DownloadAsync(filing, $"/v1/pre-declarations/{id}/doubts", "text/csv")
        );

        Assert.StartsWith("\uFEFF序号,疑点代码", csv);
        Assert.Contains("'=1+1", csv);
        Assert.DoesNotContain(",=1+1", csv);
    }

    [Fact]
    public async Task Faults_of_a_file_are_named_by_their_cells()
    {
        var (_, filing) = await shared.WithFilingAsync();
        var body = JsonSerializer.SerializeToNode(filing.Body)!.AsObject();
        body["exportLines"]![0]!["exportDate"] = "someday";
        body["exportLines"]![0]!["quantity"] = "0.00001";

        var answer = await ImportAsync(filing, Zip(body), "application/zip");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("RBF-1002", answer.ProblemCode);
        Assert.All(
            answer.Json["errors"]!.AsArray(),
            error => Assert.Matches("^export-lines![A-Z]+2$", error!["field"]!.GetValue<string>())
        );
        Assert.Equal(2, answer.Json["errors"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_same_key_with_the_same_file_is_the_same_filing()
    {
        var (_, filing) = await shared.WithFilingAsync();
        var file = Zip(filing.Body);

        var first = await ImportAsync(filing, file, "application/zip");
        var again = await ImportAsync(filing, file, "application/zip");
        var other = await ImportAsync(filing, [.. file, 0], "application/zip");

        Assert.Equal(IdOf(first), IdOf(again));
        Assert.Equal("RBF-1005", other.ProblemCode);
    }

    [Theory]
    [InlineData("", "RBF-1030")]
    [InlineData("PK", "RBF-1030")]
    [InlineData("not a zip at all", "RBF-1030")]
    public async Task Bytes_that_are_no_file_are_refused(string text, string code)
    {
        var answer = await ImportAsync(shared.NewFiling(), Encoding.UTF8.GetBytes(text), Workbook);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.ProblemCode));
    }

    [Fact]
    public async Task A_file_that_differs_from_its_digest_is_refused_as_f015()
    {
        var (_, filing) = await shared.WithFilingAsync();
        var file = Zip(filing.Body);
        var good = Convert.ToBase64String(SHA256.HashData(file));
        var bad = Convert.ToBase64String(SHA256.HashData([1]));

        var refused = await ImportAsync(filing, file, "application/zip", $"sha-256=:{bad}:");
        var taken = await ImportAsync(filing, file, "application/zip", $"sha-256=:{good}:");

        Assert.Equal("RBF-1034", refused.ProblemCode);
        Assert.Contains("F015", refused.Text);
        Assert.Equal(HttpStatusCode.Accepted, taken.Status);
    }

    [Fact]
    public async Task A_file_over_32_megabytes_is_refused_without_being_read()
    {
        var installation = await shared.GetAsync();
        using var body = new ByteArrayContent(new byte[33 * 1024 * 1024]);
        body.Headers.ContentType = new MediaTypeHeaderValue(Workbook);

        var answer = await installation
            .As(new SampleExporter(0).Bearer, installation.Intake)
            .SendAsync(
                HttpMethod.Post,
                Path,
                body,
                ("Idempotency-Key", "too-large"),
                ("Expect", "100-continue")
            );

        Assert.Equal("RBF-0413", answer.ProblemCode);
    }

    [Theory]
    [InlineData(Path, "application/pdf")]
    [InlineData("/v1/pre-declarations", Workbook)]
    public async Task A_media_type_that_an_address_does_not_take_is_refused(
        string path,
        string type
    )
    {
        var answer = await SendAsync(shared.NewFiling(), path, "%PDF"u8.ToArray(), type, "type");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
    }

    [Fact]
    public async Task A_workbook_with_macros_is_refused_with_its_reason()
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml", ["<Types/>"]);
            Add(zip, "xl/vbaProject.bin", ["x"]);
        }

        var answer = await ImportAsync(
            shared.NewFiling(),
            target.ToArray(),
            "application/vnd.ms-excel.sheet.macroEnabled.12"
        );

        Assert.Equal("RBF-1031", answer.ProblemCode);
        Assert.Contains("宏", answer.Text);
    }

    [Theory]
    [InlineData("er.xlsx", HttpStatusCode.OK)]
    [InlineData("ecr.xlsx", HttpStatusCode.OK)]
    [InlineData("else.xlsx", HttpStatusCode.NotFound)]
    public async Task Templates_are_handed_out_by_method(string name, HttpStatusCode status)
    {
        var installation = await shared.GetAsync();

        var answer = await installation
            .As(new SampleExporter(0).Bearer, installation.Intake)
            .GetAsync($"/v1/templates/{name}");

        Assert.Equal(status, answer.Status);
    }

    private static Guid IdOf(ApiAnswer answer) =>
        answer.Expect(HttpStatusCode.Accepted).Json["id"]!.GetValue<Guid>();

    private static async Task<string> DoubtsAsync(
        Installation installation,
        SampleFiling filing,
        Guid id,
        int attemptNo
    )
    {
        var answer = await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .GetAsync($"/v1/pre-declarations/{id}/doubts?attemptNo={attemptNo}");
        return answer.Expect(HttpStatusCode.OK).Json["items"]!.ToJsonString();
    }

    private Task<ApiAnswer> ImportAsync(
        SampleFiling filing,
        byte[] file,
        string type,
        string? digest = null
    ) => SendAsync(filing, Path, file, type, $"file-{filing.Serial}", digest);

    private async Task<ApiAnswer> SendAsync(
        SampleFiling filing,
        string path,
        byte[] file,
        string type,
        string key,
        string? digest = null
    )
    {
        var installation = await shared.GetAsync();
        using var body = new ByteArrayContent(file);
        body.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (digest is not null)
            body.Headers.TryAddWithoutValidation("Content-Digest", digest);
        return await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .SendAsync(
                HttpMethod.Post,
                path,
                body,
                ("Idempotency-Key", key),
                ("Prefer", "wait=20")
            );
    }

    private async Task<byte[]> DownloadAsync(SampleFiling filing, string path, string type)
    {
        var installation = await shared.GetAsync();
        using var client = new HttpClient { BaseAddress = installation.Intake.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new(
            "Bearer",
            installation.Issuer.Issue(filing.Exporter.Bearer)
        );
        request.Headers.Accept.ParseAdd(type);
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>A JSON body as CSV files under its own member names.</summary>
    private static byte[] Zip(object body)
    {
        var node = body as JsonObject ?? JsonSerializer.SerializeToNode(body)!.AsObject();
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create))
        {
            string[] head = ["method", "uscc", "period", "batchNo"];
            Add(zip, "head.csv", [.. head.Select(name => $"{name},{node[name]}")]);
            Add(zip, "export-lines.csv", Table(node["exportLines"]!.AsArray()));
            Add(zip, "purchase-lines.csv", Table(node["purchaseLines"]!.AsArray()));
        }
        return target.ToArray();
    }

    private static string[] Table(JsonArray lines)
    {
        string[] names = [.. lines[0]!.AsObject().Select(member => member.Key)];
        return
        [
            string.Join(',', names),
            .. lines.Select(line => string.Join(',', names.Select(name => $"\"{line![name]}\""))),
        ];
    }

    private static void Add(ZipArchive zip, string name, string[] lines)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(string.Join("\r\n", lines));
    }
}
