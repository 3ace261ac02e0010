using System.Buffers.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Worlds;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Receipts;

/// <summary>
/// An exporter gets the signed receipt of an approved pre-declaration: the same bytes each time.
/// Anyone can verify it with the keys of <see cref="GetReceiptKeys"/>.
/// </summary>
/// <remarks>
/// A compact JWS; with Accept: application/json its payload, for people. Errors: RBF-1007 (404),
/// RBF-1039, 1040 (409).
/// </remarks>
public static class GetReceipt
{
    private const string Jose = "application/jose";
    private const string Json = "application/json";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/pre-declarations/{id:guid}/receipt", HandleAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .Produces<string>(StatusCodes.Status200OK, Jose, Json)
            .WithSummary("The signed receipt of an approved pre-declaration")
            .WithDescription(
                "A compact JWS (ES256); its key is published at /.well-known/jwks.json. With "
                    + "Accept: application/json the payload alone, unsigned. In the sandbox it has "
                    + "another type and issuer, and the key at /.well-known/sandbox-jwks.json."
            );

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        World world,
        ReceiptService receipts
    )
    {
        var cancel = http.RequestAborted;
        await using var connection = await world.Database.OpenConnectionAsync(cancel);
        var filing = await ReceiptSql.FindAsync(connection, id, http.User.Uscc() ?? "", cancel);
        if (filing is null)
            return Unknown(http);
        if (!IsApproved(filing.State))
            return NoReceipt(http, filing.State);
        if (FactsRefusal(http, filing.State, filing.IsStale, filing.IsBarred) is { } notNow)
            return notNow;

        var receipt = await receipts.ReceiptOfAsync(
            connection,
            filing,
            world.ReceiptSigner,
            cancel
        );
        http.Response.Headers.CacheControl = "private, no-cache";
        return http.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == Json)
            ? TypedResults.Bytes(Base64Url.DecodeFromChars(receipt.Split('.')[1]), Json)
            : TypedResults.Text(receipt, Jose);
    }

    private static bool IsApproved(string state) =>
        WireCode.TryParse(state, out PreDeclarationState known) && PreDeclaration.HasReceipt(known);

    /// <summary>The answer for an id that the exporter does not own.</summary>
    internal static ProblemHttpResult Unknown(HttpContext http) =>
        Problem.Of(
            http,
            Problems.UnknownPreDeclaration,
            "请核对编号。",
            "Check the id; only your own pre-declarations can be reached."
        );

    /// <summary>
    /// Why an approval cannot be used as long as its facts are open; null when it can. What was
    /// declared formally keeps the receipt it was declared with.
    /// </summary>
    internal static ProblemHttpResult? FactsRefusal(
        HttpContext http,
        string state,
        bool isStale,
        bool isBarred
    ) =>
        state == WireCode.Of(PreDeclarationState.FormallyDeclared) ? null
        : isStale
            ? Problem.Of(
                http,
                Problems.FactsChanged,
                "比对所依据的电子信息已有变化，正在重新比对，请稍后再试。",
                "Information that it was compared with has changed; it is being compared again. "
                    + "Try again in a minute."
            )
        : isBarred
            ? Problem.Of(
                http,
                Problems.FactsChanged,
                "审核通过后电子信息发生变化，出现不能挑过的疑点，税务机关正在复核；请查看疑点。",
                "Since the approval its information has changed and there is a doubt that nobody "
                    + "may pass; officers look at it again. Read the doubts."
            )
        : null;

    private static ProblemHttpResult NoReceipt(HttpContext http, string state) =>
        Problem.Of(
            http,
            Problems.NoReceipt,
            $"当前状态为{state}；审核通过（APPROVED）后才有回执。",
            $"It is {state}; there is a receipt once it is APPROVED."
        );
}
