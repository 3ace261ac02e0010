using System.Text.Json.Serialization;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Reading;

/// <summary>A case as an officer sees it. Never for the exporter.</summary>
public sealed record CaseView
{
    public required Guid Id { get; init; }
    public required Guid PreDeclarationId { get; init; }
    public required int AttemptNo { get; init; }
    public required string Lane { get; init; }

    /// <summary>WAITING also when a claim has run out.</summary>
    public required string State { get; init; }
    public required string Post { get; init; }
    public required IReadOnlyList<string> Route { get; init; }
    public required string? ClaimedBy { get; init; }
    public required DateTimeOffset? LeaseUntil { get; init; }

    public required string Channel { get; init; }
    public required IReadOnlyList<ReasonView> Reasons { get; init; }
    public required string PolicyVersion { get; init; }

    /// <summary>Drawn for a check of its papers after the decision.</summary>
    public required bool LaterCheck { get; init; }

    public required DateOnly StartedOn { get; init; }

    /// <summary>
    /// What the queue is ordered by: the legal limit, or the channel's sooner one.
    /// </summary>
    public required DateOnly DueOn { get; init; }
    public required DateOnly LegalDueOn { get; init; }
    public required DateOnly GoalOn { get; init; }
    public required ClockView Clock { get; init; }

    public required Guid AssessmentId { get; init; }
    public required int Score { get; init; }
    public required string Grade { get; init; }
    public required string RuleSetVersion { get; init; }
    public required bool HasUnjudgedRule { get; init; }
    public required IReadOnlyList<FindingView> Findings { get; init; }
    public required IReadOnlyList<WatchlistHit> WatchlistHits { get; init; }

    public required DeclarantView Declarant { get; init; }
    public required string Method { get; init; }
    public required string Period { get; init; }
    public required int BatchNo { get; init; }
    public required int ExportLineCount { get; init; }

    /// <summary>US dollars FOB.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal FobUsd { get; init; }

    /// <summary>CNY yuan.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal RebateDue { get; init; }

    /// <summary>CNY yuan that a negative total owes; 0 or more.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal ToRepay { get; init; }

    /// <summary>What must have been approved before this can be; empty as a rule.</summary>
    public IReadOnlyList<PrerequisiteView> Prerequisites { get; init; } = [];

    /// <summary>CNY yuan.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal ExemptCredit { get; init; }
    public IReadOnlyList<DoubtView> Doubts { get; init; } = [];

    /// <summary>
    /// Number of the check of the attempt, from 1: it grows when facts change and the comparison
    /// then says something else.
    /// </summary>
    public required int CheckNo { get; init; }

    /// <summary>
    /// Facts have changed and it is being compared again; it can be neither claimed nor decided.
    /// </summary>
    public required bool IsStale { get; init; }

    /// <summary>What changed since the first check, the newest last.</summary>
    public required IReadOnlyList<FactChangeView> FactChanges { get; init; }

    /// <summary>What has to be done, or waived, before an approval.</summary>
    public IReadOnlyList<TaskView> OpenTasks { get; init; } = [];

    /// <summary>Tasks that were done or waived, or that nothing calls for any more.</summary>
    public IReadOnlyList<TaskView> ClosedTasks { get; init; } = [];

    /// <summary>The exporter's form; null while none came for the attempt.</summary>
    public SelfInspectionView? SelfInspection { get; init; }

    public required IReadOnlyList<HoldView> Holds { get; init; }
    public required IReadOnlyList<LetterView> Letters { get; init; }

    /// <summary>CNY yuan kept back by holds and letters.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal Withheld { get; init; }

    /// <summary>CNY yuan that can be approved now.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal Decidable { get; init; }

    public required ProposalView? Proposal { get; init; }
    public required DecisionView? Decision { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required long Version { get; init; }
}

/// <summary>A value of the electronic information, before and after.</summary>
/// <param name="CheckNo">The check that saw the change first.</param>
/// <param name="Feed">Feed that brought it, such as vat-invoices.</param>
/// <param name="Key">Number of the voucher, or what else tells the row from others.</param>
/// <param name="CheckedAt">When it was compared, UTC.</param>
public sealed record FactChangeView(
    int CheckNo,
    string Feed,
    string Key,
    string Field,
    string Before,
    string After,
    DateTimeOffset CheckedAt
);

/// <param name="For">GREEN: all must be met. ENHANCED: one is enough.</param>
/// <param name="Outcome">MET, NOT_MET or NOT_JUDGED.</param>
public sealed record ReasonView(
    string Code,
    string For,
    string Outcome,
    string Value,
    string Limit,
    string Text
);

/// <summary>The clocks of a case and how they were reckoned.</summary>
/// <param name="Provisional">
/// True when it touches a year whose holidays are not announced yet.
/// </param>
/// <param name="CountedDays">The working days up to the due date, first to last.</param>
public sealed record ClockView(
    int LegalDays,
    int DueDays,
    int GoalDays,
    bool Provisional,
    IReadOnlyList<StopView> Stops,
    IReadOnlyList<DateOnly> CountedDays
)
{
    /// <summary>The reckoning in words.</summary>
    public required string Text { get; init; }
}

/// <param name="To">Null while the clock stands still.</param>
public sealed record StopView(string Reason, DateOnly From, DateOnly? To);

public sealed record FindingView(string RuleId, string Outcome, int Points, string Evidence);

public sealed record DeclarantView(
    string Uscc,
    string Name,
    string Kind,
    int EnterpriseClass,
    string AeoStatus,
    string TaxAuthority
)
{
    /// <summary>Percent of the exports of the last 12 months.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal ProcessingTradeShare { get; init; }
    public required DateOnly? FirstDeclaredOn { get; init; }
    public required string CustomsDistrict { get; init; }

    public static DeclarantView Of(Declarant declarant) =>
        new(
            declarant.Uscc,
            declarant.Name,
            declarant.Kind,
            declarant.EnterpriseClass,
            declarant.AeoStatus,
            declarant.TaxAuthority
        )
        {
            ProcessingTradeShare = declarant.ProcessingTradeSharePercent,
            FirstDeclaredOn = declarant.FirstDeclaredOn,
            CustomsDistrict = declarant.CustomsDistrict,
        };
}

public sealed record DoubtView
{
    public required int DoubtNo { get; init; }
    public required string Code { get; init; }
    public required string Level { get; init; }
    public required string PassableBy { get; init; }
    public required string Form { get; init; }
    public required string Place { get; init; }
    public required string Field { get; init; }
    public required string Declared { get; init; }
    public required string Expected { get; init; }
    public required string Text { get; init; }

    /// <summary>Null while nobody has passed it.</summary>
    public required PassView? Passed { get; init; }
}

public sealed record PassView(string By, string Post, DateTimeOffset At, string Reason);

/// <param name="Amount">CNY yuan; null for all that is decidable.</param>
public sealed record ProposalView(
    string Decision,
    string By,
    string Reason,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal? Amount
);

/// <param name="Decision">APPROVED, REJECTED or RETURNED.</param>
/// <param name="ApprovedRebate">CNY yuan; 0 unless APPROVED.</param>
public sealed record DecisionView(
    string Decision,
    string Reason,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal ApprovedRebate,
    string DecidedBy,
    DateTimeOffset DecidedAt
)
{
    /// <summary>CNY yuan kept back for what the exporter owed.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal SetOff { get; init; }

    /// <summary>CNY yuan: approved less set off.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal Payable => ApprovedRebate - SetOff;

    /// <summary>CNY yuan that the approval claims back.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal ToRepay { get; init; }
}

/// <param name="CaseId">Null while there is no case yet.</param>
/// <param name="Label">Period and batch, such as 202603-1; empty while there is no case.</param>
/// <param name="IsMet">Whether it is approved as it must be.</param>
public sealed record PrerequisiteView(
    Guid PreDeclarationId,
    Guid? CaseId,
    string Label,
    bool IsMet,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal TakenBack
);
