using System.Net.Http.Headers;

namespace RebateFlow.Bench.Filings;

/// <summary>
/// Posts prepared bodies over a fixed number of connections, as fast as the answers come.
/// </summary>
internal sealed class LoadGenerator(Uri address, int connections) : IDisposable
{
    private readonly HttpClient http = new(
        new SocketsHttpHandler { MaxConnectionsPerServer = connections }
    )
    {
        Timeout = TimeSpan.FromMinutes(2),
    };

    /// <summary>Sends every body once. Throws when an answer is not 202.</summary>
    public async Task PostAllAsync(IReadOnlyList<PreparedBody> bodies)
    {
        var next = -1;
        await Task.WhenAll(
            Enumerable
                .Range(0, connections)
                .Select(async _ =>
                {
                    int index;
                    while ((index = Interlocked.Increment(ref next)) < bodies.Count)
                        await PostAsync(bodies[index]);
                })
        );
    }

    public void Dispose() => http.Dispose();

    private async Task PostAsync(PreparedBody body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(body.Json)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        if (body.Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", body.Token);
        request.Headers.Add("Idempotency-Key", body.Key);
        using var answer = await http.SendAsync(request);
        if (answer.StatusCode != System.Net.HttpStatusCode.Accepted)
            throw new InvalidOperationException(
                $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}"
            );
    }
}

/// <summary>A request that is ready to be sent.</summary>
/// <param name="Token">Bearer token; null when the server asks for none.</param>
internal sealed record PreparedBody(byte[] Json, string Key, string? Token);
