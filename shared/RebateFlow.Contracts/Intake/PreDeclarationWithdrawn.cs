using MassTransit;

namespace RebateFlow.Contracts.Intake;

/// <summary>
/// The exporter took a pre-declaration back before it was approved. Published by Intake.
/// </summary>
[MessageUrn("rebateflow:intake:pre-declaration-withdrawn:v1")]
[EntityName("rebateflow.intake.pre-declaration-withdrawn.v1")]
public sealed record PreDeclarationWithdrawn
{
    /// <summary>The pre-declaration (UUIDv7).</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>The attempt that was live at the withdrawal.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>
    /// ERROR (declared in error; vouchers are free again) or WAIVER (given up; they are not).
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>The exporter's reason, may be empty.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was withdrawn, UTC.</summary>
    public required DateTimeOffset WithdrawnAt { get; init; }
}
