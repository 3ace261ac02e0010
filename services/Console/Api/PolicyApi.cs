using System.Text.Json.Nodes;

namespace RebateFlow.Console.Api;

/// <summary>What the keepers of the green channel do: draft enrolments and approve them.</summary>
public sealed class PolicyApi(ApiClient api, Uri approval)
{
    private const string Editor = "policy-editor";
    private const string Approver = "policy-approver";

    private readonly Uri enrolments = new(approval, "v1/green-channel/enrolments");

    /// <summary>Every enrolment of an enterprise, the newest first, ended ones included.</summary>
    public async Task<IReadOnlyList<JsonObject>> GetEnrolmentsAsync(
        string uscc,
        CancellationToken cancel
    )
    {
        var list = ApiRequest.Get(new Uri($"{enrolments}?uscc={uscc}"), Editor);
        var found = new List<JsonObject>();
        await foreach (var enrolment in api.GetItemsAsync(list, cancel))
            found.Add(enrolment);
        return found;
    }

    /// <summary>Drafts an enrolment as one person.</summary>
    public async Task<JsonObject> DraftAsync(
        JsonObject enrolment,
        string idempotencyKey,
        CancellationToken cancel
    )
    {
        var request = new ApiRequest(HttpMethod.Post, enrolments, Editor)
            .WithJson(enrolment)
            .WithHeader("Idempotency-Key", idempotencyKey);
        return (await api.SendAsync(request, cancel)).Body.AsObject();
    }

    /// <summary>
    /// Approves a draft as another person; false when it no longer waits, or may not be.
    /// </summary>
    public Task<bool> TryApproveAsync(JsonObject enrolment, CancellationToken cancel)
    {
        var approve = new Uri($"{enrolments}/{enrolment["id"]}/approval");
        return api.TrySendAsync(
            new ApiRequest(HttpMethod.Post, approve, Approver)
                .WithJson(new JsonObject())
                .WithHeader("If-Match", $"\"{enrolment["version"]}\""),
            cancel
        );
    }
}
