using MassTransit;

namespace RebateFlow.Contracts.Intake;

/// <summary>
/// Something that a live filing was compared with has changed, so its check is stale until it is
/// compared again. Published by Intake together with the change; Approval decides nothing on a
/// stale check.
/// </summary>
/// <remarks>
/// It may overtake the message that opens the case, and the <see cref="PreDeclarationRechecked"/>
/// that ends it: the check is stale while the greatest number told here is above the greatest one
/// told there.
/// </remarks>
[MessageUrn("rebateflow:intake:pre-declaration-facts-changed:v1")]
[EntityName("rebateflow.intake.pre-declaration-facts-changed.v1")]
public sealed record PreDeclarationFactsChanged
{
    /// <summary>The pre-declaration (UUIDv7).</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>Its live attempt, 1 or more.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>Number of the change, 1 or more; a later change has a greater one.</summary>
    public required long ChangeNo { get; init; }

    /// <summary>When it changed, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
