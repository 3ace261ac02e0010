using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Tasks;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Cases;

/// <summary>Rows beside that of a case, from which the rest of it comes.</summary>
public sealed record RowsBeside(
    IReadOnlyList<ActorRow> Actors,
    IReadOnlyList<StopRow> Stops,
    IReadOnlyList<CheckRow> Checks,
    StoredWithholding Withheld,
    StoredTasks Tasks
);

public sealed record ActorRow(string Officer, string Post);

public sealed record StopRow(string Reason, int CauseNo, DateOnly StoppedOn, DateOnly? ResumedOn)
{
    public CaseStop ToStop() =>
        new(WireCode.Read<StopReason>(Reason), CauseNo, StoppedOn, ResumedOn);
}

/// <summary>A row of <c>approval_case</c>, read back as <see cref="CaseColumns"/> wrote it.
/// </summary>
public sealed record CaseRow
{
    public Guid CaseId { get; init; }
    public Guid PreDeclarationId { get; init; }
    public long Version { get; init; }
    public int AttemptNo { get; init; }
    public string Lane { get; init; } = "";
    public string State { get; init; } = "";
    public string Post { get; init; } = "";
    public string[] Route { get; init; } = [];
    public string? ClaimedBy { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public string? ProposalDecision { get; init; }
    public string? ProposalBy { get; init; }
    public string? ProposalReason { get; init; }
    public decimal? ProposalAmountCny { get; init; }
    public string? Decision { get; init; }
    public string? DecisionReason { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public decimal? ApprovedRebateCny { get; init; }
    public decimal? SetOffCny { get; init; }
    public decimal? ToRepayCny { get; init; }
    public string Channel { get; init; } = "";
    public bool LaterCheck { get; init; }
    public string PolicyVersion { get; init; } = "";
    public string RouteVersion { get; init; } = "";
    public int LegalDays { get; init; }
    public int DueDays { get; init; }
    public int GoalDays { get; init; }
    public int Score { get; init; }
    public string Grade { get; init; } = "";
    public int? WatchlistLevel { get; init; }
    public string[] OpenTasks { get; init; } = [];
    public DateOnly LegalDueOn { get; init; }
    public DateOnly DueOn { get; init; }
    public DateOnly GoalOn { get; init; }
    public bool DueIsProvisional { get; init; }
    public DateOnly SampleDay { get; init; }
    public decimal SampleDrawPercent { get; init; }
    public bool SampleDrawn { get; init; }
    public bool SampleAloneBarsGreen { get; init; }
    public DateOnly ClockStartedOn { get; init; }
    public string Uscc { get; init; } = "";
    public string ExporterName { get; init; } = "";
    public string TaxAuthority { get; init; } = "";
    public int EnterpriseClass { get; init; }
    public string Method { get; init; } = "";
    public string Period { get; init; } = "";
    public int BatchNo { get; init; }
    public int ExportLineCount { get; init; }
    public int DoubtCount { get; init; }
    public string GravestDoubtLevel { get; init; } = "";
    public string[] DoubtCodes { get; init; } = [];
    public decimal FobUsd { get; init; }
    public decimal RebateDueCny { get; init; }
    public decimal FiledToRepayCny { get; init; }
    public decimal ExemptCreditCny { get; init; }
    public int CheckNo { get; init; }
    public long StaleNo { get; init; }
    public long CheckedNo { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
    public DateTimeOffset StateSince { get; init; }
    public int AuditCount { get; init; }
    public byte[] AuditHead { get; init; } = [];
    public string? TraceParent { get; init; }

    public StoredCase ToCase(RowsBeside beside) =>
        new(
            new()
            {
                CaseId = CaseId,
                Version = Version,
                PreDeclarationId = PreDeclarationId,
                AttemptNo = AttemptNo,
                Lane = Lane,
                Filing = ToFiling(),
                Placement = ToPlacement(),
                Sample = new(SampleDay, SampleDrawPercent, SampleDrawn, SampleAloneBarsGreen),
                State = WireCode.Read<CaseState>(State),
                Post = WireCode.Read<Post>(Post),
                Route = [.. Route.Select(WireCode.Read<Post>)],
                ClaimedBy = ClaimedBy,
                LeaseUntil = LeaseUntil,
                Proposal = ToProposal(),
                Outcome = ToOutcome(),
                Actors = beside.Actors.ToDictionary(
                    a => a.Officer,
                    a => WireCode.Read<Post>(a.Post)
                ),
                ClockStartedOn = ClockStartedOn,
                Dates = new(LegalDueOn, DueOn, GoalOn, DueIsProvisional),
                Stops = [.. beside.Stops.Select(row => row.ToStop())],
                CheckNo = CheckNo,
                StaleNo = StaleNo,
                CheckedNo = CheckedNo,
                OpenedAt = OpenedAt,
                ChangedAt = ChangedAt,
                StateSince = StateSince,
                Checks = [.. beside.Checks.Select(row => row.ToCheck())],
                ApprovedCny = ApprovedRebateCny ?? 0m,
                SetOffCny = SetOffCny ?? 0m,
                ToRepayCny = ToRepayCny ?? 0m,
                RefusedCny = beside.Withheld.RefusedCny(OpenedAt),
                Holds = beside.Withheld.OpenHolds,
                Letters = beside.Withheld.OpenLetters,
                HoldCount = beside.Withheld.Holds.Count,
                LetterCount = beside.Withheld.Letters.Count,
                Tasks = beside.Tasks.For(AttemptNo),
                TaskCount = beside.Tasks.Count,
                RaisedDoubts = beside.Tasks.DoubtsOf(AttemptNo),
            },
            new(AuditCount, AuditHead),
            TraceParent
        );

    private CaseFiling ToFiling() =>
        new()
        {
            Uscc = Uscc,
            ExporterName = ExporterName,
            TaxAuthority = TaxAuthority,
            EnterpriseClass = EnterpriseClass,
            Method = Method,
            Period = Period,
            BatchNo = BatchNo,
            ExportLineCount = ExportLineCount,
            DoubtCount = DoubtCount,
            GravestDoubtLevel = GravestDoubtLevel,
            DoubtCodes = DoubtCodes,
            FobUsd = FobUsd,
            RebateDueCny = RebateDueCny,
            ToRepayCny = FiledToRepayCny,
            ExemptCreditCny = ExemptCreditCny,
        };

    private Placement ToPlacement() =>
        new()
        {
            Channel = WireCode.Read<Channel>(Channel),
            LaterCheck = LaterCheck,
            PolicyVersion = PolicyVersion,
            RouteVersion = RouteVersion,
            Limits = new(LegalDays, DueDays, GoalDays),
            Score = Score,
            Grade = Grade,
            WatchlistLevel = WatchlistLevel,
        };

    private Proposal? ToProposal() =>
        ProposalDecision is { } decision
            ? new(
                WireCode.Read<Decision>(decision),
                ProposalBy!,
                ProposalReason ?? "",
                ProposalAmountCny
            )
            : null;

    private CaseOutcome? ToOutcome() =>
        Decision is { } decision
            ? new(
                WireCode.Read<CaseState>(decision),
                DecisionReason ?? "",
                DecidedBy!,
                DecidedAt!.Value
            )
            : null;
}
