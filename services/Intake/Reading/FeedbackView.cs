using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Reading;

/// <summary>What the checks of an attempt found, in short.</summary>
public sealed record FeedbackView
{
    /// <summary>CLEAN, PASSABLE, BLOCKED or AWAITING_DATA.</summary>
    public required string Outcome { get; init; }

    /// <summary>
    /// Number of the check within the attempt, from 1: it grows when what the attempt was compared
    /// with changes and the comparison then says something else.
    /// </summary>
    public required int CheckNo { get; init; }

    /// <summary>
    /// Whether something it was compared with has changed since; it is being compared again.
    /// </summary>
    public required bool IsStale { get; init; }

    /// <summary>Number of doubts; the doubts themselves have an address of their own.</summary>
    public required int DoubtCount { get; init; }

    /// <summary>NONE, NOTE, WARNING or ERROR.</summary>
    public required string GravestDoubtLevel { get; init; }

    /// <summary>Rebate due 应退税额, CNY yuan, computed whatever the outcome.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal RebateDue { get; init; }

    /// <summary>
    /// To be repaid 应缴回退税额, CNY yuan: what a negative total of offsets (ER) comes to; 0 or more.
    /// </summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal ToRepay { get; init; }

    /// <summary>Exempt-credit amount 免抵税额 (ECR), CNY yuan; 0 for ER.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal ExemptCredit { get; init; }

    /// <summary>When the checks ended, UTC.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>Null while the attempt has not been checked.</summary>
    public static FeedbackView? Of(FeedbackRow row) =>
        row.Outcome is null
            ? null
            : new FeedbackView
            {
                Outcome = row.Outcome,
                CheckNo = row.CheckNo,
                IsStale = row.IsStale,
                DoubtCount = row.DoubtCount,
                GravestDoubtLevel = row.GravestDoubtLevel,
                RebateDue = row.RebateDueCny,
                ToRepay = row.ToRepayCny,
                ExemptCredit = row.ExemptCreditCny,
                CheckedAt = row.CheckedAt,
            };
}

/// <summary>
/// A row of feedback beside the state; everything but the state is empty before the checks.
/// </summary>
public record FeedbackRow
{
    public string State { get; init; } = "";
    public string? Outcome { get; init; }
    public int CheckNo { get; init; } = 1;
    public bool IsStale { get; init; }
    public int DoubtCount { get; init; }
    public string GravestDoubtLevel { get; init; } = "";
    public decimal RebateDueCny { get; init; }
    public decimal ToRepayCny { get; init; }
    public decimal ExemptCreditCny { get; init; }
    public DateTimeOffset CheckedAt { get; init; }
}
