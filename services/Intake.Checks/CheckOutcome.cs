using System.Text.Json.Serialization;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks;

/// <summary>What the checks say about an attempt.</summary>
public sealed record CheckOutcome
{
    /// <summary>Overall result.</summary>
    public required FeedbackOutcome Outcome { get; init; }

    /// <summary>All doubts at once, in form order, numbered from 1.</summary>
    public required IReadOnlyList<Doubt> Doubts { get; init; }

    /// <summary>Rebate by line and in total, computed whatever the outcome.</summary>
    public required RebateResult Rebate { get; init; }

    /// <summary>Vouchers to hold when the attempt clears, one entry a voucher.</summary>
    public required VoucherUses Uses { get; init; }

    /// <summary>What offsets take back of lines declared earlier.</summary>
    public IReadOnlyList<TakenLine> Taken { get; init; } = [];

    /// <summary>What must have been approved before this can be.</summary>
    public IReadOnlyList<Prerequisite> Prerequisites { get; init; } = [];

    /// <summary>
    /// Missing electronic information; the arrival of any of it is a reason to check again.
    /// </summary>
    public required IReadOnlyList<AwaitedInformation> Awaited { get; init; }

    /// <summary>
    /// Missing information whose form was filed, so that nothing waits for it; its arrival is a
    /// reason to check again all the same.
    /// </summary>
    public IReadOnlyList<AwaitedInformation> Late { get; init; } = [];

    /// <summary>
    /// Payload of the message to Risk and Approval; null unless the attempt clears.
    /// </summary>
    public required FilingContent? Content { get; init; }

    /// <summary>Clean or passable: the attempt goes on to Risk.</summary>
    public bool IsCleared => Outcome is FeedbackOutcome.Clean or FeedbackOutcome.Passable;
}

/// <summary>Results of a check run.</summary>
[JsonConverter(typeof(WireCodeJsonConverter<FeedbackOutcome>))]
public enum FeedbackOutcome
{
    /// <summary>No doubt.</summary>
    Clean,

    /// <summary>Only doubts that an officer may pass.</summary>
    Passable,

    /// <summary>Doubts that nobody may pass.</summary>
    Blocked,

    /// <summary>As blocked, but every blocking doubt is missing electronic information.</summary>
    AwaitingData,
}

/// <summary>What a cleared attempt holds.</summary>
/// <param name="CustomsLines">By customs line, each once.</param>
/// <param name="Invoices">By line of a voucher, each once; empty for ECR.</param>
public sealed record VoucherUses(
    IReadOnlyList<CustomsLineUse> CustomsLines,
    IReadOnlyList<InvoiceUse> Invoices
);

/// <summary>Use of a customs line.</summary>
/// <param name="LineNo">21 characters.</param>
/// <param name="Quantity">
/// In the first statutory unit, four places; negative when offsets prevail, but never below what
/// other attempts have in use.
/// </param>
public sealed record CustomsLineUse(string LineNo, decimal Quantity);

/// <summary>Use of a line of an invoice.</summary>
/// <param name="Key">Voucher number and line.</param>
/// <param name="TaxBaseCny">
/// Base the rebate is computed on, CNY yuan, two places; negative when offsets prevail.
/// </param>
/// <param name="Quantity">
/// In the unit of the invoice, four places; 0 when that is not counted.
/// </param>
public sealed record InvoiceUse(InvoiceKey Key, decimal TaxBaseCny, decimal Quantity);

/// <summary>Electronic information that was looked for in vain.</summary>
/// <param name="Feed">Name of the feed it comes by, such as customs-declarations.</param>
/// <param name="Key">Natural key in that feed.</param>
public sealed record AwaitedInformation(string Feed, string Key);
