using Npgsql;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Rechecks;
using RebateFlow.Approval.Repayments;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging.Batching;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>
/// An assessed attempt becomes a case in a channel; a later attempt opens the case anew.
/// </summary>
/// <remarks>
/// A message about an attempt that is not later than the case's changes nothing. A withdrawal that
/// came first closes the case at once; then nobody is told that it opened.
/// </remarks>
public sealed class OpenCase(
    NpgsqlDataSource database,
    Outbox outbox,
    CaseBooks books,
    ReferenceCache references,
    DailySeeds seeds,
    AuthorityClock zone
) : IGroupConsumer<RiskAssessed>
{
    // Above this a message weighs enough to be taken alone.
    private const int LargeBytes = 256 * 1024;

    /// <inheritdoc/>
    public static Guid KeyOf(RiskAssessed message) => message.Filing.PreDeclarationId;

    /// <inheritdoc/>
    public static bool IsLarge(RiskAssessed message) => message.Filing.Content.Length > LargeBytes;

    /// <inheritdoc/>
    public async Task ConsumeAsync(MessageGroup<RiskAssessed> group, CancellationToken cancel)
    {
        // Before the transaction: a new day's seed is committed on a connection of its own.
        var today = zone.Today;
        var seed = await seeds.OfAsync(today, cancel);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var found = await OpenCaseSql.EnterAsync(transaction, group, today, cancel);

        var opened = new List<OpenedCase>(found.Count);
        foreach (var (member, known) in found)
        {
            var filing = member.Message.Filing;
            if (filing.AttemptNo <= known.AttemptNo)
                continue;
            var draw = RandomSample.DrawPercent(seed, filing.PreDeclarationId);
            var sample = new Sample(today, draw, false);
            opened.Add(await BuildAsync(transaction, group.Lane, member, known, sample));
        }
        if (opened.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            books.Writer.Add(batch, [.. opened.Select(one => one.Change)]);
            OpenCaseSql.AddAttempts(batch, opened);
            await batch.ExecuteNonQueryAsync(cancel);
            await EndFormerApprovalsAsync(transaction, opened, cancel);
        }
        await outbox.CommitAsync(transaction, cancel);
        foreach (var one in opened)
            Telemetry.CaseOpened(group.Lane, one.Opening.Verdict.Channel);
    }

    /// <summary>
    /// What the approval of an earlier attempt kept back is owed again until the new one is
    /// decided. Accounts are locked in the order of their holders.
    /// </summary>
    private async Task EndFormerApprovalsAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<OpenedCase> opened,
        CancellationToken cancel
    )
    {
        var reopened = opened
            .Select(one => one.Change)
            .Where(change => change.Events[0] is CaseReopened)
            .OrderBy(change => change.After.Filing.Uscc, StringComparer.Ordinal);
        foreach (var change in reopened)
            await books.Repayments.FollowAsync(transaction, change, cancel);
    }

    private async Task<OpenedCase> BuildAsync(
        NpgsqlTransaction transaction,
        string lane,
        GroupMember<RiskAssessed> cause,
        KnownCase known,
        Sample sample
    )
    {
        var message = cause.Message;
        if (known.Reassessment is { } later && later.AttemptNo == message.Filing.AttemptNo)
            message = LaterAssessment.Apply(message, later);
        var facts = known.Facts?.AttemptNo == message.Filing.AttemptNo ? known.Facts : null;
        if (facts?.ToFiling() is { } rechecked)
            message = message with { Filing = rechecked };
        var former = known.CaseId is { } caseId
            ? await ApprovalCaseSql.LoadAsync(transaction, caseId, CancellationToken.None)
            : null;
        var reference = await references.GetAsync(transaction.Connection!, known.ReferenceVersion);
        var (clock, resumedOn) = ClockOf(message, former?.Case);
        var opening = CaseOpening.Decide(
            message,
            new(
                known.Enrolment,
                sample with
                {
                    DrawnBefore = former?.Case.Sample.Drawn ?? false,
                },
                clock
            )
            {
                Former = former is null
                    ? null
                    : await CaseFactsSql.ReadAsync(transaction, former.Case.CaseId),
            },
            reference
        );
        var attempt = AttemptOf.Message(message, opening, lane, resumedOn);
        var events = Events(former, attempt, opening.Needs, (known.Withdrawal, facts));
        var change = former is null
            ? CaseChange.First(Guid.CreateVersion7(), events)
            : former.After(events);
        return new(change with { TraceParent = cause.TraceParent }, message, opening);
    }

    /// <summary>
    /// The doubts stay packed: whoever acts on the case reads them from its content.
    /// </summary>
    private List<CaseEvent> Events(
        StoredCase? former,
        Attempt attempt,
        IReadOnlyList<TaskNeed> needs,
        (Withdrawal? Withdrawal, EarlyFacts? Facts) early
    )
    {
        var (withdrawal, facts) = early;
        var now = zone.Now;
        List<CaseEvent> events = former is null
            ? [ApprovalCase.Open(attempt, now)]
            : [.. former.Case.Decide(new OpenAttempt(attempt), now).OrThrow("an attempt")];
        var opened = CaseHistory.Then(Guid.Empty, former?.Case, events[0]);
        if (facts is not null && facts.StaleNo > facts.CheckedNo)
        {
            var note = new NoteFacts(attempt.AttemptNo, facts.StaleNo);
            events.AddRange(opened.Decide(note, now).OrThrow("changed facts"));
            opened = opened.Apply(events[^1]);
        }
        var tasks = opened.Decide(new SetNeeds(needs), now).OrThrow("tasks");
        events.AddRange(tasks);
        if (withdrawal is null || withdrawal.AttemptNo < attempt.AttemptNo)
            return events;
        opened = opened.ApplyAll(tasks);
        var withdraw = new Withdraw(withdrawal.AttemptNo, withdrawal.Kind, withdrawal.Reason);
        return [.. events, .. opened.Decide(withdraw, now).OrThrow("a withdrawal")];
    }

    /// <summary>
    /// A case that was under way or returned goes on counting; a decided one starts anew. Day 0 is
    /// the day on which Intake cleared the filing: however long messages wait, it is not the
    /// exporter's time.
    /// </summary>
    private (CaseClock Clock, DateOnly? ResumedOn) ClockOf(
        RiskAssessed message,
        ApprovalCase? former
    )
    {
        var clearedOn = zone.DayOf(message.ClearedAt ?? message.AssessedAt);
        if (former is null or { State: CaseState.Approved or CaseState.Rejected })
            return (new(clearedOn, [], zone.Today), null);
        var stops = former.ResumedFromReturn(clearedOn).Select(one => one.ToClockStop());
        return (new(former.ClockStartedOn, [.. stops], zone.Today), clearedOn);
    }
}

/// <summary>Where it is written what happened to a case, and what is owed for it.</summary>
public sealed record CaseBooks(CaseWriter Writer, RepaymentBook Repayments);

/// <summary>A case that an attempt opens, and the papers of the attempt.</summary>
public sealed record OpenedCase(CaseChange Change, RiskAssessed Message, CaseOpening Opening);
