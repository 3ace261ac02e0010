using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Polly;
using Polly.Retry;
using Spectre.Console;

namespace RebateFlow.Console.Api;

/// <summary>An answer of a service: status, body and the entity tag to change it with.</summary>
public sealed record ApiReply(
    HttpStatusCode Status,
    JsonNode Body,
    string? EntityTag,
    Uri? Location
);

/// <summary>A request in the name of a demo client.</summary>
public sealed record ApiRequest(HttpMethod Method, Uri Address, string Client)
{
    public static ApiRequest Get(Uri address, string client) =>
        new(HttpMethod.Get, address, client);

    public HttpContent? Content { get; init; }
    public IReadOnlyDictionary<string, string> Headers { get; init; } =
        new Dictionary<string, string>();

    /// <summary>Language of the texts, zh-CN or en.</summary>
    public string Language { get; init; } = "zh-CN";

    /// <summary>A body of JSON.</summary>
    public ApiRequest WithJson(JsonNode body) =>
        this with
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };

    public ApiRequest WithHeader(string name, string value) =>
        this with
        {
            Headers = new Dictionary<string, string>(Headers) { [name] = value },
        };
}

/// <summary>Calls the services as any client would: HTTP, a token, JSON.</summary>
public sealed class ApiClient(HttpClient http, AccessTokens tokens)
{
    /// <summary>
    /// Services may still be starting; this is the only retry, and only before the first call.
    /// </summary>
    private static readonly ResiliencePipeline<HttpResponseMessage> Starting =
        new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddRetry(
                new RetryStrategyOptions<HttpResponseMessage>
                {
                    MaxRetryAttempts = 30,
                    Delay = TimeSpan.FromMilliseconds(250),
                    BackoffType = DelayBackoffType.Exponential,
                    MaxDelay = TimeSpan.FromSeconds(2),
                    OnRetry = static arguments =>
                    {
                        if (arguments.AttemptNumber == 0)
                            AnsiConsole.MarkupLine(
                                "[grey]等待服务就绪 waiting for the services[/]"
                            );
                        return ValueTask.CompletedTask;
                    },
                    ShouldHandle = static arguments =>
                        ValueTask.FromResult(
                            arguments.Outcome.Exception
                                is HttpRequestException { InnerException: SocketException }
                                || arguments.Outcome.Result?.StatusCode
                                    == HttpStatusCode.ServiceUnavailable
                        ),
                }
            )
            .Build();

    /// <summary>
    /// Waits until a service is ready; refused connections are tried again for about a minute.
    /// </summary>
    public async Task WaitUntilReadyAsync(Uri service, CancellationToken cancel)
    {
        var address = new Uri(service, "health/ready");
        using var response = await Starting.ExecuteAsync(
            async token => await http.GetAsync(address, token),
            cancel
        );
        if (!response.IsSuccessStatusCode)
            throw new ApiException($"{address}: {(int)response.StatusCode}, not ready.");
    }

    /// <exception cref="ApiException">The service refused.</exception>
    public async Task<ApiReply> SendAsync(ApiRequest request, CancellationToken cancel)
    {
        using var response = await AskAsync(request, cancel);
        var body = await response.Content.ReadAsStringAsync(cancel);
        return new ApiReply(
            response.StatusCode,
            body.Length == 0 ? new JsonObject() : JsonNode.Parse(body)!,
            response.Headers.ETag?.ToString(),
            response.Headers.Location
        );
    }

    /// <summary>
    /// Sends a request that somebody else may have got ahead of.
    /// </summary>
    /// <returns>False when it is refused for the state of things: 403, 409 or 412.</returns>
    public async Task<bool> TrySendAsync(ApiRequest request, CancellationToken cancel)
    {
        try
        {
            await SendAsync(request, cancel);
            return true;
        }
        catch (ApiException refused) when (refused.Status is 403 or 409 or 412)
        {
            return false; // The caller leaves things as they are.
        }
    }

    /// <summary>A file.</summary>
    /// <exception cref="ApiException">The service refused.</exception>
    public async Task<byte[]> GetBytesAsync(ApiRequest request, CancellationToken cancel)
    {
        using var response = await AskAsync(request, cancel);
        return await response.Content.ReadAsByteArrayAsync(cancel);
    }

    public Task<ApiReply> GetAsync(Uri address, string client, CancellationToken cancel) =>
        SendAsync(ApiRequest.Get(address, client), cancel);

    /// <summary>The items of a list, over all its pages.</summary>
    public async IAsyncEnumerable<JsonObject> GetItemsAsync(
        ApiRequest list,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var sign = list.Address.Query.Length == 0 ? '?' : '&';
        var request = list;
        while (true)
        {
            var page = (await SendAsync(request, cancel)).Body;
            foreach (var item in page["items"]!.AsArray())
                yield return item!.AsObject();
            if (page["nextCursor"]?.GetValue<string>() is not { } cursor)
                yield break;
            var next = $"{list.Address}{sign}cursor={Uri.EscapeDataString(cursor)}";
            request = list with { Address = new Uri(next) };
        }
    }

    private async Task<HttpResponseMessage> AskAsync(ApiRequest request, CancellationToken cancel)
    {
        using var message = new HttpRequestMessage(request.Method, request.Address);
        message.Content = request.Content;
        message.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            await tokens.GetAsync(request.Client, cancel)
        );
        message.Headers.AcceptLanguage.ParseAdd(request.Language);
        foreach (var (name, value) in request.Headers)
            message.Headers.TryAddWithoutValidation(name, value);

        var response = await http.SendAsync(message, cancel);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync(cancel);
            throw ApiException.Of(message, (int)response.StatusCode, body);
        }
    }
}
