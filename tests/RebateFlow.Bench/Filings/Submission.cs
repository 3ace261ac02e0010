using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using RebateFlow.Bench.Stacks;

namespace RebateFlow.Bench.Filings;

/// <summary>One filing of exporter 0, handed in by a client that waits for its feedback.</summary>
/// <param name="Id">Of the pre-declaration.</param>
/// <param name="Seconds">From the request to the feedback.</param>
internal sealed record Submission(Guid Id, double Seconds)
{
    private static readonly Uri path = new("/v1/pre-declarations", UriKind.Relative);

    /// <summary>A client that speaks as exporter 0.</summary>
    public static async Task<HttpClient> ClientAsync(BenchStack stack)
    {
        var http = new HttpClient { BaseAddress = stack.Intake.Address };
        http.DefaultRequestHeaders.Authorization = new(
            "Bearer",
            await stack.TokenAsync(BenchExporters.ClientOf(0))
        );
        return http;
    }

    /// <summary>Submits; throws unless the feedback is CLEAN.</summary>
    public static async Task<Submission> SendAsync(HttpClient http, byte[] body, string key)
    {
        var watch = Stopwatch.StartNew();
        var (id, text) = await SendAnyAsync(http, body, key);
        var seconds = watch.Elapsed.TotalSeconds;
        if (!text.Contains("\"outcome\":\"CLEAN\"", StringComparison.Ordinal))
            throw new InvalidOperationException(text[..Math.Min(2000, text.Length)]);
        return new(id, seconds);
    }

    /// <summary>Submits and waits for the feedback, whatever it says.</summary>
    public static async Task<(Guid Id, string Text)> SendAnyAsync(
        HttpClient http,
        byte[] body,
        string key
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new("application/json") },
            },
        };
        request.Headers.Add("Idempotency-Key", key);
        request.Headers.Add("Prefer", "wait=30");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        using var document = JsonDocument.Parse(text);
        return (document.RootElement.GetProperty("id").GetGuid(), text);
    }

    /// <summary>Takes it back, declared in error: its vouchers are free again.</summary>
    public async Task WithdrawAsync(HttpClient http)
    {
        using var answer = await http.PostAsJsonAsync(
            new Uri($"{path}/{Id}/withdrawal", UriKind.Relative),
            new { kind = "ERROR" }
        );
        answer.EnsureSuccessStatusCode();
    }
}
