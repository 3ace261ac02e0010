using MassTransit;

namespace RebateFlow.Contracts.Approval;

/// <summary>
/// An enterprise's green-channel enrolment began, changed or ended. Published by Approval; Intake
/// puts the filings of enrolled filers into the express lane from their first message on.
/// </summary>
[MessageUrn("rebateflow:approval:green-channel-enrolment-changed:v1")]
[EntityName("rebateflow.approval.green-channel-enrolment-changed.v1")]
public sealed record GreenChannelEnrolmentChanged
{
    /// <summary>The enterprise, 18 characters.</summary>
    public required string Uscc { get; init; }

    /// <summary>
    /// Version of the enterprise's enrolment, 1 or more; an older version changes nothing.
    /// </summary>
    public required int Version { get; init; }

    /// <summary>First day of the enrolment.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day of the enrolment; null when open-ended.</summary>
    public required DateOnly? ValidTo { get; init; }

    /// <summary>When it was changed, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
