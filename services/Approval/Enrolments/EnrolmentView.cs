using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Enrolments;

public sealed record EnrolmentView
{
    public required Guid Id { get; init; }
    public required string Uscc { get; init; }
    public required string EnterpriseName { get; init; }

    /// <summary>APPLIED, DRAFT, LIVE or ENDED.</summary>
    public required string State { get; init; }
    public required string Ground { get; init; }
    public required string Reason { get; init; }
    public required DateOnly ValidFrom { get; init; }
    public required DateOnly? ValidTo { get; init; }

    /// <summary>Null when nobody applied for it.</summary>
    public required string? AppliedBy { get; init; }
    public required DateTimeOffset? AppliedAt { get; init; }
    public required string DraftedBy { get; init; }
    public required DateTimeOffset DraftedAt { get; init; }
    public required string? ApprovedBy { get; init; }
    public required DateTimeOffset? ApprovedAt { get; init; }
    public required string? EndedBy { get; init; }
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// REQUEST, EJECTION, MISTAKE, DECLINED or RAN_OUT; null while it has not ended.
    /// </summary>
    public required string? EndCause { get; init; }
    public required string? EndedReason { get; init; }
    public required long Version { get; init; }

    public static EnrolmentView Of(Enrolment enrolment) =>
        new()
        {
            Id = enrolment.Id,
            Uscc = enrolment.Uscc,
            EnterpriseName = enrolment.EnterpriseName,
            State = WireCode.Of(enrolment.State),
            Ground = WireCode.Of(enrolment.Ground),
            Reason = enrolment.Reason,
            ValidFrom = enrolment.ValidFrom,
            ValidTo = enrolment.ValidTo,
            AppliedBy = enrolment.Applied?.Person,
            AppliedAt = enrolment.Applied?.At,
            DraftedBy = enrolment.Drafted.Person,
            DraftedAt = enrolment.Drafted.At,
            ApprovedBy = enrolment.Approved?.Person,
            ApprovedAt = enrolment.Approved?.At,
            EndedBy = enrolment.Ended?.Person,
            EndedAt = enrolment.Ended?.At,
            EndCause = enrolment.EndCause is { } cause ? WireCode.Of(cause) : null,
            EndedReason = enrolment.EndedReason,
            Version = enrolment.Version,
        };
}
