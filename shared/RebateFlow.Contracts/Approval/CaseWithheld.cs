using MassTransit;

namespace RebateFlow.Contracts.Approval;

/// <summary>
/// An officer held a case or an amount of it, or a supplier's authority answered a letter with a
/// problem: a finding, though not the end of the case. Published by Approval; Risk learns from it.
/// </summary>
[MessageUrn("rebateflow:approval:case-withheld:v1")]
[EntityName("rebateflow.approval.case-withheld.v1")]
public sealed record CaseWithheld
{
    /// <summary>The case (UUIDv7).</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The pre-declaration (UUIDv7).</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>The attempt under review, 1 or more.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>HOLD or PROBLEM_LETTER.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// Ground of a hold: INSPECTION_CASE, SMUGGLING_CASE, IMPORT_DATA_DIFFER, LOW_RATE_GOODS or
    /// SUPPLIER_SUSPICION; empty for a letter.
    /// </summary>
    public required string Ground { get; init; }

    /// <summary>Supplier of a letter, at most 20 characters; empty for a hold.</summary>
    public required string SupplierTaxId { get; init; }

    /// <summary>
    /// Amount held or refused, CNY yuan, two decimals; the whole rebate for a hold of the whole
    /// case.
    /// </summary>
    public required decimal AmountCny { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset WithheldAt { get; init; }
}
