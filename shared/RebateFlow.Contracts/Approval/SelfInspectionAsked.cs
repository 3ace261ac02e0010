using MassTransit;

namespace RebateFlow.Contracts.Approval;

/// <summary>
/// The authority asks the exporter for a self-inspection form 自查表 with an attempt, or no longer
/// does. Why it asks is not the exporter's business and not in it. Published by Approval.
/// </summary>
[MessageUrn("rebateflow:approval:self-inspection-asked:v1")]
[EntityName("rebateflow.approval.self-inspection-asked.v1")]
public sealed record SelfInspectionAsked
{
    /// <summary>The case (UUIDv7).</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The pre-declaration (UUIDv7).</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>The attempt under review, 1 or more.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>Version of the case; an older message changes nothing.</summary>
    public required long CaseVersion { get; init; }

    /// <summary>False when the form is no longer asked for.</summary>
    public required bool IsAsked { get; init; }

    /// <summary>When it was asked for or no longer was, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
