using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace RebateFlow.ServiceDefaults.Security;

/// <summary>
/// Security events for whoever watches an installation, in a category of their own with event
/// numbers that stay. They name subjects by id and routes by pattern, and never people, amounts,
/// tokens or what was asked for.
/// </summary>
public sealed partial class SecurityLog(ILoggerFactory loggers)
{
    /// <summary>The category, for filters and collectors.</summary>
    public const string Category = "RebateFlow.Security";

    private readonly ILogger log = loggers.CreateLogger(Category);

    /// <summary>Somebody without a valid token asked for what needs one.</summary>
    public void Unauthenticated(HttpContext http) =>
        LogUnauthenticated(http.Request.Method, RouteOf(http), TraceOf(http));

    /// <summary>Somebody known asked for what is not theirs.</summary>
    public void Forbidden(HttpContext http) =>
        LogForbidden(SubjectOf(http), http.Request.Method, RouteOf(http), TraceOf(http));

    /// <summary>A token was sent and refused.</summary>
    /// <param name="reason">The kind of fault, a name of the program.</param>
    public void TokenRefused(HttpContext http, string reason) =>
        LogTokenRefused(reason, http.Request.Method, RouteOf(http), TraceOf(http));

    /// <summary>Somebody asked more often than they may.</summary>
    public void Throttled(HttpContext http) =>
        LogThrottled(SubjectOf(http), http.Request.Method, RouteOf(http), TraceOf(http));

    /// <summary>The trace by which a problem document names itself.</summary>
    internal static string TraceOf(HttpContext http) =>
        Activity.Current?.Id ?? http.TraceIdentifier;

    private static string SubjectOf(HttpContext http) => http.User.FindFirst("sub")?.Value ?? "?";

    /// <summary>The pattern: a path itself may hold what is nobody else's business.</summary>
    private static string RouteOf(HttpContext http) =>
        (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "?";

    [LoggerMessage(
        1001,
        LogLevel.Information,
        "401 without a valid token: {Method} {Route}, trace {TraceId}",
        EventName = "unauthenticated"
    )]
    private partial void LogUnauthenticated(string method, string route, string traceId);

    [LoggerMessage(
        1002,
        LogLevel.Warning,
        "403 for subject {Subject}: {Method} {Route}, trace {TraceId}",
        EventName = "forbidden"
    )]
    private partial void LogForbidden(string subject, string method, string route, string traceId);

    [LoggerMessage(
        1003,
        LogLevel.Warning,
        "Token refused, {Reason}: {Method} {Route}, trace {TraceId}",
        EventName = "token-refused"
    )]
    private partial void LogTokenRefused(
        string reason,
        string method,
        string route,
        string traceId
    );

    [LoggerMessage(
        1004,
        LogLevel.Warning,
        "429 for subject {Subject}: {Method} {Route}, trace {TraceId}",
        EventName = "throttled"
    )]
    private partial void LogThrottled(string subject, string method, string route, string traceId);
}
