using Microsoft.AspNetCore.Http.HttpResults;

namespace RebateFlow.Intake.Receipts;

/// <summary>
/// Anyone gets the public keys that receipts are verified with (RFC 7517), retired ones included.
/// </summary>
public static class GetReceiptKeys
{
    /// <summary>Where they are published.</summary>
    public const string Path = "/.well-known/jwks.json";

    /// <summary>Where the key of the sandbox is; never in the set of the real ones.</summary>
    public const string SandboxPath = "/.well-known/sandbox-jwks.json";

    /// <param name="Keys">The newest first; the header <c>kid</c> of a receipt names one.</param>
    public sealed record KeySet(IReadOnlyList<PublicKey> Keys);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, Handle).AllowAnonymous().Produces<KeySet>();
        routes.MapGet(SandboxPath, HandleSandboxAsync).AllowAnonymous().Produces<KeySet>();
    }

    private static async Task<Ok<KeySet>> HandleSandboxAsync(
        HttpContext http,
        SandboxReceiptKeys keys
    ) => Handle(http, await keys.ReadAsync(http.RequestAborted));

    private static Ok<KeySet> Handle(HttpContext http, ReceiptKeys keys)
    {
        http.Response.Headers.CacheControl = "public, max-age=300";
        return TypedResults.Ok(new KeySet(keys.Published));
    }
}
