using System.Text.Json.Serialization;
using MassTransit;

namespace RebateFlow.Contracts.Approval;

/// <summary>
/// A case left the officers' hands: approved, rejected, or returned to the exporter for another
/// attempt. Published by Approval; Intake shows it to the exporter.
/// </summary>
[MessageUrn("rebateflow:approval:case-decided:v1")]
[EntityName("rebateflow.approval.case-decided.v1")]
public sealed record CaseDecided
{
    /// <summary>The case (UUIDv7).</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The pre-declaration (UUIDv7).</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>The attempt that was decided.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>APPROVED, REJECTED or RETURNED.</summary>
    public required string Decision { get; init; }

    /// <summary>What the officer says to the exporter; empty only on an approval.</summary>
    public required string Reason { get; init; }

    /// <summary>Approved rebate, CNY yuan, two decimals, 0 or more; 0 unless APPROVED.</summary>
    public required decimal ApprovedRebateCny { get; init; }

    /// <summary>
    /// What an approval claims back for a negative total, CNY yuan, two decimals; above 0, null
    /// when nothing is.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? ToRepayCny { get; init; }

    /// <summary>
    /// What of <see cref="ApprovedRebateCny"/> is set off against what the exporter owes, CNY yuan,
    /// two decimals; above 0, null when nothing is.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? SetOffCny { get; init; }

    /// <summary>
    /// What is paid: approved less set off, CNY yuan, two decimals, 0 or more; null when nothing is
    /// set off.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? PayableCny { get; init; }

    /// <summary>GREEN, STANDARD or ENHANCED at the decision. Not for the exporter's eyes.</summary>
    public required string Channel { get; init; }

    /// <summary>When it was decided, UTC.</summary>
    public required DateTimeOffset DecidedAt { get; init; }
}
