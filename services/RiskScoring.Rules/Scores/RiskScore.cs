using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RebateFlow.RiskScoring.Rules.Scores;

/// <summary>The grade of a score, by the limits of the rule set.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Grade>))]
public enum Grade
{
    /// <summary>Under the limit of MEDIUM.</summary>
    [JsonStringEnumMemberName("LOW")]
    Low,

    /// <summary>From the limit of MEDIUM on.</summary>
    [JsonStringEnumMemberName("MEDIUM")]
    Medium,

    /// <summary>From the limit of HIGH on.</summary>
    [JsonStringEnumMemberName("HIGH")]
    High,
}

/// <summary>What the rules of a rule set made of the facts.</summary>
/// <param name="RuleSetVersion">Version of the rule set.</param>
/// <param name="Score">Sum of the points of all results, capped: 0 to 100.</param>
/// <param name="Grade">Grade of the score; never LOW where a rule could not judge.</param>
/// <param name="HasUnjudgedRule">True when a rule could not judge, in whole or in part.</param>
/// <param name="Results">Every rule of the set, in catalogue order.</param>
public sealed record RiskScore(
    string RuleSetVersion,
    int Score,
    Grade Grade,
    bool HasUnjudgedRule,
    IReadOnlyList<RuleResult> Results
)
{
    /// <summary>
    /// The one form in which a score is stored and compared: UTF-8 JSON, members in order.
    /// </summary>
    public byte[] ToBytes() =>
        JsonSerializer.SerializeToUtf8Bytes(this, RiskScoreJson.Stored.RiskScore);

    /// <summary>Reads what <see cref="ToBytes"/> made.</summary>
    /// <exception cref="JsonException">Not the JSON of a score.</exception>
    public static RiskScore FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, RiskScoreJson.Stored.RiskScore)
        ?? throw new JsonException("A stored score is null.");
}

[JsonSerializable(typeof(RiskScore))]
internal sealed partial class RiskScoreJson : JsonSerializerContext
{
    public static readonly RiskScoreJson Stored = new(
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );
}
