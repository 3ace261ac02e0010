using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;

namespace RebateFlow.Intake.Events;

/// <summary>The body of an event stream, written as events come.</summary>
internal sealed class EventStream(
    FilingStreams streams,
    string client,
    StreamStart start,
    ListeningSettings settings,
    TimeProvider clock
) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var stream = streams.Open(client, start.Now.PreDeclarationId, start.Now.Version);
        try
        {
            await RunAsync(httpContext, stream);
        }
        finally
        {
            streams.Close(stream);
            streams.LeavePlace(client);
        }
    }

    private async Task RunAsync(HttpContext http, FilingStream stream)
    {
        var response = http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // Proxies of the nginx kind hold answers back otherwise.
        response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        var stopping = http
            .RequestServices.GetRequiredService<IHostApplicationLifetime>()
            .ApplicationStopping;
        using var life = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            stopping
        );
        life.CancelAfter(LifeOf(http));
        try
        {
            Write(response.BodyWriter, "retry: 3000\n\n");
            foreach (var one in start.Backlog)
                Write(response.BodyWriter, one);
            await response.BodyWriter.FlushAsync(http.RequestAborted);
            if (!start.Now.IsLast)
                await FollowAsync(response.BodyWriter, stream, life.Token);
        }
        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            // The reader has gone, its token or its time is over, or the service stops: a reader
            // that is still there connects again and goes on.
        }
    }

    private async Task FollowAsync(PipeWriter body, FilingStream stream, CancellationToken cancel)
    {
        var next = stream.Events.WaitToReadAsync(cancel).AsTask();
        while (true)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var beat = Task.Delay(settings.HeartBeat, clock, pause.Token);
            if (await Task.WhenAny(next, beat) == beat)
            {
                cancel.ThrowIfCancellationRequested();
                Write(body, ":\n\n");
                await body.FlushAsync(cancel);
                continue;
            }
            await pause.CancelAsync();
            await next;
            while (stream.Events.TryRead(out var one))
            {
                Write(body, one);
                await body.FlushAsync(cancel);
                if (one.IsLast)
                    return;
            }
            next = stream.Events.WaitToReadAsync(cancel).AsTask();
        }
    }

    /// <summary>Until the token ends, at most as long as a stream may last.</summary>
    private TimeSpan LifeOf(HttpContext http)
    {
        var ends = http
            .Features.Get<IAuthenticateResultFeature>()
            ?.AuthenticateResult?.Properties?.ExpiresUtc;
        // Tokens are issued by others, so they expire in real time, whatever clock the service has.
        // One that ended a moment ago is still taken; it is told what there is and no more.
        var left = ends - TimeProvider.System.GetUtcNow() ?? settings.LongestStream;
        return left > settings.LongestStream ? settings.LongestStream
            : left > TimeSpan.Zero ? left
            : TimeSpan.Zero;
    }

    private static void Write(PipeWriter body, FilingEvent one)
    {
        Write(
            body,
            string.Create(CultureInfo.InvariantCulture, $"id: {one.Version}\nevent: state\ndata: ")
        );
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("preDeclarationId", one.PreDeclarationId);
            json.WriteNumber("attemptNo", one.AttemptNo);
            json.WriteString("state", one.State);
            json.WriteString("at", one.OccurredAt);
            json.WriteEndObject();
        }
        Write(body, "\n\n");
    }

    private static void Write(PipeWriter body, string text) =>
        body.Write(Encoding.UTF8.GetBytes(text));
}
