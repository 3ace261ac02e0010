using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Npgsql;
using RebateFlow.ServiceDefaults.Requests;

namespace RebateFlow.ServiceDefaults;

/// <summary>
/// Turns an exception into a problem document: an unreadable request is the client's 4xx with
/// the place of the error, a database that is away is 503 with Retry-After, anything else is a 500
/// without details.
/// </summary>
internal sealed class FaultToProblem(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (
            exception is OperationCanceledException
            && httpContext.RequestAborted.IsCancellationRequested
        )
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }
        var (status, detail) = Describe(exception, Language.IsChinese(httpContext));
        httpContext.Response.StatusCode = status;
        if (exception is UnusableRequestException { AcceptEncoding: { } codings })
            httpContext.Response.Headers.AcceptEncoding = codings;
        if (status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = "5";
        return await problems.TryWriteAsync(
            new ProblemDetailsContext
            {
                HttpContext = httpContext,
                ProblemDetails = { Status = status, Detail = detail },
            }
        );
    }

    private static (int Status, string? Detail) Describe(Exception fault, bool isChinese) =>
        fault switch
        {
            UnusableRequestException unusable => (unusable.Status, unusable.Detail(isChinese)),
            BadHttpRequestException { InnerException: UnusableRequestException unusable } => (
                unusable.Status,
                unusable.Detail(isChinese)
            ),
            BadHttpRequestException { InnerException: JsonException json } => (
                StatusCodes.Status400BadRequest,
                Describe(json)
            ),
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            JsonException json => (StatusCodes.Status400BadRequest, Describe(json)),
            _ when IsDatabaseAway(fault) => (StatusCodes.Status503ServiceUnavailable, null),
            _ => (StatusCodes.Status500InternalServerError, null),
        };

    private static string Describe(JsonException json) =>
        $"{json.Path ?? "$"}: line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}. "
        + json.Message.Split(" Path: ")[0];

    internal static bool IsDatabaseAway(Exception fault) =>
        fault switch
        {
            PostgresException { SqlState: "57P01" or "57P02" or "57P03" or "53300" } => true,
            PostgresException => false,
            NpgsqlException => true,
            SocketException or TimeoutException => true,
            _ => fault.InnerException is { } inner && IsDatabaseAway(inner),
        };
}
