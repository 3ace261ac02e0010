using Npgsql;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Policies;
using RebateFlow.Contracts.Approval;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging.Batching;
using RebateFlow.Messaging.Outbox;
using RebateFlow.Primitives;

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
    ReferenceCache references,
    DailySeeds seeds,
    AuthorityZone zone
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
            OpenCaseSql.Write(batch, opened);
            outbox.AddAll(
                batch,
                [
                    .. opened
                        .Where(one => one.Row.Case.State != CaseState.Withdrawn)
                        .Select(one => one.Cause.Then(Opened(one.Row))),
                ],
                group.Lane
            );
            await batch.ExecuteNonQueryAsync(cancel);
        }
        await outbox.CommitAsync(transaction, cancel);
        foreach (var (_, row, _) in opened)
            Telemetry.CaseOpened(row.Lane, row.Verdict.Channel);
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
            message = Reassessed.Apply(message, later);
        var former = known.CaseId is { } caseId
            ? await ApprovalCaseSql.LoadAsync(transaction, caseId, CancellationToken.None)
            : null;
        var reference = await references.GetAsync(transaction.Connection!, known.ReferenceVersion);
        var clock = await ClockAsync(transaction, message, former);
        var opening = CaseOpening.Decide(
            message,
            new(known.Enrolment, sample with { DrawnBefore = former?.SampleDrawn ?? false }, clock)
            {
                Former = former is null
                    ? null
                    : await CaseFactsSql.ReadAsync(transaction, former.Case.CaseId),
            },
            reference
        );
        // The doubts stay packed: whoever acts on the case reads them from its content.
        var attemptNo = message.Filing.AttemptNo;
        var opened = former is null
            ? ApprovalCase.Open(Guid.CreateVersion7(), attemptNo, opening.Route, [])
            : former
                .Case.Reopen(attemptNo, opening.Route, [])
                .OrThrow("a later attempt was refused");

        var row = new CaseRow
        {
            Case = opened,
            Opening = opening,
            Message = message,
            Lane = lane,
            OpenedAt = zone.Now,
        };
        var trail = new AuditTrail(opened.CaseId, former?.AuditHead ?? ChainHead.Empty);
        trail.Add(
            row.OpenedAt,
            AuditActor.System,
            former is null ? AuditAction.CaseOpened : AuditAction.CaseReopened,
            OpenedDetail.Of(row)
        );
        return known.Withdrawal is { } withdrawal && withdrawal.AttemptNo >= opened.AttemptNo
            ? new(cause, row with { Case = Withdraw(row, withdrawal, trail) }, trail)
            : new(cause, row, trail);
    }

    /// <summary>
    /// A case that was under way or returned goes on counting; a decided one starts anew. Day 0 is
    /// the day on which Intake cleared the filing: however long messages wait, it is not the
    /// exporter's time.
    /// </summary>
    private async Task<CaseClock> ClockAsync(
        NpgsqlTransaction transaction,
        RiskAssessed message,
        StoredCase? former
    )
    {
        var clearedOn = zone.DateOf(message.ClearedAt ?? message.AssessedAt);
        if (former is null or { Case.State: CaseState.Approved or CaseState.Rejected })
            return new(clearedOn, [], zone.Today);
        var stops = await ClockStopSql.ResumeReturnedAsync(
            transaction,
            former.Case.CaseId,
            clearedOn
        );
        return new(former.ClockStartedOn, stops, zone.Today);
    }

    private static ApprovalCase Withdraw(CaseRow row, Withdrawal withdrawal, AuditTrail trail)
    {
        trail.Add(
            row.OpenedAt,
            AuditActor.System,
            AuditAction.CaseWithdrawn,
            new { withdrawal.AttemptNo, withdrawal.Kind }
        );
        return row.Case.Withdraw(withdrawal.AttemptNo).OrThrow("a withdrawal was refused");
    }

    private static CaseOpened Opened(CaseRow row) =>
        new()
        {
            CaseId = row.Case.CaseId,
            PreDeclarationId = row.Filing.PreDeclarationId,
            AttemptNo = row.Case.AttemptNo,
            Channel = Codes.Of(row.Verdict.Channel),
            DueOn = row.Opening.Deadlines.Legal.DueOn,
            OpenedAt = row.OpenedAt,
        };
}

/// <summary>A case that an attempt opens, and the message that it comes from.</summary>
public sealed record OpenedCase(GroupMember<RiskAssessed> Cause, CaseRow Row, AuditTrail Trail);
