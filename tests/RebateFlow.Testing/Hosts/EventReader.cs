using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace RebateFlow.Testing.Hosts;

/// <summary>Reads server-sent events as any client would, line by line.</summary>
public sealed class EventReader : IDisposable
{
    private static readonly HttpClient Http = new() { Timeout = Timeout.InfiniteTimeSpan };

    private readonly HttpResponseMessage response;
    private readonly StreamReader lines;

    private EventReader(HttpResponseMessage response, Stream body)
    {
        this.response = response;
        lines = new StreamReader(body);
    }

    public HttpStatusCode Status => response.StatusCode;

    /// <summary>Comments that came so far.</summary>
    public int HeartBeats { get; private set; }

    public static async Task<EventReader> OpenAsync(
        Uri address,
        string token,
        Guid id,
        long? lastId = null
    )
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri(address, $"/v1/pre-declarations/{id}/events")
        );
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (lastId is { } last)
            request.Headers.Add("Last-Event-ID", last.ToString(CultureInfo.InvariantCulture));
        var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<(long Id, string State)?> NextAsync()
    {
        using var late = new CancellationTokenSource(Eventually.Deadline);
        var (id, state) = (0L, "");
        while (await lines.ReadLineAsync(late.Token) is { } line)
        {
            if (line.StartsWith(':'))
                HeartBeats++;
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = long.Parse(line.AsSpan(4), CultureInfo.InvariantCulture);
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                state = JsonNode.Parse(line[6..])!["state"]!.GetValue<string>();
            else if (line.Length == 0 && state.Length > 0)
                return (id, state);
        }
        return null;
    }

    /// <summary>The states up to the end of the stream.</summary>
    public async Task<IReadOnlyList<string>> RestAsync()
    {
        var states = new List<string>();
        while (await NextAsync() is { } next)
            states.Add(next.State);
        return states;
    }

    /// <summary>Reads on until something besides events has come.</summary>
    public async Task<string?> NextLineAsync()
    {
        using var late = new CancellationTokenSource(Eventually.Deadline);
        return await lines.ReadLineAsync(late.Token);
    }

    public void Dispose()
    {
        lines.Dispose();
        response.Dispose();
    }
}
