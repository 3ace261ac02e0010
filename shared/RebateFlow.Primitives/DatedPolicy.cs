using System.Text.Json;
using System.Text.Json.Serialization;

namespace RebateFlow.Primitives;

/// <summary>One version of a set of dated values, as its document (JSON) holds it.</summary>
public sealed record DatedPolicy
{
    /// <summary>Name of the version.</summary>
    public required string Version { get; init; }

    /// <summary>
    /// First day of the version; it holds until the next version of its kind begins.
    /// </summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>What the policy is called.</summary>
    public required Bilingual Title { get; init; }

    /// <summary>The values by name.</summary>
    public required IReadOnlyDictionary<string, PolicyValue> Values { get; init; }

    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads a document.</summary>
    /// <exception cref="InvalidDataException">
    /// Names every value without unit, date or source.
    /// </exception>
    /// <exception cref="JsonException">It is not the JSON of a policy.</exception>
    public static DatedPolicy Parse(string document)
    {
        var policy =
            JsonSerializer.Deserialize<DatedPolicy>(document, json)
            ?? throw new InvalidDataException("The policy is empty.");
        var faults = policy
            .Values.Where(pair => !pair.Value.IsComplete(policy.ValidFrom))
            .Select(pair => pair.Key)
            .ToList();
        if (faults.Count > 0)
            throw new InvalidDataException(
                $"Policy {policy.Version}: no unit, no source or a later date: "
                    + string.Join(", ", faults)
            );
        return policy;
    }
}

/// <summary>A value of a policy with all that it takes to trust it.</summary>
/// <param name="Value">The value as text; its type is the reader's business.</param>
/// <param name="Unit">What it is counted in, such as CNY or percent.</param>
/// <param name="From">
/// The day since which the value has stood; never after the version begins.
/// </param>
/// <param name="Source">Document and article, or who proposed it.</param>
public sealed record PolicyValue(string Value, string Unit, DateOnly From, string Source)
{
    /// <summary>Whether nothing is missing for a version that begins on a day.</summary>
    public bool IsComplete(DateOnly validFrom) =>
        !string.IsNullOrWhiteSpace(Value)
        && !string.IsNullOrWhiteSpace(Unit)
        && !string.IsNullOrWhiteSpace(Source)
        && From <= validFrom;
}
