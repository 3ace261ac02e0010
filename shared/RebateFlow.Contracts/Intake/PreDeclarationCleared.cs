using MassTransit;

namespace RebateFlow.Contracts.Intake;

/// <summary>
/// An attempt compared clean, or with doubts that an officer may pass: its feedback is CLEAN or
/// PASSABLE. Published by Intake; Risk scores it.
/// </summary>
[MessageUrn("rebateflow:intake:pre-declaration-cleared:v1")]
[EntityName("rebateflow.intake.pre-declaration-cleared.v1")]
public sealed record PreDeclarationCleared
{
    /// <summary>
    /// The whole attempt: header, facts of the enterprise, and all lines as one payload.
    /// </summary>
    public required Filing Filing { get; init; }

    /// <summary>When the checks ended, UTC.</summary>
    public required DateTimeOffset ClearedAt { get; init; }
}
