using System.Text.Json.Nodes;

namespace RebateFlow.Console.Api;

/// <summary>What an exporter's program does with Intake.</summary>
public sealed class ExporterApi(ApiClient api, Uri intake, Eventually eventually)
{
    private readonly Uri filings = new(intake, "v1/pre-declarations");

    /// <summary>Hands in a new filing, waiting up to ten seconds for its feedback.</summary>
    public async Task<Guid> SubmitAsync(
        string exporter,
        JsonObject body,
        string idempotencyKey,
        CancellationToken cancel
    )
    {
        var reply = await PostAsync(filings, exporter, body, idempotencyKey, cancel);
        return reply.Body["id"]!.GetValue<Guid>();
    }

    /// <summary>Hands in the next attempt of a filing.</summary>
    public Task ResubmitAsync(
        string exporter,
        Guid id,
        JsonObject body,
        string idempotencyKey,
        CancellationToken cancel
    ) => PostAsync(At(id, "/attempts"), exporter, body, idempotencyKey, cancel);

    public Task WithdrawAsync(
        string exporter,
        Guid id,
        string kind,
        string reason,
        CancellationToken cancel
    ) =>
        PostAsync(
            At(id, "/withdrawal"),
            exporter,
            new JsonObject { ["kind"] = kind, ["reason"] = reason },
            $"withdraw-{id}",
            cancel
        );

    public async Task<JsonObject> GetAsync(string exporter, Guid id, CancellationToken cancel) =>
        (await api.GetAsync(At(id, ""), exporter, cancel)).Body.AsObject();

    /// <summary>
    /// Fills in the self-inspection form, once the authority's wish for it has arrived.
    /// </summary>
    public async Task FileSelfInspectionAsync(string exporter, Guid id, CancellationToken cancel)
    {
        var address = At(id, "/self-inspection");
        var form = await eventually.GetAsync(
            async () => (await api.GetAsync(address, exporter, cancel)).Body,
            found => found["isAsked"]!.GetValue<bool>(),
            _ => $"the self-inspection form of {id} is not asked for",
            cancel
        );
        var filled = new ApiRequest(HttpMethod.Put, address, exporter);
        await api.SendAsync(filled.WithJson(CaseTasks.FilledIn(form)), cancel);
    }

    /// <summary>Waits until the filing is in one of the states.</summary>
    public Task<JsonObject> WaitForAsync(
        string exporter,
        Guid id,
        IReadOnlyCollection<string> states,
        CancellationToken cancel
    ) =>
        eventually.GetAsync(
            () => GetAsync(exporter, id, cancel),
            filing => states.Contains(State(filing)),
            filing => $"filing {id} is {State(filing)}, awaited {string.Join(" or ", states)}",
            cancel
        );

    /// <summary>Waits until the live attempt has been checked.</summary>
    public Task<JsonObject> WaitForFeedbackAsync(
        string exporter,
        Guid id,
        CancellationToken cancel
    ) =>
        eventually.GetAsync(
            () => GetAsync(exporter, id, cancel),
            filing => State(filing) is not ("SUBMITTED" or "CHECKING"),
            filing => $"filing {id} is still {State(filing)}",
            cancel
        );

    /// <summary>All doubts of the live attempt, over all pages, in Chinese or in English.</summary>
    public async Task<IReadOnlyList<JsonObject>> GetDoubtsAsync(
        string exporter,
        Guid id,
        string language,
        CancellationToken cancel
    )
    {
        var list = ApiRequest.Get(At(id, "/doubts"), exporter) with { Language = language };
        var doubts = new List<JsonObject>();
        await foreach (var doubt in api.GetItemsAsync(list, cancel))
            doubts.Add(doubt);
        return doubts;
    }

    /// <summary>The newest filings of an exporter, one page of them.</summary>
    public async Task<IReadOnlyList<JsonObject>> GetNewestAsync(
        string exporter,
        CancellationToken cancel
    )
    {
        var page = (await api.GetAsync(new Uri(filings, "?limit=100"), exporter, cancel)).Body;
        return [.. page["items"]!.AsArray().Select(filing => filing!.AsObject())];
    }

    /// <summary>All filings of a period.</summary>
    public async Task<IReadOnlyList<JsonObject>> GetOfPeriodAsync(
        string exporter,
        string period,
        CancellationToken cancel
    )
    {
        var list = ApiRequest.Get(new Uri(filings, $"?period={period}&limit=200"), exporter);
        var found = new List<JsonObject>();
        await foreach (var filing in api.GetItemsAsync(list, cancel))
            found.Add(filing);
        return found;
    }

    public static string State(JsonObject filing) => filing["state"]!.GetValue<string>();

    private Task<ApiReply> PostAsync(
        Uri address,
        string exporter,
        JsonObject body,
        string idempotencyKey,
        CancellationToken cancel
    ) =>
        api.SendAsync(
            new ApiRequest(HttpMethod.Post, address, exporter)
                .WithJson(body)
                .WithHeader("Idempotency-Key", idempotencyKey)
                .WithHeader("Prefer", "wait=10"),
            cancel
        );

    private Uri At(Guid id, string rest) => new($"{filings}/{id}{rest}");
}
