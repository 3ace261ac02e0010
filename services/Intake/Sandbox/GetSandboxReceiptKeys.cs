using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.Intake.Receipts;

namespace RebateFlow.Intake.Sandbox;

/// <summary>
/// Anyone gets the public key that receipts of the sandbox are verified with. It is never in the
/// set of the real ones.
/// </summary>
public static class GetSandboxReceiptKeys
{
    /// <summary>Where it is published.</summary>
    public const string Path = "/.well-known/sandbox-jwks.json";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, HandleAsync).AllowAnonymous().Produces<GetReceiptKeys.KeySet>();

    private static async Task<Ok<GetReceiptKeys.KeySet>> HandleAsync(
        HttpContext http,
        SandboxReceiptKeys keys
    ) => GetReceiptKeys.Answer(http, await keys.ReadAsync(http.RequestAborted));
}
