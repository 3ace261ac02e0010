using System.Text.Json.Serialization;
using RebateFlow.Approval.Casework.Repayments;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Repayments;

/// <summary>What an exporter owed at the end of a day, and how it came about.</summary>
public sealed record RepaymentView
{
    public required string Uscc { get; init; }
    public required string ExporterName { get; init; }
    public required DateOnly AsOf { get; init; }
    public required RepaymentSums Sums { get; init; }

    /// <summary>Owed, CNY yuan, 0 or more.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal Balance { get; init; }

    /// <summary>Of it, payments that wait for a second person, CNY yuan.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal Pending { get; init; }

    /// <summary>The oldest first: the order in which they are set off and paid.</summary>
    public required IReadOnlyList<ClaimView> Claims { get; init; }
    public required IReadOnlyList<PaymentView> Payments { get; init; }

    /// <summary>The oldest first.</summary>
    public required IReadOnlyList<EntryView> Entries { get; init; }

    /// <summary>The view of a day.</summary>
    /// <param name="entries">Entries up to the day, in order.</param>
    public static RepaymentView Of(
        AccountHolder holder,
        DateOnly asOf,
        IReadOnlyList<RepaymentEvent> entries
    )
    {
        var ledger = new RepaymentLedger { Uscc = holder.Uscc };
        var views = new List<EntryView>(entries.Count);
        foreach (var happened in entries)
        {
            ledger = ledger.Apply(happened);
            views.Add(EntryView.Of(ledger, happened));
        }
        return new()
        {
            Uscc = holder.Uscc,
            ExporterName = holder.Name,
            AsOf = asOf,
            Sums = RepaymentSums.Of(ledger),
            Balance = ledger.BalanceCny,
            Pending = ledger.PendingCny,
            Claims = [.. ledger.Claims.Select(ClaimView.Of)],
            Payments = [.. ledger.Payments.Select(PaymentView.Of)],
            Entries = views,
        };
    }
}

/// <summary>CNY yuan: claimed less withdrawn, set off and paid is the balance.</summary>
public sealed record RepaymentSums(
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal Claimed,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal Withdrawn,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal SetOff,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal Paid
)
{
    public static RepaymentSums Of(RepaymentLedger ledger) =>
        new(
            ledger.Claims.Sum(claim => claim.AmountCny),
            ledger.Claims.Sum(claim => claim.WithdrawnCny),
            ledger.Claims.Sum(claim => claim.SetOffCny),
            ledger.Claims.Sum(claim => claim.PaidCny)
        );
}

/// <param name="Kind">NEGATIVE_TOTAL or RECOVERY.</param>
/// <param name="Amount">CNY yuan.</param>
/// <param name="Open">CNY yuan still owed.</param>
public sealed record ClaimView(
    Guid Id,
    string Kind,
    string Reference,
    Guid CaseId,
    Guid PreDeclarationId,
    int AttemptNo,
    DateOnly ClaimedOn,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal Amount,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal Open
)
{
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal Withdrawn { get; init; }

    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal SetOff { get; init; }

    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal Paid { get; init; }

    public static ClaimView Of(RepaymentClaim claim) =>
        new(
            claim.ClaimId,
            WireCode.Of(claim.Source.Kind),
            claim.Source.Reference,
            claim.Source.CaseId,
            claim.Source.PreDeclarationId,
            claim.Source.AttemptNo,
            claim.ClaimedOn,
            claim.AmountCny,
            claim.OpenCny
        )
        {
            Withdrawn = claim.WithdrawnCny,
            SetOff = claim.SetOffCny,
            Paid = claim.PaidCny,
        };
}

/// <param name="State">NOTED, CONFIRMED or CANCELLED.</param>
/// <param name="Amount">CNY yuan.</param>
public sealed record PaymentView(
    Guid Id,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal Amount,
    string Reference,
    DateOnly PaidOn,
    string State,
    string NotedBy
)
{
    public static PaymentView Of(Payment payment) =>
        new(
            payment.PaymentId,
            payment.AmountCny,
            payment.Reference,
            payment.PaidOn,
            WireCode.Of(payment.State),
            payment.NotedBy
        );
}

/// <param name="EntryNo">From 1 without gaps.</param>
/// <param name="Kind">
/// CLAIMED, WITHDRAWN, SET_OFF, SET_OFF_UNDONE, PAYMENT_NOTED, PAYMENT_CONFIRMED or
/// PAYMENT_CANCELLED.
/// </param>
/// <param name="Amount">CNY yuan, above 0.</param>
/// <param name="Balance">CNY yuan owed after it.</param>
public sealed record EntryView(
    int EntryNo,
    string Kind,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal Amount,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal Balance,
    DateOnly On,
    DateTimeOffset At,
    string By
)
{
    /// <summary>The case that it comes from; null on a payment.</summary>
    public required Guid? CaseId { get; init; }

    /// <summary>Why; null on a set-off.</summary>
    public required string? Reason { get; init; }

    public static EntryView Of(RepaymentLedger after, RepaymentEvent happened) =>
        new(
            after.EntryCount,
            RepaymentEventJson.KindOf(happened),
            happened.AmountCny,
            after.BalanceCny,
            happened.On,
            happened.At,
            happened.By
        )
        {
            CaseId = happened switch
            {
                Claimed claimed => claimed.Source.CaseId,
                Withdrawn withdrawn => withdrawn.Source.CaseId,
                SetOff setOff => setOff.CaseId,
                SetOffUndone undone => undone.CaseId,
                _ => null,
            },
            Reason = happened switch
            {
                Claimed claimed => claimed.Reason,
                Withdrawn withdrawn => withdrawn.Reason,
                PaymentNoted noted => noted.Reference,
                PaymentCancelled cancelled => cancelled.Reason,
                _ => null,
            },
        };
}
