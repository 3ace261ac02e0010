using System.Text.Json;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Tasks;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.GreenChannel;
using RebateFlow.Messaging;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Reading;

/// <summary>Turns stored rows into the page of a case, in the reader's language.</summary>
public sealed class CaseViewBuilder(WorkingDayCalendar calendar, AuthorityClock zone, bool chinese)
{
    public CaseView Build(StoredView stored) => WithTasks(Plain(stored), stored);

    private CaseView WithTasks(CaseView view, StoredView stored) =>
        view with
        {
            Doubts = [.. Doubts(stored), .. Raised(stored)],
            OpenTasks = Tasks(stored, isOpen: true),
            ClosedTasks = Tasks(stored, isOpen: false),
            SelfInspection = stored.SelfInspection is { } form ? SelfInspectionView.Of(form) : null,
        };

    private CaseView Plain(StoredView stored)
    {
        var (view, filing) = BuildFiled(stored);
        return view with
        {
            ToRepay = filing.ToRepayCny ?? 0m,
            Prerequisites =
            [
                .. stored.Prerequisites.Select(one => new PrerequisiteView(
                    one.PreDeclarationId,
                    one.CaseId,
                    one.Label,
                    one.IsMet,
                    one.TakenBackCny
                )),
            ],
        };
    }

    private (CaseView View, Filing Filing) BuildFiled(StoredView stored)
    {
        var (row, message) = (stored.Row, NewestOf(stored.Row));
        var filing = message.Filing;
        var withheld =
            stored.Withheld.OpenHolds.Sum(hold => hold.WithheldCny)
            + stored.Withheld.OpenLetters.Sum(letter => letter.AmountCny);
        var isFree = row.State == WireCode.Of(CaseState.Claimed) && row.LeaseUntil <= zone.Now;
        var view = new CaseView
        {
            Id = row.CaseId,
            PreDeclarationId = row.PreDeclarationId,
            AttemptNo = row.AttemptNo,
            Lane = row.Lane,
            State = isFree ? WireCode.Of(CaseState.Waiting) : row.State,
            Post = row.Post,
            Route = row.Route,
            ClaimedBy = isFree ? null : row.ClaimedBy,
            LeaseUntil = isFree ? null : row.LeaseUntil,
            Channel = row.Channel,
            Reasons = Reasons(row),
            PolicyVersion = row.PolicyVersion,
            LaterCheck = row.LaterCheck,
            StartedOn = row.ClockStartedOn,
            DueOn = row.DueOn,
            LegalDueOn = row.LegalDueOn,
            GoalOn = row.GoalOn,
            Clock = Clock(stored),
            AssessmentId = message.AssessmentId,
            Score = message.Score,
            Grade = message.Grade,
            RuleSetVersion = message.RuleSetVersion,
            HasUnjudgedRule = message.HasUnjudgedRule,
            Findings = [.. message.Findings.Select(Finding)],
            WatchlistHits = message.WatchlistHits,
            Declarant = DeclarantView.Of(filing.Declarant),
            Method = filing.Method,
            Period = filing.Period,
            BatchNo = filing.BatchNo,
            ExportLineCount = filing.ExportLineCount,
            FobUsd = filing.FobUsd,
            RebateDue = filing.RebateDueCny,
            ExemptCredit = filing.ExemptCreditCny,
            CheckNo = row.CheckNo,
            IsStale = row.StaleNo > row.CheckedNo,
            FactChanges = [.. stored.Changes.SelectMany(ChangesOf)],
            Holds = [.. stored.Withheld.Holds.Select(HoldView.Of)],
            Letters = [.. stored.Withheld.Letters.Select(LetterView.Of)],
            Withheld = withheld,
            Decidable = Math.Max(
                0m,
                filing.RebateDueCny - stored.Withheld.RefusedCny(row.OpenedAt) - withheld
            ),
            Proposal = Proposal(row),
            Decision = Decision(row),
            OpenedAt = row.OpenedAt,
            Version = row.Version,
        };
        return (view, filing);
    }

    private static RiskAssessed NewestOf(CaseViewRow row) =>
        row.Reassessment is { } later
            ? LaterAssessment.Apply(Read<RiskAssessed>(row.Message), Read<RiskReassessed>(later))
            : Read<RiskAssessed>(row.Message);

    private IReadOnlyList<ReasonView> Reasons(CaseViewRow row) =>
        [
            .. ChannelJson
                .Read<IReadOnlyList<ChannelCondition>>(row.Conditions)
                .Select(one => new ReasonView(
                    one.Code,
                    WireCode.Of(one.For),
                    WireCode.Of(one.Outcome),
                    ConditionTexts.Of(one.Value, chinese),
                    ConditionTexts.Of(one.Limit, chinese),
                    ConditionTexts.Of(one.Code).In(chinese)
                )),
        ];

    private ClockView Clock(StoredView stored)
    {
        var row = stored.Row;
        var clock = new CaseClock(row.ClockStartedOn, stored.Stops, zone.Today);
        var deadlines = Deadlines.Of(
            calendar,
            new(row.LegalDays, row.DueDays, row.GoalDays),
            clock
        );
        return new(
            row.LegalDays,
            row.DueDays,
            row.GoalDays,
            deadlines.Provisional,
            [.. stored.Stops.Select(stop => new StopView(stop.Reason, stop.From, stop.To))],
            deadlines.Due.Days
        )
        {
            Text = ClockText.Of(deadlines).In(chinese),
        };
    }

    private FindingView Finding(RiskFinding finding) =>
        new(
            finding.RuleId,
            finding.Outcome,
            finding.Points,
            chinese ? finding.EvidenceZh : finding.EvidenceEn
        );

    private static IEnumerable<FactChangeView> ChangesOf(ChangesRow row) =>
        Read<IReadOnlyList<ChangedFact>>(row.Changes)
            .Select(one => new FactChangeView(
                row.CheckNo,
                one.Feed,
                one.Key,
                one.Field,
                one.Before,
                one.After,
                row.OpenedAt
            ));

    private IReadOnlyList<DoubtView> Doubts(StoredView stored) =>
        stored.Row.Content is { } content
            ? [.. OpenDoubts.All(content).Select(doubt => Doubt(doubt, stored.Passes))]
            : [];

    private IReadOnlyList<TaskView> Tasks(StoredView stored, bool isOpen) =>
        [
            .. stored
                .Tasks.For(stored.Row.AttemptNo)
                .Where(task => task.IsOpen == isOpen)
                .Select(task => TaskView.Of(task, chinese)),
        ];

    private static IEnumerable<DoubtView> Raised(StoredView stored) =>
        stored
            .Tasks.DoubtsOf(stored.Row.AttemptNo)
            .Select(doubt => new DoubtView
            {
                DoubtNo = doubt.DoubtNo,
                Code = doubt.Code,
                Level = RiskDoubts.Find(doubt.Code)?.Level ?? "",
                PassableBy = WireCode.Of(doubt.PassableBy),
                Form = "",
                Place = doubt.Place,
                Field = "",
                Declared = "",
                Expected = "",
                Text = doubt.Reason,
                Passed = PassOf(doubt.DoubtNo, stored.Passes),
            });

    private static PassView? PassOf(int doubtNo, IReadOnlyDictionary<int, PassRow> passes) =>
        passes.TryGetValue(doubtNo, out var pass)
            ? new(pass.PassedBy, pass.Post, pass.PassedAt, pass.Reason)
            : null;

    private DoubtView Doubt(FiledDoubt doubt, IReadOnlyDictionary<int, PassRow> passes) =>
        new()
        {
            DoubtNo = doubt.DoubtNo,
            Code = doubt.Code,
            Level = doubt.Level,
            PassableBy = doubt.PassableBy,
            Form = doubt.Form,
            Place = doubt.Place,
            Field = doubt.Field,
            Declared = doubt.Declared,
            Expected = doubt.Expected,
            Text = chinese ? doubt.TextZh : doubt.TextEn,
            Passed = PassOf(doubt.DoubtNo, passes),
        };

    private static ProposalView? Proposal(CaseViewRow row) =>
        row.ProposalDecision is { } proposal
            ? new(proposal, row.ProposalBy!, row.ProposalReason ?? "", row.ProposalAmountCny)
            : null;

    private static DecisionView? Decision(CaseViewRow row) =>
        row.Decision is { } decision
            ? new(
                decision,
                row.DecisionReason ?? "",
                row.ApprovedRebateCny ?? 0m,
                row.DecidedBy ?? "",
                row.DecidedAt ?? row.OpenedAt
            )
            {
                SetOff = row.SetOffCny ?? 0m,
                ToRepay = row.ToRepayCny ?? 0m,
            }
            : null;

    private static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, MessageJson.Options)
        ?? throw new InvalidDataException("A stored text is JSON null.");
}
