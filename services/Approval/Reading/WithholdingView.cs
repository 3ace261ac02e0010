using System.Text.Json.Serialization;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Reading;

/// <param name="Amount">CNY yuan; 0 for a hold of the whole case.</param>
/// <param name="ReleasedAt">Null while it stands.</param>
public sealed record HoldView(
    int HoldNo,
    string Ground,
    string Scope,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal Amount,
    string Reference,
    DateTimeOffset? ReleasedAt
)
{
    public required string Reason { get; init; }
    public required string HeldBy { get; init; }
    public required DateTimeOffset HeldAt { get; init; }
    public required string? ReleasedBy { get; init; }
    public required string? ReleaseReason { get; init; }

    /// <summary>Who proposed the release of a large amount; a second officer releases it.</summary>
    public required string? ReleaseProposedBy { get; init; }

    public static HoldView Of(HoldRow row) =>
        new(row.HoldNo, row.Ground, row.Scope, row.AmountCny, row.Reference, row.ReleasedAt)
        {
            Reason = row.Reason,
            HeldBy = row.HeldBy,
            HeldAt = row.HeldAt,
            ReleasedBy = row.ReleasedBy,
            ReleaseReason = row.ReleaseReason,
            ReleaseProposedBy = row.ReleaseProposedBy,
        };
}

/// <param name="Amount">CNY yuan that waits for the reply.</param>
/// <param name="Reply">NORMAL or PROBLEM; null while there is none.</param>
public sealed record LetterView(
    int LetterNo,
    string SupplierTaxId,
    string Authority,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal Amount,
    DateOnly DueOn,
    string? Reply
)
{
    public required string Question { get; init; }
    public required string SentBy { get; init; }
    public required DateOnly SentOn { get; init; }

    /// <summary>RELEASED, REFUSED, or WITHHELD while there is no reply.</summary>
    public required string Effect { get; init; }
    public required string? Answer { get; init; }
    public required string? AnsweredBy { get; init; }
    public required DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Who took the reply as normal, when a second officer has to as well.</summary>
    public required string? ReplyProposedBy { get; init; }

    public static LetterView Of(LetterRow row) =>
        new(row.LetterNo, row.SupplierTaxId, row.Authority, row.AmountCny, row.DueOn, row.Reply)
        {
            Question = row.Question,
            SentBy = row.SentBy,
            SentOn = row.SentOn,
            Effect =
                row.Reply is null ? "WITHHELD"
                : row.Reply == WireCode.Of(LetterReply.Normal) ? "RELEASED"
                : "REFUSED",
            Answer = row.Answer,
            AnsweredBy = row.AnsweredBy,
            AnsweredAt = row.AnsweredAt,
            ReplyProposedBy = row.ReplyProposedBy,
        };
}
