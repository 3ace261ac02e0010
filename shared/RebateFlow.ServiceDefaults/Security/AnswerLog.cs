using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RebateFlow.ServiceDefaults.Security;

/// <summary>
/// Looks at each answer once it is made: a fault of ours is an error in the log, once and with its
/// trace, whoever made the answer; a refusal is a security event; a client's fault is neither.
/// </summary>
internal sealed partial class AnswerLog(ILogger<AnswerLog> log, SecurityLog security)
{
    /// <summary>Stands outside of what turns faults into answers.</summary>
    public static void Use(WebApplication app)
    {
        var answers = app.Services.GetRequiredService<AnswerLog>();
        app.Use(
            async (http, next) =>
            {
                // The handler of exceptions takes the endpoint away.
                var asked = http.GetEndpoint() as RouteEndpoint;
                await next(http);
                answers.Look(http, asked?.RoutePattern.RawText ?? "?");
            }
        );
    }

    private void Look(HttpContext http, string route)
    {
        switch (http.Response.StatusCode)
        {
            // Health checks log what they find themselves.
            case >= 500 when !http.Request.Path.StartsWithSegments("/health"):
                var fault = http.Features.Get<IExceptionHandlerFeature>()?.Error;
                LogFault(
                    fault,
                    http.Response.StatusCode,
                    http.Request.Method,
                    route,
                    SecurityLog.TraceOf(http)
                );
                break;
            case StatusCodes.Status401Unauthorized:
                security.Unauthenticated(http);
                break;
            case StatusCodes.Status403Forbidden:
                security.Forbidden(http);
                break;
            case StatusCodes.Status429TooManyRequests:
                security.Throttled(http);
                break;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Status} for {Method} {Route}, trace {TraceId}")]
    private partial void LogFault(
        Exception? fault,
        int status,
        string method,
        string route,
        string traceId
    );
}
