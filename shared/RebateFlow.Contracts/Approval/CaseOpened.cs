using MassTransit;

namespace RebateFlow.Contracts.Approval;

/// <summary>A case was opened, or opened anew for a later attempt. Published by Approval.</summary>
[MessageUrn("rebateflow:approval:case-opened:v1")]
[EntityName("rebateflow.approval.case-opened.v1")]
public sealed record CaseOpened
{
    /// <summary>The case (UUIDv7); one for each pre-declaration.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The pre-declaration (UUIDv7).</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>The attempt under review.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>GREEN, STANDARD or ENHANCED. Not for the exporter's eyes.</summary>
    public required string Channel { get; init; }

    /// <summary>Last working day of the legal limit.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>When it was opened, UTC.</summary>
    public required DateTimeOffset OpenedAt { get; init; }
}
