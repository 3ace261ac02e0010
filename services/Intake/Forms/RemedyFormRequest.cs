using System.Text.Json;
using System.Text.Json.Serialization;

namespace RebateFlow.Intake.Forms;

/// <summary>A form as an exporter fills it in.</summary>
public sealed record RemedyFormRequest
{
    /// <summary>Name of the person who answers for the exporter, 1 to 100 characters.</summary>
    public required string SignedBy { get; init; }

    /// <summary>
    /// 1 to 500 rows. A row names columns of the form; values are texts, numbers may be numbers.
    /// </summary>
    public required IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> Rows { get; init; }
}

/// <summary>Reading and writing code of this part, made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = 8
)]
[JsonSerializable(typeof(RemedyFormRequest))]
[JsonSerializable(typeof(IReadOnlyList<IReadOnlyDictionary<string, string>>))]
internal sealed partial class FormJson : JsonSerializerContext;
