using System.Text.Encodings.Web;
using System.Text.Json;

namespace RebateFlow.Messaging;

/// <summary>
/// How messages and payloads look as JSON: camelCase, Chinese text as it is, numbers exact.
/// </summary>
public static class MessageJson
{
    /// <summary>Shared options; read-only.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
