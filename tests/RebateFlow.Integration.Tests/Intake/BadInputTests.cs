using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// Whatever a client sends, it gets a problem document that says what is wrong; never a 5xx, and
/// nothing is stored.
/// </summary>
public sealed class BadInputTests(SharedInstallation shared)
{
    private const string Path = "/v1/pre-declarations";

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"method\":")]
    [InlineData("{\"method\":\"ER\"}")]
    [InlineData("{\"method\":7}")]
    [InlineData("{\"method\":\"XX\",\"uscc\":\"\",\"period\":\"x\",\"batchNo\":-1}")]
    [InlineData("{\"exportLines\":{}}")]
    [InlineData("{\"exportLines\":[null]}")]
    [InlineData("{\"exportLines\":[{\"quantity\":1e400}]}")]
    [InlineData("\u0000\u0001")]
    public async Task A_body_that_is_no_filing_is_refused(string body)
    {
        var answer = await SendAsync(new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        // Text that no service takes is refused before the service reads it.
        Assert.Matches("^RBF-(1[0-9]{3}|0400)$", answer.ProblemCode);
    }

    [Fact]
    public async Task Json_that_nests_without_end_is_refused()
    {
        var body = new StringBuilder().Insert(0, "[", 100_000).ToString();

        var answer = await SendAsync(new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused()
    {
        using var body = new ByteArrayContent([0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        var answer = await SendAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task Another_media_type_is_refused()
    {
        var answer = await SendAsync(new StringContent("<a/>", Encoding.UTF8, "application/xml"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
        Assert.NotNull(answer.ProblemCode);
    }

    [Fact]
    public async Task An_unknown_field_is_named()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var body = JsonSerializer.SerializeToNode(filing.Body)!.AsObject();
        body["refundDue"] = "1.00";

        var answer = await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .PostAsync(Path, body, ("Idempotency-Key", "unknown-field"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("refundDue", answer.Text);
    }

    [Fact]
    public async Task Every_wrong_field_is_named_at_once()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var body = JsonSerializer.SerializeToNode(filing.Body)!.AsObject();
        body["batchNo"] = "one";
        body["exportLines"]![0]!["quantity"] = "many";
        body["purchaseLines"]![0]!["taxBase"] = "1.234";

        var answer = await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .PostAsync(Path, body, ("Idempotency-Key", "three-faults"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        var fields = answer.Json["errors"]!.AsArray().Select(e => e!["field"]!.GetValue<string>());
        Assert.Equal(
            ["batchNo", "exportLines[0].quantity", "purchaseLines[0].taxBase"],
            fields.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_body_of_100_megabytes_is_refused_without_being_read()
    {
        using var body = new StreamContent(new ZeroStream(100_000_000));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        body.Headers.ContentLength = 100_000_000;

        var answer = await SendAsync(body, ("Expect", "100-continue"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal("RBF-0413", answer.ProblemCode);
    }

    [Fact]
    public async Task Without_idempotency_key_nothing_is_taken_in()
    {
        var (installation, filing) = await shared.WithFilingAsync();

        var answer = await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .PostAsync(Path, filing.Body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("RBF-1004", answer.ProblemCode);
    }

    [Fact]
    public async Task The_same_key_with_the_same_body_is_the_same_filing()
    {
        var (installation, filing) = await shared.WithFilingAsync();

        var first = await installation.SubmitAsync(filing);
        var again = await installation.SubmitAsync(filing);

        Assert.Equal(first, again);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        await installation.SubmitAsync(filing);

        var answer = await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .PostAsync(
                Path,
                (filing with { Quantity = 99m }).Body,
                ("Idempotency-Key", $"filing-{filing.Serial}")
            );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("RBF-1005", answer.ProblemCode);
    }

    [Fact]
    public async Task A_filing_for_another_exporter_is_refused()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var other = shared.NewFiling().Exporter;

        var answer = await installation
            .As(other.Bearer, installation.Intake)
            .PostAsync(Path, filing.Body, ("Idempotency-Key", "for-another"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("RBF-1006", answer.ProblemCode);
    }

    [Fact]
    public async Task A_row_of_a_feed_that_is_no_utf8_is_refused_and_the_good_row_is_kept()
    {
        var installation = await shared.GetAsync();
        var good = JsonSerializer.SerializeToUtf8Bytes(shared.NewFiling().Exporter.Row);
        using var body = new ByteArrayContent([0x7B, 0x22, 0xFF, 0x22, 0x7D, 0x0A, .. good]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");

        var answer = await installation
            .As(Bearer.Feed, installation.Intake)
            .SendAsync(HttpMethod.Post, "/v1/feeds/enterprises", body);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(1, answer.Json["taken"]!.GetValue<int>());
        Assert.Equal(1, answer.Json["refusedCount"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("{}")]
    [InlineData("{\"uscc\":\"91120116MA05XEXF0J\",\"unknown\":1}")]
    public async Task A_bad_row_of_a_feed_is_refused_by_its_number(string row)
    {
        var installation = await shared.GetAsync();
        using var body = new StringContent(
            $"{row}\n{row}\n",
            Encoding.UTF8,
            "application/x-ndjson"
        );

        var answer = await installation
            .As(Bearer.Feed, installation.Intake)
            .SendAsync(HttpMethod.Post, "/v1/feeds/enterprises", body);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(2, answer.Json["refusedCount"]!.GetValue<int>());
        Assert.Equal(1, answer.Json["refused"]![0]!["row"]!.GetValue<int>());
    }

    private async Task<ApiAnswer> SendAsync(
        HttpContent body,
        params (string Name, string Value)[] headers
    )
    {
        var installation = await shared.GetAsync();
        var exporter = new SampleExporter(0);
        return await installation
            .As(exporter.Bearer, installation.Intake)
            .SendAsync(HttpMethod.Post, Path, body, [("Idempotency-Key", "bad-input"), .. headers]);
    }

    /// <summary>Zeros without memory behind them.</summary>
    private sealed class ZeroStream(long length) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Position);
            Position += read;
            return read;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();
    }
}
