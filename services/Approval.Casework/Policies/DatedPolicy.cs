using System.Text.Json;

namespace RebateFlow.Approval.Casework.Policies;

/// <summary>One version of a set of dated values, as its file holds it.</summary>
public sealed record DatedPolicy
{
    public required string Version { get; init; }

    /// <summary>
    /// First day of the version; it holds until the next version of its kind begins.
    /// </summary>
    public required DateOnly ValidFrom { get; init; }

    public required Bilingual Title { get; init; }
    public required IReadOnlyDictionary<string, PolicyValue> Values { get; init; }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <exception cref="InvalidDataException">
    /// Names every value without unit, date or source.
    /// </exception>
    public static DatedPolicy Parse(string json)
    {
        var policy =
            JsonSerializer.Deserialize<DatedPolicy>(json, Json)
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

/// <param name="Value">The value as text; its type is the reader's business.</param>
/// <param name="From">
/// The day since which the value has stood; never after the version begins.
/// </param>
/// <param name="Source">Document and article, or who proposed it.</param>
public sealed record PolicyValue(string Value, string Unit, DateOnly From, string Source)
{
    public bool IsComplete(DateOnly validFrom) =>
        !string.IsNullOrWhiteSpace(Value)
        && !string.IsNullOrWhiteSpace(Unit)
        && !string.IsNullOrWhiteSpace(Source)
        && From <= validFrom;
}
