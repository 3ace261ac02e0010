using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Papers;

/// <summary>Papers that exporters attach, and who reads them.</summary>
public sealed class AttachmentTests(SharedInstallation shared)
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly byte[] pdf = "%PDF-1.7 a contract"u8.ToArray();

    [Fact]
    public async Task A_paper_is_attached_to_a_doubt_and_read_by_the_officers_of_its_authority()
    {
        var (installation, api, path) = await OpenAsync();
        var content = new byte[3 * Mebibyte + 7];
        Random.Shared.NextBytes(content);
        pdf.CopyTo(content, 0);
        var name = Uri.EscapeDataString("合同 1.pdf");

        var made = await AttachAsync(
            api,
            $"{path}?fileName={name}&doubtCode=M105&form=export&place=1",
            content,
            "first"
        );

        var view = made.Expect(HttpStatusCode.Created).Json;
        var sha = Convert.ToHexStringLower(SHA256.HashData(content));
        Assert.Equal("合同 1.pdf", Text(view, "fileName"));
        Assert.Equal("PDF", Text(view, "kind"));
        Assert.Equal(content.Length, view["size"]!.GetValue<int>());
        Assert.Equal(sha, Text(view, "sha256"));
        Assert.Equal("M105 export 1", $"{view["doubtCode"]} {view["form"]} {view["place"]}");
        Assert.Equal(1, view["attemptNo"]!.GetValue<int>());
        Assert.Equal($"{path}/{Text(view, "id")}", made.Location!.ToString());

        var officer = installation.As(CaseSteps.Reviewer, installation.Intake);
        foreach (var reader in new[] { api, officer })
        {
            var list = (await reader.GetAsync(path)).Expect(HttpStatusCode.OK).Json["items"]!;
            Assert.Equal(sha, Text(Assert.Single(list.AsArray())!, "sha256"));
            Assert.Equal(content, await reader.GetBytesAsync(made.Location.ToString()));
        }
        await HeadersAreAsync(installation, made.Location.ToString());
    }

    [Fact]
    public async Task Another_exporter_and_another_authority_find_nothing()
    {
        var (installation, api, path) = await OpenAsync();
        var made = await AttachAsync(api, $"{path}?fileName=a.pdf", pdf, "first");
        Bearer[] others =
        [
            shared.NewFiling().Exporter.Bearer,
            new("sandbox", ["exporter.sandbox"], shared.NewFiling().Exporter.Uscc),
            new("elsewhere", ["officer.review"], null, "13100000000"),
            new("nowhere", ["officer.review"]),
        ];
        foreach (var bearer in others)
        {
            var other = installation.As(bearer, installation.Intake);
            Assert.Equal("RBF-1007", (await other.GetAsync(path)).ProblemCode);
            Assert.Equal("RBF-1007", (await other.GetAsync($"{made.Location}")).ProblemCode);
        }
        var thief = installation.As(others[0], installation.Intake);
        var refused = await AttachAsync(thief, $"{path}?fileName=a.pdf", pdf, "other");
        Assert.Equal("RBF-1007", refused.ProblemCode);
        var unknown = await api.GetAsync($"{path}/{Guid.CreateVersion7()}");
        Assert.Equal("RBF-1110", unknown.ProblemCode);
    }

    [Fact]
    public async Task A_form_of_parts_does_the_same()
    {
        var (_, api, path) = await OpenAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("M106"), "doubtCode" },
            { new ByteArrayContent(Png(100)), "file", "扫描件.png" },
            { new StringContent("2"), "place" },
        };
        var made = await api.SendAsync(HttpMethod.Post, path, form, ("Idempotency-Key", "form"));

        var view = made.Expect(HttpStatusCode.Created).Json;
        Assert.Equal("扫描件.png PNG", $"{view["fileName"]} {view["kind"]}");
        Assert.Equal("M106 2", $"{view["doubtCode"]} {view["place"]}");

        using var none = new MultipartFormDataContent
        {
            { new StringContent("M106"), "doubtCode" },
        };
        var refused = await api.SendAsync(HttpMethod.Post, path, none, ("Idempotency-Key", "no"));
        Assert.Equal("RBF-1030", refused.ProblemCode);
        using var two = new MultipartFormDataContent
        {
            { new ByteArrayContent(pdf), "file", "a.pdf" },
            { new ByteArrayContent(pdf), "file", "b.pdf" },
        };
        refused = await api.SendAsync(HttpMethod.Post, path, two, ("Idempotency-Key", "two"));
        Assert.Equal("RBF-1030", refused.ProblemCode);
        Assert.Equal(1, await CountAsync(api, path));
    }

    [Fact]
    public async Task A_repeated_request_has_its_effect_once()
    {
        var (_, api, path) = await OpenAsync();
        var first = await AttachAsync(api, $"{path}?fileName=a.pdf", pdf, "k");
        var again = await AttachAsync(api, $"{path}?fileName=a.pdf", pdf, "k");
        var other = await AttachAsync(api, $"{path}?fileName=b.pdf", pdf, "k");
        var keyless = await api.SendAsync(HttpMethod.Post, $"{path}?fileName=a.pdf", Body(pdf));

        first.Expect(HttpStatusCode.Created);
        Assert.Equal(Text(first.Json, "id"), Text(again.Json, "id"));
        Assert.Equal("RBF-1005", other.ProblemCode);
        Assert.Equal("RBF-1004", keyless.ProblemCode);
        Assert.Equal(1, await CountAsync(api, path));
    }

    [Fact]
    public async Task What_is_not_accepted_is_refused_and_leaves_nothing()
    {
        var (installation, api, path) = await OpenAsync();
        var before = await ChunksAsync(installation);
        (string Name, byte[] Content, HttpStatusCode Status, string Code)[] refused =
        [
            ("contract.pdf", "MZ\0\u0003 a program"u8.ToArray(), (HttpStatusCode)415, "RBF-1113"),
            ("contract.exe", pdf, (HttpStatusCode)415, "RBF-1113"),
            ("contract.pdf", Png(10), (HttpStatusCode)415, "RBF-1113"),
            ("page.pdf", "<html><script>"u8.ToArray(), (HttpStatusCode)415, "RBF-1113"),
            ("empty.pdf", [], (HttpStatusCode)415, "RBF-1113"),
            ("a.xlsx", Zip(("word/document.xml", 10)), (HttpStatusCode)415, "RBF-1113"),
            ("a.xlsx", "PK\u0003\u0004 no zip"u8.ToArray(), (HttpStatusCode)415, "RBF-1113"),
            ("a.xlsx", Bomb(), (HttpStatusCode)413, "RBF-1032"),
            ("a.png", Png(21 * Mebibyte), (HttpStatusCode)413, "RBF-1032"),
            ("a.png", Png(20 * Mebibyte + 1), (HttpStatusCode)413, "RBF-1032"),
            ("..%2Fa.pdf", pdf, HttpStatusCode.BadRequest, "RBF-1002"),
            ("", pdf, HttpStatusCode.BadRequest, "RBF-1002"),
            ("a.pdf&doubtCode=M999", pdf, HttpStatusCode.BadRequest, "RBF-1002"),
        ];
        foreach (var (name, content, status, code) in refused)
        {
            var answer = await AttachAsync(api, $"{path}?fileName={name}", content, "refused");
            Assert.Equal((name, status, code), (name, answer.Status, answer.ProblemCode));
        }
        Assert.Equal(0, await CountAsync(api, path));
        Assert.Equal(before, await ChunksAsync(installation));

        var most = Png(20 * Mebibyte);
        var largest = await AttachAsync(api, $"{path}?fileName=a.png", most, "largest");
        Assert.Equal(HttpStatusCode.Created, largest.Status);
    }

    [Fact]
    public async Task A_workbook_is_taken_and_a_withdrawn_filing_takes_nothing()
    {
        var (_, api, path) = await OpenAsync();
        var workbook = await api.GetBytesAsync("/v1/templates/er.xlsx");
        var made = await AttachAsync(api, $"{path}?fileName=a.xlsx", workbook, "book");
        Assert.Equal("XLSX", Text(made.Expect(HttpStatusCode.Created).Json, "kind"));

        var withdrawn = await api.PostAsync(
            path.Replace("attachments", "withdrawal", StringComparison.Ordinal),
            new { kind = "ERROR", reason = "wrong goods" }
        );
        withdrawn.Expect(HttpStatusCode.OK);
        var refused = await AttachAsync(api, $"{path}?fileName=b.pdf", pdf, "late");
        Assert.Equal("RBF-1111", refused.ProblemCode);
        Assert.Equal(1, await CountAsync(api, path));
    }

    private async Task<(Installation Installation, ApiClient Api, string Path)> OpenAsync()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        var api = installation.As(filing.Exporter.Bearer, installation.Intake);
        return (installation, api, $"/v1/pre-declarations/{id}/attachments");
    }

    private static async Task HeadersAreAsync(Installation installation, string path)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            installation.Issuer.Issue(CaseSteps.Reviewer)
        );
        using var answer = await http.GetAsync(new Uri(installation.Intake.Address, path));
        var disposition = answer.Content.Headers.ContentDisposition!;
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", disposition.DispositionType);
        Assert.Equal("合同 1.pdf", disposition.FileNameStar);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    private static Task<ApiAnswer> AttachAsync(
        ApiClient api,
        string path,
        byte[] content,
        string key
    ) => api.SendAsync(HttpMethod.Post, path, Body(content), ("Idempotency-Key", key));

    private static ByteArrayContent Body(byte[] content) =>
        new(content) { Headers = { ContentType = new("application/octet-stream") } };

    private static async Task<int> CountAsync(ApiClient api, string path) =>
        (await api.GetAsync(path)).Expect(HttpStatusCode.OK).Json["items"]!.AsArray().Count;

    private static Task<long> ChunksAsync(Installation installation) =>
        installation.Intake.Database.CountAsync(
            "attachment_chunk c WHERE NOT EXISTS (SELECT FROM attachment a "
                + "WHERE a.id = c.attachment_id)"
        );

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static byte[] Png(int length)
    {
        var content = new byte[Math.Max(length, 40)];
        Convert.FromHexString("89504E470D0A1A0A0000000D49484452").CopyTo(content, 0);
        return content;
    }

    private static byte[] Bomb() =>
        Zip(("[Content_Types].xml", 10), ("xl/workbook.xml", 10), ("xl/a.xml", 250 * Mebibyte));

    private static byte[] Zip(params (string Name, int Bytes)[] parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (var (name, bytes) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                for (var left = bytes; left > 0; left -= Mebibyte)
                    part.Write(new byte[Math.Min(left, Mebibyte)]);
            }
        }
        return file.ToArray();
    }
}
