using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Timeout;

namespace RebateFlow.Intake.Webhooks;

/// <summary>Sends one delivery to its target, once.</summary>
/// <remarks>
/// It follows no redirect and uses no proxy, cookie or trace context. Of the answer only the status
/// counts; the start of its body is read so that the connection can be used again.
/// </remarks>
public sealed class WebhookSender : IDisposable
{
    private const int MostOfAnswer = 4 * 1024;
    private const int MostHeaderKilobytes = 16;

    private readonly HttpClient http;
    private readonly ResiliencePipeline inTime;
    private readonly TimeProvider clock;

    public WebhookSender(TargetGuard guard, IOptions<WebhookSettings> settings, TimeProvider clock)
    {
        this.clock = clock;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            ConnectTimeout = settings.Value.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxConnectionsPerServer = settings.Value.ConcurrencyPerTarget,
            MaxResponseHeadersLength = MostHeaderKilobytes,
            ConnectCallback = guard.ConnectAsync,
        };
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        inTime = new ResiliencePipelineBuilder().AddTimeout(settings.Value.Timeout).Build();
    }

    /// <summary>Sends it; a failure is an outcome, not an exception.</summary>
    public async Task<TryOutcome> SendAsync(
        LeasedWebhook target,
        DueDelivery delivery,
        CancellationToken cancel
    )
    {
        var now = clock.GetUtcNow();
        var started = Stopwatch.GetTimestamp();
        var (status, fault) = await TryAsync(target, delivery, now, cancel);
        return new TryOutcome(now, Stopwatch.GetElapsedTime(started), (int?)status, fault);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<(HttpStatusCode? Status, string? Fault)> TryAsync(
        LeasedWebhook target,
        DueDelivery delivery,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        try
        {
            var status = await inTime.ExecuteAsync(
                async stop =>
                {
                    using var request = RequestOf(target, delivery, now);
                    using var answer = await http.SendAsync(
                        request,
                        HttpCompletionOption.ResponseHeadersRead,
                        stop
                    );
                    await ReadALittleAsync(answer, stop);
                    return answer.StatusCode;
                },
                cancel
            );
            return (status, FaultOf(status));
        }
        catch (TimeoutRejectedException)
        {
            return (null, "TIMEOUT");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return (null, FaultOf(fault));
        }
    }

    private static HttpRequestMessage RequestOf(
        LeasedWebhook target,
        DueDelivery delivery,
        DateTimeOffset now
    )
    {
        var (id, body) = (WebhookMessage.IdOf(delivery), WebhookMessage.BodyOf(delivery));
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = content };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add(
            "webhook-timestamp",
            now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
        );
        request.Headers.Add(
            "webhook-signature",
            WebhookMessage.Sign(target.SecretsAt(now), id, now, body)
        );
        request.Headers.Add("User-Agent", "RebateFlow-Webhooks/1");
        return request;
    }

    private static async Task ReadALittleAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[1024];
        var left = MostOfAnswer;
        int read;
        while (left > 0 && (read = await body.ReadAsync(buffer, cancel)) > 0)
            left -= read;
    }

    private static string? FaultOf(HttpStatusCode status) =>
        (int)status switch
        {
            >= 200 and < 300 => null,
            >= 300 and < 400 => "REDIRECT",
            _ => "HTTP_STATUS",
        };

    private static string FaultOf(Exception fault)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case TargetRefusedException:
                    return "ADDRESS_NOT_PUBLIC";
                case AuthenticationException:
                    return "TLS";
                case SocketException { SocketErrorCode: SocketError.HostNotFound }:
                    return "NAME_UNKNOWN";
            }
        }
        return "CONNECTION";
    }
}

/// <summary>What became of a try.</summary>
/// <param name="TriedAt">UTC.</param>
/// <param name="HttpStatus">Null when no answer came.</param>
/// <param name="Fault">
/// Null when it was delivered; else HTTP_STATUS, REDIRECT, TIMEOUT, CONNECTION, TLS, NAME_UNKNOWN
/// or ADDRESS_NOT_PUBLIC.
/// </param>
public sealed record TryOutcome(
    DateTimeOffset TriedAt,
    TimeSpan Duration,
    int? HttpStatus,
    string? Fault
)
{
    /// <summary>The target says that it is gone for good.</summary>
    public bool IsGone => HttpStatus == StatusCodes.Status410Gone;
}
