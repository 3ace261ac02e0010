using System.Text.Json.Nodes;

namespace RebateFlow.Console.Api;

/// <summary>A service refused, or answered what it should not; the message is for a person.</summary>
public sealed class ApiException(string message) : Exception(message)
{
    /// <summary>Says which request was refused, and why, by the problem document.</summary>
    public static ApiException Of(HttpRequestMessage request, int status, string body)
    {
        var problem = Parse(body);
        var reason = problem is null
            ? body[..Math.Min(body.Length, 300)]
            : $"{problem["code"]} {problem["title"]} {problem["detail"]} {problem["errors"]?.ToJsonString()}";
        return new ApiException(
            $"{request.Method} {request.RequestUri}: {status} {reason}".TrimEnd()
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
            // Not a problem document: a proxy, or nothing of ours. The body itself is shown instead.
            return null;
        }
    }
}
