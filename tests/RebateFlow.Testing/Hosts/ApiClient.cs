using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RebateFlow.Testing.Hosts;

/// <summary>JSON over HTTP with a token, as any program outside would speak to a service.</summary>
public sealed class ApiClient(Uri address, string? token)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(100) };

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>The body of an answer of 200 as it came.</summary>
    public async Task<byte[]> GetBytesAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <param name="headers">Name and value, such as <c>("If-Match", "\"3\"")</c>.</param>
    public Task<ApiAnswer> PostAsync(
        string path,
        object? body = null,
        params (string Name, string Value)[] headers
    ) => SendAsync(HttpMethod.Post, path, body is null ? null : JsonContentOf(body), headers);

    /// <summary>One object a line, as feeds take them.</summary>
    public Task<ApiAnswer> PostLinesAsync(string path, IEnumerable<object> rows)
    {
        var text = string.Join('\n', rows.Select(row => JsonSerializer.Serialize(row, Options)));
        return SendAsync(
            HttpMethod.Post,
            path,
            new StringContent(text, Encoding.UTF8, "application/x-ndjson")
        );
    }

    public async Task<ApiAnswer> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(address, path));
        request.Content = content;
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await Http.SendAsync(request);
        return await ApiAnswer.ReadAsync(response);
    }

    private static StringContent JsonContentOf(object body) =>
        new(JsonSerializer.Serialize(body, Options), Encoding.UTF8, "application/json");
}

/// <summary>What came back.</summary>
public sealed record ApiAnswer(
    HttpStatusCode Status,
    string? MediaType,
    string? ETag,
    Uri? Location,
    TimeSpan? RetryAfter,
    string Text
)
{
    /// <summary>The body as JSON; a failure shows the body that is none.</summary>
    public JsonNode Json =>
        JsonNode.Parse(Text) ?? throw new InvalidOperationException($"No JSON: {Text}");

    /// <summary>The stable code of a problem document; null for any other answer.</summary>
    public string? ProblemCode =>
        MediaType == "application/problem+json" ? Json["code"]?.GetValue<string>() : null;

    /// <summary>The answer itself, or a failure that shows what came instead.</summary>
    public ApiAnswer Expect(HttpStatusCode status) =>
        Status == status
            ? this
            : throw new InvalidOperationException($"Expected {status}, got {Status}: {Text}");

    internal static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response) =>
        new(
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.ETag?.ToString(),
            response.Headers.Location,
            response.Headers.RetryAfter?.Delta,
            await response.Content.ReadAsStringAsync()
        );
}
