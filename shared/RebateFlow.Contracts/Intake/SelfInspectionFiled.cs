using MassTransit;

namespace RebateFlow.Contracts.Intake;

/// <summary>
/// An exporter handed in the self-inspection form 自查表 that was asked for, or handed it in again.
/// Published by Intake; officers read it in the case.
/// </summary>
[MessageUrn("rebateflow:intake:self-inspection-filed:v1")]
[EntityName("rebateflow.intake.self-inspection-filed.v1")]
public sealed record SelfInspectionFiled
{
    /// <summary>The pre-declaration (UUIDv7).</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>The attempt for which it was asked, 1 or more.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>1 for the first, then ascending; an older one changes nothing.</summary>
    public required int RevisionNo { get; init; }

    /// <summary>First day of the version of the form, yyyy-MM-dd.</summary>
    public required DateOnly FormFrom { get; init; }

    /// <summary>An answer to every question of the form, in its order.</summary>
    public required IReadOnlyList<SelfInspectionAnswer> Answers { get; init; }

    /// <summary>Name of the person who answers for the exporter.</summary>
    public required string SignedBy { get; init; }

    /// <summary>When it was handed in, UTC.</summary>
    public required DateTimeOffset FiledAt { get; init; }
}

/// <summary>An answer of a self-inspection form.</summary>
public sealed record SelfInspectionAnswer
{
    /// <summary>Code of the question, such as Q01.</summary>
    public required string Code { get; init; }

    /// <summary>The question as it was put, Chinese.</summary>
    public required string QuestionZh { get; init; }

    /// <summary>The question as it was put, English.</summary>
    public required string QuestionEn { get; init; }

    /// <summary>YES, NO or NOT_APPLICABLE.</summary>
    public required string Answer { get; init; }

    /// <summary>What the exporter says to it, at most 2,000 characters; may be empty.</summary>
    public required string Explanation { get; init; }
}
