using System.Text.Json.Nodes;

namespace RebateFlow.Console.Api;

/// <summary>
/// What the risk team does: drafts watchlist entries, approves them, reads assessments.
/// </summary>
public sealed class RiskApi(ApiClient api, Uri risk, Eventually eventually)
{
    private const string Editor = "risk-editor";
    private const string Approver = "risk-approver";

    private readonly Uri entries = new(risk, "v1/watchlist/entries");

    /// <summary>Every entry by its kind and key, refused and ended ones too.</summary>
    public async Task<IReadOnlyDictionary<string, JsonObject>> GetEntriesAsync(
        CancellationToken cancel
    )
    {
        var all = new Uri($"{entries}?status=ALL&limit=200");
        var found = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        await foreach (var entry in api.GetItemsAsync(ApiRequest.Get(all, Editor), cancel))
        {
            found[KeyOf(entry)] = entry;
        }
        return found;
    }

    public static string KeyOf(JsonObject content) => $"{content["kind"]} {content["key"]}";

    /// <summary>Drafts an entry as one person.</summary>
    public async Task<JsonObject> DraftAsync(JsonObject content, CancellationToken cancel)
    {
        var request = new ApiRequest(HttpMethod.Post, entries, Editor)
            .WithJson(content)
            .WithHeader("Idempotency-Key", $"seed-{content["kind"]}-{content["key"]}");
        return (await api.SendAsync(request, cancel)).Body.AsObject();
    }

    /// <summary>
    /// Approves what waits, as another person; false when it no longer does, or may not be.
    /// </summary>
    public Task<bool> TryApproveAsync(JsonObject entry, CancellationToken cancel) =>
        api.TrySendAsync(
            new ApiRequest(HttpMethod.Post, new Uri($"{entries}/{entry["id"]}/approval"), Approver)
                .WithJson(new JsonObject())
                .WithHeader("If-Match", $"\"{entry["version"]}\""),
            cancel
        );

    /// <summary>Scores an assessment again; true when every byte is the same.</summary>
    public async Task<bool> ReplaysAlikeAsync(Guid assessmentId, CancellationToken cancel)
    {
        var replay = new Uri(risk, $"v1/assessments/{assessmentId}/replay");
        var reply = await api.SendAsync(new ApiRequest(HttpMethod.Post, replay, Editor), cancel);
        return reply.Body["isSame"]!.GetValue<bool>();
    }

    /// <summary>Waits until the attempt has been assessed.</summary>
    public Task<JsonObject> GetAssessmentAsync(
        Guid preDeclarationId,
        int attemptNo,
        CancellationToken cancel
    )
    {
        var address = new Uri(risk, $"v1/assessments/{preDeclarationId}");
        return eventually.GetAsync(
            async () => (await api.GetAsync(address, Editor, cancel)).Body.AsObject(),
            found => found["attemptNo"]!.GetValue<int>() >= attemptNo,
            _ => $"no assessment of attempt {attemptNo} of {preDeclarationId}",
            cancel
        );
    }
}
