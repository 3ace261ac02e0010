using System.Text.Json.Serialization;
using MassTransit;

namespace RebateFlow.Contracts.Approval;

/// <summary>
/// A check of a case came to its end, before the decision or after it, or what it found was
/// corrected by a later approval. Published by Approval; Risk learns from it.
/// </summary>
[MessageUrn("rebateflow:approval:case-checked:v1")]
[EntityName("rebateflow.approval.case-checked.v1")]
public sealed record CaseChecked
{
    /// <summary>The case (UUIDv7).</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The pre-declaration (UUIDv7).</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>The attempt that was checked, 1 or more.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>The check (UUIDv7).</summary>
    public required Guid CheckId { get; init; }

    /// <summary>Version of the check, 1 or more; an older one changes nothing.</summary>
    public required long CheckVersion { get; init; }

    /// <summary>
    /// SAMPLE_BEFORE or SAMPLE_AFTER, which chance alone drew, or RE_REVIEW, which something that
    /// came to light called for.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>
    /// Chance with which the filing was drawn, percent above 0 to 100; null for RE_REVIEW, and
    /// where it was not kept.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? ChancePercent { get; init; }

    /// <summary>CLEAN or IRREGULAR.</summary>
    public required string Outcome { get; init; }

    /// <summary>
    /// What should not have been claimed or paid, CNY yuan, two decimals; 0 when clean.
    /// </summary>
    public required decimal FoundCny { get; init; }

    /// <summary>When the check was closed, UTC.</summary>
    public required DateTimeOffset ClosedAt { get; init; }
}
