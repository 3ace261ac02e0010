using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace RebateFlow.ServiceDefaults;

/// <summary>Versions as strong entity tags: <c>ETag: "7"</c>, <c>If-Match: "7"</c>.</summary>
public static class EntityTag
{
    /// <summary>Refusal when a change comes without If-Match.</summary>
    public static readonly ProblemCode Missing = new(
        "RBF-0428",
        StatusCodes.Status428PreconditionRequired,
        "缺少 If-Match 请求头",
        "If-Match is missing"
    );

    /// <summary>Refusal when the thing has changed since the client read it.</summary>
    public static readonly ProblemCode Stale = new(
        "RBF-0412",
        StatusCodes.Status412PreconditionFailed,
        "数据已被他人更改，请刷新后重试",
        "It has changed meanwhile; read it again"
    );

    /// <summary>The tag of a version, 0 or more.</summary>
    public static string Of(long version) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>
    /// Reads If-Match. False when it is missing, a wildcard, or not one of our versions.
    /// </summary>
    public static bool TryReadIfMatch(HttpContext http, out long version) =>
        long.TryParse(
            http.Request.Headers.IfMatch.ToString().Trim('"'),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out version
        );
}
