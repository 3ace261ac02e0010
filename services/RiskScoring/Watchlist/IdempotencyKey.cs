using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>The key by which a repeated request is recognised.</summary>
internal static class IdempotencyKey
{
    /// <summary>The key; null when it is missing or malformed.</summary>
    public static string? Of(HttpContext http)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        return key.Length is 0 or > 128 || key.Any(c => c is < '!' or > '~') ? null : key;
    }

    public static IResult Missing(HttpContext http) =>
        Problem.Of(
            http,
            Problems.NoIdempotencyKey,
            "请带 1 至 128 个可见 ASCII 字符的 Idempotency-Key",
            "Send an Idempotency-Key of 1 to 128 visible ASCII characters"
        );

    public static IResult Reused(HttpContext http) =>
        Problem.Of(
            http,
            Problems.KeyReused,
            "请为新的内容使用新的 Idempotency-Key",
            "Use a new Idempotency-Key for new content"
        );
}
