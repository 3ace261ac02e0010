using System.Text.Json.Nodes;

namespace RebateFlow.Console.Api;

/// <summary>
/// A service refused, or answered what it should not; the message is for a person.
/// </summary>
public sealed class ApiException(string message, int status = 0) : Exception(message)
{
    /// <summary>Status of the answer; 0 when there was none.</summary>
    public int Status { get; } = status;

    /// <summary>Says which request was refused, and why, by the problem document.</summary>
    public static ApiException Of(HttpRequestMessage request, int status, string body)
    {
        var problem = Parse(body);
        var errors = problem?["errors"]?.ToJsonString();
        var reason = problem is null
            ? body[..Math.Min(body.Length, 300)]
            : $"{problem["code"]} {problem["title"]} {problem["detail"]} {errors}";
        return new ApiException(
            $"{request.Method} {request.RequestUri}: {status} {reason}".TrimEnd(),
            status
        );
    }

    private static JsonObject? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            // Not a problem document but a proxy's page or the like: the body itself is shown.
            return null;
        }
    }
}
