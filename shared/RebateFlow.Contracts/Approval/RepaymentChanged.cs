using System.Text.Json.Serialization;
using MassTransit;

namespace RebateFlow.Contracts.Approval;

/// <summary>
/// An entry of the ledger of what an exporter owes back. Published by Approval, its only writer;
/// Intake shows it to the exporter.
/// </summary>
[MessageUrn("rebateflow:approval:repayment-changed:v1")]
[EntityName("rebateflow.approval.repayment-changed.v1")]
public sealed record RepaymentChanged
{
    /// <summary>Unified social credit code of the exporter.</summary>
    public required string Uscc { get; init; }

    /// <summary>Number of the entry in the exporter's ledger, from 1 without gaps.</summary>
    public required int EntryNo { get; init; }

    /// <summary>
    /// CLAIMED, WITHDRAWN, SET_OFF, PAYMENT_NOTED, PAYMENT_CONFIRMED or PAYMENT_CANCELLED.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>The claim (UUIDv7); null on a payment, which may settle several.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? ClaimId { get; init; }

    /// <summary>
    /// Why it is owed: NEGATIVE_TOTAL, a filing that takes back more than it claims, or RECOVERY,
    /// what was paid and was not due; null on a set-off and a payment.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Source { get; init; }

    /// <summary>The pre-declaration that owes it, or that it is set off against.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? PreDeclarationId { get; init; }

    /// <summary>Amount of the entry, CNY yuan, two decimals, above 0.</summary>
    public required decimal AmountCny { get; init; }

    /// <summary>What is owed after it, CNY yuan, two decimals, 0 or more.</summary>
    public required decimal BalanceCny { get; init; }

    /// <summary>The authority's business day of the entry.</summary>
    public required DateOnly On { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset At { get; init; }
}
