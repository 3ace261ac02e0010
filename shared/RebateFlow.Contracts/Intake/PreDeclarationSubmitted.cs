using System.Text.Json.Serialization;
using MassTransit;

namespace RebateFlow.Contracts.Intake;

/// <summary>
/// An attempt was stored and waits for its checks. Published by Intake, for Intake.
/// </summary>
[MessageUrn("rebateflow:intake:pre-declaration-submitted:v1")]
[EntityName("rebateflow.intake.pre-declaration-submitted.v1")]
public sealed record PreDeclarationSubmitted
{
    /// <summary>The pre-declaration (UUIDv7).</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>
    /// The attempt to check, 1 or more. A message about an older attempt changes nothing.
    /// </summary>
    public required int AttemptNo { get; init; }

    /// <summary>When the exporter's request was accepted, UTC.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>
    /// Lines of both forms together, 0 to 50,000: large filings are checked apart. Null in messages
    /// from before this member was.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? LineCount { get; init; }
}
