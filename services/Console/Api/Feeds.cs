using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RebateFlow.Console.Api;

/// <param name="Taken">Rows that were new, or newer than what was there.</param>
/// <param name="Unchanged">Rows that were there already.</param>
public sealed record FeedResult(int Taken, int Unchanged);

/// <summary>Pushes electronic information as the client <c>feed</c>.</summary>
public sealed class Feeds(ApiClient api, Uri intake)
{
    /// <exception cref="ApiException">A row was refused: seeds are ours, so every row must be
    /// right.</exception>
    public async Task<FeedResult> PushAsync(
        string feed,
        IEnumerable<JsonObject> rows,
        CancellationToken cancel
    )
    {
        var request = new ApiRequest(HttpMethod.Post, new Uri(intake, $"v1/feeds/{feed}"), "feed")
        {
            Content = Ndjson(rows),
        };
        var answer = (await api.SendAsync(request, cancel)).Body;
        var refusedCount = answer["refusedCount"]!.GetValue<int>();
        if (refusedCount > 0)
        {
            var first = answer["refused"]![0]!.ToJsonString();
            throw new ApiException($"Feed {feed} refused {refusedCount} rows, first {first}");
        }
        return new FeedResult(
            answer["taken"]!.GetValue<int>(),
            answer["unchanged"]!.GetValue<int>()
        );
    }

    private static ByteArrayContent Ndjson(IEnumerable<JsonObject> rows)
    {
        using var lines = new MemoryStream();
        foreach (var row in rows)
        {
            lines.Write(Encoding.UTF8.GetBytes(row.ToJsonString(Readable)));
            lines.WriteByte((byte)'\n');
        }
        return new ByteArrayContent(lines.ToArray())
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") },
        };
    }

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
