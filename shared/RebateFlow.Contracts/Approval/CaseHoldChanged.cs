using MassTransit;

namespace RebateFlow.Contracts.Approval;

/// <summary>
/// A case came under a hold of the whole case, or its last such hold was released. Published by
/// Approval; Intake shows it to the exporter, who is to know that nothing moves for the time being.
/// </summary>
[MessageUrn("rebateflow:approval:case-hold-changed:v1")]
[EntityName("rebateflow.approval.case-hold-changed.v1")]
public sealed record CaseHoldChanged
{
    /// <summary>The case (UUIDv7).</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The pre-declaration (UUIDv7).</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>The attempt under review.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>Version of the case after the change; an older one changes nothing.</summary>
    public required long CaseVersion { get; init; }

    /// <summary>Whether the whole case is on hold now.</summary>
    public required bool IsHeld { get; init; }

    /// <summary>When it changed, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
