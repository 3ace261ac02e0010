using Microsoft.AspNetCore.Http.HttpResults;

namespace RebateFlow.Intake.Receipts;

/// <summary>
/// Anyone gets the public keys that receipts are verified with (RFC 7517), retired ones included.
/// </summary>
public static class GetReceiptKeys
{
    /// <summary>Where they are published.</summary>
    public const string Path = "/.well-known/jwks.json";

    /// <param name="Keys">The newest first; the header <c>kid</c> of a receipt names one.</param>
    public sealed record KeySet(IReadOnlyList<PublicKey> Keys);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, Answer).AllowAnonymous().Produces<KeySet>();

    /// <summary>The public keys, to be kept for five minutes.</summary>
    internal static Ok<KeySet> Answer(HttpContext http, ReceiptKeys keys)
    {
        http.Response.Headers.CacheControl = "public, max-age=300";
        return TypedResults.Ok(new KeySet(keys.Published));
    }
}
