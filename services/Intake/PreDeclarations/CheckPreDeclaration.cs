using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Feeds;
using RebateFlow.Intake.Filings;
using RebateFlow.Messaging;

namespace RebateFlow.Intake.PreDeclarations;

/// <summary>
/// Checks an attempt: loads what it is compared with, runs the checks, stores the feedback, claims
/// the vouchers of a cleared one, and tells the other services, all in one transaction.
/// </summary>
/// <remarks>
/// A message about an older attempt, or one that is answered or withdrawn, changes nothing.
/// </remarks>
public sealed class CheckPreDeclaration(
    NpgsqlDataSource db,
    Outbox outbox,
    ReferenceSnapshots references,
    LargeFilings large,
    FeedbackWaiters waiters,
    TimeProvider clock
) : IConsumer<PreDeclarationSubmitted>
{
    /// <summary>Name of the consumer's queues and of its inbox.</summary>
    public const string QueueName = "check-pre-declaration";

    private const int MostStarts = 5;

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<PreDeclarationSubmitted> context)
    {
        for (var start = 1; ; start++)
        {
            try
            {
                if (await TryCheckAsync(context))
                    return;
            }
            catch (PostgresException fault)
                when (fault.ConstraintName == "batch_use_pkey" && start < MostStarts)
            {
                // Another attempt took the batch while this one was checked. The next look sees it.
            }
            if (start == MostStarts)
                throw new TimeoutException("Awaited data kept coming in while it was looked for.");
        }
    }

    /// <summary>False when what the attempt misses came in meanwhile: look again.</summary>
    private async Task<bool> TryCheckAsync(ConsumeContext<PreDeclarationSubmitted> context)
    {
        var (message, cancel) = (context.Message, context.CancellationToken);
        await using var connection = await db.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var subject = await CheckSubjectSql.EnterAsync(transaction, context, cancel);
        if (
            subject is null
            || subject.AttemptNo != message.AttemptNo
            || !PreDeclaration.AwaitsCheck(subject.State)
        )
        {
            await transaction.CommitAsync(cancel);
            return true;
        }

        using var turn = await large.EnterAsync(subject, cancel);
        var check = await RunAsync(transaction, subject, cancel);
        if (check.Result.Outcome == FeedbackOutcome.AwaitingData)
        {
            await AwaitedInformationSql.LockForCheckAsync(transaction, cancel);
            if (await AwaitedInformationSql.IsAnyThereAsync(transaction, check.Missed, cancel))
                return false;
        }
        await StoreAsync(transaction, check, cancel);
        waiters.Wake(subject.Id, subject.AttemptNo);
        Telemetry.FedBack(
            WireName.Of(check.Result.Outcome),
            subject.Lane,
            check.CheckedAt - subject.SubmittedAt
        );
        return true;
    }

    private async Task<FinishedCheck> RunAsync(
        NpgsqlTransaction transaction,
        CheckSubject subject,
        CancellationToken cancel
    )
    {
        var filing = PackedJson.Unpack(subject.Document, RequestJson.Default.SubmittedFiling);
        var owner = new VoucherOwner(subject, filing);
        var loaded = await ElectronicInformationSql.LoadAsync(
            transaction,
            owner,
            references,
            cancel
        );
        var now = clock.GetUtcNow();
        var result = PreDeclarationCheck.Run(filing, loaded.Information, BusinessDay.Of(now));
        return new FinishedCheck(subject, owner, loaded, result, now);
    }

    private async Task StoreAsync(
        NpgsqlTransaction transaction,
        FinishedCheck check,
        CancellationToken cancel
    )
    {
        var subject = check.Subject;
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        if (subject.AttemptNo > 1 || subject.State == PreDeclarationState.AwaitingData)
            FeedbackSql.AddForgetting(batch, subject);
        FeedbackSql.Add(batch, subject, check.ToFeedback());
        VoucherUseSql.AddChange(batch, check.Claim, subject.Held, check.Owner);
        if (check.IsCleared)
        {
            var summary = check.Result.Rebate.Summary;
            FeedbackSql.AddClaims(batch, subject, check.Filing, summary?.CarryForwardEcr);
            outbox.Add(batch, check.ToCleared(), subject.Lane);
        }
        else
        {
            if (check.Result.Outcome == FeedbackOutcome.AwaitingData)
                FeedbackSql.AddAwaited(batch, subject, check.Result.Awaited);
            outbox.Add(batch, check.ToFedBack(), subject.Lane);
        }
        await batch.ExecuteNonQueryAsync(cancel);
        await outbox.CommitAsync(transaction, cancel);
    }
}
