using System.Text.Json.Serialization;
using MassTransit;

namespace RebateFlow.Contracts.Approval;

/// <summary>
/// A version of the green-channel policy came among those that count. Published by Approval; by its
/// document Risk forecasts channels in a simulation.
/// </summary>
/// <remarks>
/// The limits beside the document are for readers from before it was added; a limit that is added
/// to the policy stands in the document alone.
/// </remarks>
[MessageUrn("rebateflow:approval:green-channel-policy-changed:v1")]
[EntityName("rebateflow.approval.green-channel-policy-changed.v1")]
public sealed record GreenChannelPolicyChanged
{
    /// <summary>Name of the version.</summary>
    public required string Version { get; init; }

    /// <summary>First day; it holds until the first day of the next version.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>
    /// The policy as JSON, as it was drafted and approved: every value with unit, first day and
    /// source. Null in messages from before this member was added.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Document { get; init; }

    /// <summary>Least claimed rebate of a green filing, CNY yuan, two decimals.</summary>
    public required decimal MinimumRebateCny { get; init; }

    /// <summary>Last enterprise class that may be green, 1 to 4.</summary>
    public required int LastGreenClass { get; init; }

    /// <summary>A watchlist hit of this level or graver bars green, 1 to 4.</summary>
    public required int BarringWatchlistLevel { get; init; }

    /// <summary>The score of a green filing is below it, 1 to 100.</summary>
    public required int ScoreLimit { get; init; }

    /// <summary>Gravest doubt that green allows: NONE, NOTE, WARNING or ERROR.</summary>
    public required string GravestGreenDoubt { get; init; }

    /// <summary>A watchlist hit of this level or graver makes it enhanced, 1 to 4.</summary>
    public required int EnhancedWatchlistLevel { get; init; }

    /// <summary>This grade or a graver one makes it enhanced: LOW, MEDIUM or HIGH.</summary>
    public required string EnhancedGrade { get; init; }

    /// <summary>This enterprise class or a worse one makes it enhanced, 1 to 4.</summary>
    public required int EnhancedClass { get; init; }

    /// <summary>When it came among those that count, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
