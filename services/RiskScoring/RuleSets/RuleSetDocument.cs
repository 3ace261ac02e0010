using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RebateFlow.RiskScoring.RuleSets;

/// <summary>A rule set as a JSON file: dated values, each with its unit and its source.</summary>
public sealed record RuleSetDocument
{
    /// <summary>Name of the set, by custom its first day.</summary>
    public required string Version { get; init; }

    /// <summary>
    /// First day on which assessments use it. It stays in use until the first day of the next set,
    /// so that no day is without one.
    /// </summary>
    public required DateOnly From { get; init; }

    /// <summary>Why this set exists, Chinese.</summary>
    public required string NoteZh { get; init; }

    /// <summary>Why this set exists, English.</summary>
    public required string NoteEn { get; init; }

    /// <summary>Limits of the grades, points.</summary>
    public required GradeLimits Grades { get; init; }

    /// <summary>Dated values by rule id and parameter name.</summary>
    public required IReadOnlyDictionary<
        string,
        IReadOnlyDictionary<string, IReadOnlyList<DatedValue>>
    > Rules { get; init; }

    /// <summary>
    /// Unknown members are refused, so that a misspelt name is not a silent default.
    /// </summary>
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The one text of a set: layout and order of a file do not count.</summary>
    public string ToText() => JsonSerializer.Serialize(this, Json);
}

/// <summary>Limits of the grades.</summary>
public sealed record GradeLimits
{
    /// <summary>Lowest score of grade MEDIUM, points.</summary>
    public required IReadOnlyList<DatedValue> MediumFrom { get; init; }

    /// <summary>Lowest score of grade HIGH, points.</summary>
    public required IReadOnlyList<DatedValue> HighFrom { get; init; }
}

/// <summary>A value from a day on, until the next one of the same parameter.</summary>
public sealed record DatedValue
{
    /// <summary>The value.</summary>
    public required decimal Value { get; init; }

    /// <summary>Its unit, as the rule asks for it.</summary>
    public required string Unit { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Document that gives the value, or who set it.</summary>
    public required string Source { get; init; }
}
