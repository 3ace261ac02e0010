using System.Globalization;
using System.Text.Json.Nodes;

namespace RebateFlow.Console.Api;

/// <summary>What officers do with Approval: one demo client for each post.</summary>
public sealed class OfficerApi(ApiClient api, Uri approval, Eventually eventually)
{
    private const string Reviewer = "officer-review";

    private readonly Uri cases = new(approval, "v1/cases");

    /// <summary>Waits until the attempt's case is in the queue, and reads it.</summary>
    public async Task<JsonObject> WaitForCaseAsync(
        Guid preDeclarationId,
        int attemptNo,
        CancellationToken cancel
    )
    {
        var item = await eventually.GetAsync(
            () => FindAsync(preDeclarationId, cancel),
            found => found["attemptNo"]?.GetValue<int>() >= attemptNo,
            _ => $"no case for attempt {attemptNo} of {preDeclarationId}",
            cancel
        );
        var caseId = item["id"]!.GetValue<Guid>();
        var page = (await api.GetAsync(At(caseId, ""), Reviewer, cancel)).Body.AsObject();
        page["why"] = item["why"]?.DeepClone();
        return page;
    }

    /// <summary>Passes every doubt of a code, at the post whose turn it is.</summary>
    public async Task PassDoubtsAsync(
        Guid caseId,
        string code,
        string reason,
        CancellationToken cancel
    )
    {
        var (reply, officer) = await ClaimAsync(caseId, cancel);
        var doubtNos = reply.Body["doubts"]!
            .AsArray()
            .Where(doubt => doubt!["code"]!.GetValue<string>() == code)
            .Select(doubt => doubt!["doubtNo"]!.GetValue<int>())
            .ToList();
        if (doubtNos.Count == 0)
            throw new ApiException($"Case {caseId} has no doubt {code}.");
        foreach (var doubtNo in doubtNos)
        {
            await ActAsync(
                officer,
                caseId,
                $"doubts/{doubtNo}/pass",
                reply,
                Because(reason),
                cancel
            );
            reply = await api.GetAsync(At(caseId, ""), officer, cancel);
        }
    }

    /// <summary>Sends the filing back to its exporter.</summary>
    public async Task ReturnAsync(Guid caseId, string reason, CancellationToken cancel)
    {
        var (reply, officer) = await ClaimAsync(caseId, cancel);
        await ActAsync(officer, caseId, "return", reply, Because(reason), cancel);
    }

    /// <summary>Decides at every post of the route, each by its own officer.</summary>
    /// <returns>The clients that decided, in order.</returns>
    public async Task<IReadOnlyList<string>> DecideAsync(
        Guid caseId,
        string decision,
        string reason,
        CancellationToken cancel
    )
    {
        var deciders = new List<string>();
        while (true)
        {
            var (reply, officer) = await ClaimAsync(caseId, cancel);
            if (decision == "APPROVE")
                reply = await CloseTasksAsync(caseId, reply, officer, cancel);
            var body = Because(reason);
            body["decision"] = decision;
            await ActAsync(officer, caseId, "decision", reply, body, cancel);
            deciders.Add(officer);
            var after = (await api.GetAsync(At(caseId, ""), officer, cancel)).Body;
            if (after["state"]!.GetValue<string>() is not ("WAITING" or "CLAIMED"))
                return deciders;
        }
    }

    /// <summary>Waits until the exporter's self-inspection form is in the case.</summary>
    public Task WaitForFormAsync(Guid caseId, CancellationToken cancel) =>
        eventually.GetAsync(
            async () => (await api.GetAsync(At(caseId, ""), Reviewer, cancel)).Body,
            page => page["selfInspection"] is not null,
            _ => $"no self-inspection form in case {caseId}",
            cancel
        );

    private async Task<ApiReply> CloseTasksAsync(
        Guid caseId,
        ApiReply seen,
        string officer,
        CancellationToken cancel
    )
    {
        var post = seen.Body["post"]!.GetValue<string>();
        var today = DateOnly.Parse(
            seen.Body["startedOn"]!.GetValue<string>(),
            CultureInfo.InvariantCulture
        );
        foreach (var task in seen.Body["openTasks"]!.AsArray())
        {
            if (CaseTasks.Closing(task!, post, today) is not { } said)
                continue;
            var done = $"tasks/{task!["taskNo"]}/done";
            await ActAsync(officer, caseId, done, seen, said, cancel);
            seen = await api.GetAsync(At(caseId, ""), officer, cancel);
        }
        return seen;
    }

    private async Task<(ApiReply Case, string Officer)> ClaimAsync(
        Guid caseId,
        CancellationToken cancel
    )
    {
        var seen = await api.GetAsync(At(caseId, ""), Reviewer, cancel);
        var officer = seen.Body["post"]!.GetValue<string>() switch
        {
            "EVALUATION" => "officer-evaluation",
            "RE_REVIEW" => "officer-rereview",
            "APPROVAL" => "officer-approval",
            _ => Reviewer,
        };
        await ActAsync(officer, caseId, "claim", seen, new JsonObject(), cancel);
        return (await api.GetAsync(At(caseId, ""), officer, cancel), officer);
    }

    private Task<ApiReply> ActAsync(
        string officer,
        Guid caseId,
        string action,
        ApiReply seen,
        JsonObject body,
        CancellationToken cancel
    ) =>
        api.SendAsync(
            new ApiRequest(HttpMethod.Post, At(caseId, "/" + action), officer)
                .WithJson(body)
                .WithHeader("If-Match", seen.EntityTag ?? "*"),
            cancel
        );

    private async Task<JsonObject> FindAsync(Guid preDeclarationId, CancellationToken cancel)
    {
        var page = await api.GetAsync(
            new Uri(cases, $"?preDeclarationId={preDeclarationId}"),
            Reviewer,
            cancel
        );
        return page.Body["items"]!.AsArray().FirstOrDefault()?.AsObject() ?? [];
    }

    private static JsonObject Because(string reason) => new() { ["reason"] = reason };

    private Uri At(Guid caseId, string rest) => new($"{cases}/{caseId}{rest}");
}
