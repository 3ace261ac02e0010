using System.Text.Json.Nodes;

namespace RebateFlow.Console.Api;

/// <summary>
/// What the risk team does: drafts watchlist entries, approves them, reads assessments.
/// </summary>
public sealed class RiskDesk(ApiClient api, Uri risk, Eventually eventually)
{
    private const string Editor = "risk-editor";
    private const string Approver = "risk-approver";

    private readonly Uri entries = new(risk, "v1/watchlist/entries");

    /// <summary>Kind and key of every entry of the list, drafts included.</summary>
    public async Task<IReadOnlySet<string>> GetEntryKeysAsync(CancellationToken cancel)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var entry in api.GetItemsAsync(entries, Editor, cancel))
            keys.Add(KeyOf(entry));
        return keys;
    }

    public static string KeyOf(JsonObject entry) => $"{entry["kind"]} {entry["key"]}";

    /// <summary>Drafts an entry as one person and approves it as another.</summary>
    public async Task AddEntryAsync(JsonObject entry, CancellationToken cancel)
    {
        var drafted = await api.SendAsync(
            new ApiRequest(HttpMethod.Post, entries, Editor)
                .WithJson(entry)
                .WithHeader("Idempotency-Key", $"seed-{KeyOf(entry)}".Replace(' ', '-')),
            cancel
        );
        var approval = new Uri($"{entries}/{drafted.Body["id"]}/approval");
        await api.SendAsync(
            new ApiRequest(HttpMethod.Post, approval, Approver)
                .WithJson(new JsonObject())
                .WithHeader("If-Match", drafted.EntityTag ?? "*"),
            cancel
        );
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
