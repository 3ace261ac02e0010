using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RebateFlow.Testing.Hosts;

/// <summary>
/// An ERP that is told by webhook: it keeps what comes and answers as a test wants. It verifies
/// signatures with nothing of ours.
/// </summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ReceivedEvent> received = [];

    private WebhookReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
    }

    /// <summary>Answers a request, given how many came before it.</summary>
    public Func<int, HttpContext, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public string Url => app.Urls.Single() + "/hook";

    public IReadOnlyList<ReceivedEvent> Received => [.. received];

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        receiver.app.MapPost("/{**path}", receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Answers with a status, whatever comes.</summary>
    public void AlwaysAnswer(int status) =>
        Answer = (_, http) =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        };

    /// <summary>Answers nothing until the sender has gone.</summary>
    public static async Task UntilGoneAsync(HttpContext http)
    {
        var gone = new TaskCompletionSource();
        await using var watch = http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        string Header(string name) => http.Request.Headers[name].ToString();
        var before = received.Count;
        received.Enqueue(
            new ReceivedEvent(
                http.Request.Path,
                Header("webhook-id"),
                Header("webhook-timestamp"),
                Header("webhook-signature"),
                body
            )
        );
        await Answer(before, http);
    }
}

/// <summary>A request as it came.</summary>
public sealed record ReceivedEvent(
    string Path,
    string Id,
    string Timestamp,
    string Signature,
    string Body
)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Type => Json["type"]!.GetValue<string>();

    public string State => Json["data"]!["state"]!.GetValue<string>();

    public Guid PreDeclarationId => Json["data"]!["preDeclarationId"]!.GetValue<Guid>();

    /// <summary>Whether one of its signatures is of this secret (whsec_ and base64).</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var signed = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}"));
        return Signature.Split(' ').Contains("v1," + Convert.ToBase64String(signed));
    }
}
