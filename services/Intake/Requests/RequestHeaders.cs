using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Requests;

/// <summary>The two headers of requests that create something.</summary>
public static class RequestHeaders
{
    /// <summary>
    /// Longest wait that a client may ask for, seconds; a longer one is cut to it.
    /// </summary>
    public const int LongestWaitSeconds = 30;

    /// <summary>Refusal of a request that needs a key and has none.</summary>
    public static ProblemHttpResult KeyMissing(HttpContext http) =>
        Problem.Of(
            http,
            Problems.IdempotencyKeyMissing,
            "请为每次提交生成一个1至128个可见ASCII字符的键，重发时使用同一个键。",
            "Make a key of 1 to 128 visible ASCII characters for each hand-in and send the same "
                + "key when you send it again."
        );

    /// <summary>Refusal of a key that was used for another request.</summary>
    public static ProblemHttpResult KeyReused(HttpContext http) =>
        Problem.Of(
            http,
            Problems.IdempotencyKeyReused,
            "新的申报请使用新的键。",
            "Use a new key for a new hand-in."
        );

    /// <summary>Seconds of <c>Prefer: wait=N</c> (RFC 7240); 0 when absent or unreadable.</summary>
    public static int WaitSeconds(IHeaderDictionary headers)
    {
        foreach (var header in headers["Prefer"])
        foreach (var part in (header ?? "").Split([',', ';'], StringSplitOptions.TrimEntries))
        {
            if (!part.StartsWith("wait=", StringComparison.OrdinalIgnoreCase))
                continue;
            return int.TryParse(
                part.AsSpan(5),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var seconds
            )
                ? Math.Min(seconds, LongestWaitSeconds)
                : 0;
        }
        return 0;
    }
}
