using System.Text.Json;
using System.Text.Json.Serialization;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Reading;

/// <summary>
/// A pre-declaration as its exporter sees it. Nothing of channels, scores or the watchlist.
/// </summary>
public sealed record PreDeclarationView
{
    public required Guid Id { get; init; }

    /// <summary>ER or ECR.</summary>
    public required string Method { get; init; }
    public required string Uscc { get; init; }

    /// <summary>yyyyMM.</summary>
    public required string Period { get; init; }
    public required int BatchNo { get; init; }

    /// <summary>The live attempt, 1 or more.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>
    /// SUBMITTED, AWAITING_DATA, BLOCKED, CLEARED, UNDER_REVIEW, HELD, APPROVED, RETURNED,
    /// REJECTED, WITHDRAWN or FORMALLY_DECLARED.
    /// </summary>
    public required string State { get; init; }
    public required int ExportLineCount { get; init; }
    public required int PurchaseLineCount { get; init; }

    /// <summary>When the live attempt was handed in, UTC.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it last changed, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Absent while the live attempt is being checked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FeedbackView? Feedback { get; init; }

    /// <summary>
    /// Every figure with its derivation; absent while the live attempt is being checked.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RebateView? Rebate { get; init; }

    /// <summary>Last working day of the legal limit, once a case is open.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? DueOn { get; init; }

    /// <summary>The officers' last decision, on the live attempt or an earlier one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DecisionView? Decision { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WithdrawalView? Withdrawal { get; init; }

    /// <summary>When it was declared formally with its receipt, UTC.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FormallyDeclaredAt { get; init; }

    /// <summary>The view of a row, without its rebate.</summary>
    public static PreDeclarationView Of(PreDeclarationRow row) =>
        new()
        {
            Id = row.Id,
            Method = row.Method,
            Uscc = row.Uscc,
            Period = row.Period,
            BatchNo = row.BatchNo,
            AttemptNo = row.AttemptNo,
            State = row.State,
            ExportLineCount = row.ExportLineCount,
            PurchaseLineCount = row.PurchaseLineCount,
            SubmittedAt = row.SubmittedAt,
            UpdatedAt = row.UpdatedAt,
            Feedback = FeedbackView.Of(row),
            DueOn = row.DueOn,
            Decision = DecisionView.Of(row),
            Withdrawal = row.WithdrawalKind is null
                ? null
                : new WithdrawalView(
                    row.WithdrawalKind,
                    row.WithdrawalReason ?? "",
                    row.WithdrawnAt.GetValueOrDefault()
                ),
            FormallyDeclaredAt = row.FormallyDeclaredAt,
        };
}

/// <summary>What the officers decided.</summary>
public sealed record DecisionView
{
    /// <summary>APPROVED, REJECTED or RETURNED.</summary>
    public required string Decision { get; init; }

    /// <summary>The attempt that was decided.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>What the officer says; may be empty on an approval.</summary>
    public required string Reason { get; init; }

    /// <summary>CNY yuan; 0 unless approved.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal ApprovedRebate { get; init; }

    /// <summary>To be repaid, CNY yuan; 0 unless an approved filing has a negative total.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal ToRepay { get; init; }

    /// <summary>
    /// What of the approved rebate is set off against earlier repayments, CNY yuan.
    /// </summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal SetOff { get; init; }

    /// <summary>Approved rebate less what is set off, CNY yuan.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal Payable { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>
    /// What an approval said before money that was withheld was approved too, the oldest first.
    /// </summary>
    public required IReadOnlyList<FormerDecisionView> Former { get; init; }

    internal static DecisionView? Of(PreDeclarationRow row) =>
        row.Decision is null
            ? null
            : new DecisionView
            {
                Decision = row.Decision,
                AttemptNo = row.DecisionAttemptNo.GetValueOrDefault(),
                Reason = row.DecisionReason ?? "",
                ApprovedRebate = row.ApprovedRebateCny.GetValueOrDefault(),
                ToRepay = row.DecidedToRepayCny.GetValueOrDefault(),
                SetOff = row.SetOffCny.GetValueOrDefault(),
                Payable =
                    row.ApprovedRebateCny.GetValueOrDefault() - row.SetOffCny.GetValueOrDefault(),
                DecidedAt = row.DecidedAt.GetValueOrDefault(),
                Former = FormerDecisionView.Read(row.FormerDecisions),
            };
}

/// <summary>An earlier approval of the same attempt, with the total of that day.</summary>
/// <param name="ApprovedRebate">CNY yuan.</param>
public sealed record FormerDecisionView(
    string Reason,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal ApprovedRebate,
    DateTimeOffset DecidedAt
)
{
    internal static IReadOnlyList<FormerDecisionView> Read(string? json) =>
        json is null
            ? []
            :
            [
                .. JsonSerializer
                    .Deserialize<IReadOnlyList<Row>>(json, JsonSerializerOptions.Web)!
                    .Select(row => new FormerDecisionView(
                        row.Reason,
                        row.ApprovedRebate,
                        row.DecidedAt.ToUniversalTime()
                    )),
            ];

    // The database writes amounts as JSON numbers; System.Text.Json reads them exactly.
    private sealed record Row(string Reason, decimal ApprovedRebate, DateTimeOffset DecidedAt);
}

/// <summary>How it was taken back.</summary>
/// <param name="Kind">ERROR or WAIVER.</param>
public sealed record WithdrawalView(string Kind, string Reason, DateTimeOffset WithdrawnAt);
