using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Testing.Filings;

/// <summary>The officers' steps, through the API they use.</summary>
public static class CaseSteps
{
    public static readonly Bearer Reviewer = Bearer.Officer("officer-review", "review");
    public static readonly Bearer Rereviewer = Bearer.Officer("officer-rereview", "rereview");

    private static readonly (string Post, Bearer Officer)[] Posts =
    [
        ("REVIEW", Reviewer),
        ("EVALUATION", Bearer.Officer("officer-evaluation", "evaluation")),
        ("RE_REVIEW", Rereviewer),
        ("APPROVAL", Bearer.Officer("officer-approval", "approval")),
    ];

    /// <summary>Waits for the case of an attempt and reads it.</summary>
    public static Task<JsonNode> CaseOfAsync(
        this Installation installation,
        Guid preDeclarationId,
        int attemptNo = 1
    ) =>
        Eventually.GetAsync(async () =>
        {
            var list = await installation
                .As(Reviewer, installation.Approval)
                .GetAsync($"/v1/cases?preDeclarationId={preDeclarationId}");
            return list.Expect(HttpStatusCode.OK).Json["items"]!
                .AsArray()
                .FirstOrDefault(item => item!["attemptNo"]!.GetValue<int>() == attemptNo);
        });

    /// <summary>Claims a case.</summary>
    public static Task<ApiAnswer> ClaimAsync(
        this Installation installation,
        Bearer officer,
        Guid caseId
    ) => installation.ActAsync(officer, caseId, "claim", null);

    /// <summary>Claims and decides a case.</summary>
    /// <param name="action">decision or return.</param>
    public static async Task<ApiAnswer> ClaimAndActAsync(
        this Installation installation,
        Bearer officer,
        Guid caseId,
        string action,
        object body
    )
    {
        (await installation.ClaimAsync(officer, caseId)).Expect(HttpStatusCode.OK);
        return await installation.ActAsync(officer, caseId, action, body);
    }

    /// <summary>
    /// Approves a case at every post of its route, however long it is, as other people each time.
    /// </summary>
    public static async Task ApproveAsync(this Installation installation, Guid caseId)
    {
        var officers = Posts.ToDictionary(one => one.Post, one => one.Officer);
        var api = installation.As(Reviewer, installation.Approval);
        while (true)
        {
            var seen = (await api.GetAsync($"/v1/cases/{caseId}")).Expect(HttpStatusCode.OK).Json;
            if (seen["state"]!.GetValue<string>() == "APPROVED")
                return;
            var officer = officers[seen["post"]!.GetValue<string>()];
            (
                await installation.ClaimAndActAsync(
                    officer,
                    caseId,
                    "decision",
                    new { decision = "APPROVE" }
                )
            ).Expect(HttpStatusCode.OK);
        }
    }

    /// <summary>Acts on a case in the version that the officer has just read.</summary>
    public static async Task<ApiAnswer> ActAsync(
        this Installation installation,
        Bearer officer,
        Guid caseId,
        string action,
        object? body
    )
    {
        var api = installation.As(officer, installation.Approval);
        var seen = (await api.GetAsync($"/v1/cases/{caseId}")).Expect(HttpStatusCode.OK);
        return await api.PostAsync($"/v1/cases/{caseId}/{action}", body, ("If-Match", seen.ETag!));
    }
}
