using System.Collections.ObjectModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RebateFlow.RiskScoring.Rules.Conditions;

namespace RebateFlow.RiskScoring.Rules.RuleSets;

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
    /// What the levels of the watchlist ask for, by level, 1 to 4; null in sets from before they
    /// were dated data.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<DatedEffects>>? Levels { get; init; }

    /// <summary>Conditions of the risk team's own, in CEL; null when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ConditionDocument>? Conditions { get; init; }

    /// <summary>Dated values of a rule or condition by parameter; empty when it is not
    /// here.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<DatedValue>> ValuesOf(string id)
    {
        if (Rules.TryGetValue(id, out var values))
            return values;
        var condition = Conditions?.FirstOrDefault(one => one.Id == id);
        return condition is null
            ? ReadOnlyDictionary<string, IReadOnlyList<DatedValue>>.Empty
            : new Dictionary<string, IReadOnlyList<DatedValue>>
            {
                [CustomCondition.Points.Name] = condition.Points,
            };
    }

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

/// <summary>A condition of the risk team's own over the facts of a filing.</summary>
public sealed record ConditionDocument
{
    /// <summary>CC- and two digits, such as CC-01.</summary>
    public required string Id { get; init; }

    /// <summary>The finding as a phrase, Chinese, 1 to 100 characters.</summary>
    public required string PhraseZh { get; init; }

    /// <summary>The finding as a phrase, English, 1 to 100 characters.</summary>
    public required string PhraseEn { get; init; }

    /// <summary>CEL over the variables of <see cref="FactTypes"/>; true is a hit.</summary>
    public required string Expression { get; init; }

    /// <summary>Points of a hit, dated.</summary>
    public required IReadOnlyList<DatedValue> Points { get; init; }
}
