using System.Globalization;

namespace RebateFlow.Intake.PreDeclarations;

/// <summary>The two request headers that a hand-in obeys.</summary>
public static class RequestHeaders
{
    /// <summary>
    /// Longest wait that a client may ask for, seconds; a longer one is cut to it.
    /// </summary>
    public const int LongestWaitSeconds = 30;

    private const int LongestKey = 128;

    /// <summary>Reads Idempotency-Key: 1 to 128 visible ASCII characters, once.</summary>
    public static bool TryReadIdempotencyKey(IHeaderDictionary headers, out string key)
    {
        var values = headers["Idempotency-Key"];
        key = values.Count == 1 ? values[0]!.Trim() : "";
        return key.Length is > 0 and <= LongestKey
            && !key.AsSpan().ContainsAnyExceptInRange('!', '~');
    }

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
