using MassTransit;
using Npgsql;
using RebateFlow.Approval.Audit;
using RebateFlow.Approval.Calendars;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Policies;
using RebateFlow.Contracts.Approval;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging;

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
) : IConsumer<RiskAssessed>
{
    public async Task Consume(ConsumeContext<RiskAssessed> context)
    {
        var cancel = context.CancellationToken;
        var message = context.Message;
        // Before the transaction: a new day's seed is committed on a connection of its own.
        var sample = await DrawAsync(message.Filing.PreDeclarationId, cancel);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var known = await OpenCaseSql.EnterAsync(transaction, context, sample.Day, cancel);
        if (known is null)
            return;

        if (message.Filing.AttemptNo > known.AttemptNo)
        {
            var row = await BuildAsync(transaction, context, known, sample);
            await using var batch = new NpgsqlBatch(connection, transaction);
            OpenCaseSql.Write(batch, row.Row, row.Trail);
            if (row.Row.Case.State == CaseState.Waiting)
                outbox.Add(batch, Opened(row.Row), row.Row.Lane);
            await batch.ExecuteNonQueryAsync(cancel);
            Telemetry.CaseOpened(row.Row.Lane, row.Row.Verdict.Channel);
        }

        await outbox.CommitAsync(transaction, cancel);
    }

    private async Task<(CaseRow Row, AuditTrail Trail)> BuildAsync(
        NpgsqlTransaction transaction,
        ConsumeContext<RiskAssessed> context,
        KnownCase known,
        Sample sample
    )
    {
        var cancel = context.CancellationToken;
        var message = context.Message;
        var former = known.CaseId is { } caseId
            ? await ApprovalCaseSql.LoadAsync(transaction, caseId, cancel)
            : null;
        var reference = await references.GetAsync(transaction.Connection!, known.ReferenceVersion);
        var clock = await ClockAsync(transaction, message, former);
        var opening = CaseOpening.Decide(
            message,
            new(known.Enrolment, sample with { DrawnBefore = former?.SampleDrawn ?? false }, clock),
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
            Lane = context.Lane(),
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
            ? (row with { Case = Withdraw(row, withdrawal, trail) }, trail)
            : (row, trail);
    }

    private async Task<Sample> DrawAsync(Guid preDeclarationId, CancellationToken cancel)
    {
        var today = zone.Today;
        var seed = await seeds.OfAsync(today, cancel);
        return new(today, RandomSample.DrawPercent(seed, preDeclarationId), false);
    }

    /// <summary>
    /// A case that was under way or returned goes on counting; a decided one starts anew.
    /// </summary>
    private async Task<CaseClock> ClockAsync(
        NpgsqlTransaction transaction,
        RiskAssessed message,
        StoredCase? former
    )
    {
        var assessedOn = zone.DateOf(message.AssessedAt);
        if (former is null or { Case.State: CaseState.Approved or CaseState.Rejected })
            return new(assessedOn, [], zone.Today);
        var stops = await ClockStopSql.ResumeAsync(transaction, former.Case.CaseId, assessedOn);
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
