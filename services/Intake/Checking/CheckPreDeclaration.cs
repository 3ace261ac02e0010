using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Events;
using RebateFlow.Intake.Feeds;
using RebateFlow.Intake.Rechecks;
using RebateFlow.Intake.Reference;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Submissions;
using RebateFlow.Intake.Vouchers;
using RebateFlow.Messaging.Batching;
using RebateFlow.Messaging.Outbox;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Checking;

/// <summary>
/// Checks attempts: loads what they are compared with, runs the checks, stores the feedback, claims
/// the vouchers of cleared ones, and tells the other services, all in one transaction.
/// </summary>
/// <remarks>
/// A message about an older attempt, or one that is answered or withdrawn, changes nothing.
/// </remarks>
public sealed class CheckPreDeclaration(
    NpgsqlDataSource database,
    Outbox outbox,
    ReferenceSnapshots references,
    FeedbackWaiters waiters,
    CheckFollowers followers,
    AuthorityClock clock
) : IGroupConsumer<PreDeclarationSubmitted>
{
    /// <summary>Name of the consumer's queues and of its inbox.</summary>
    public const string QueueName = "check-pre-declaration";

    private const int MostStarts = 5;

    // Lines of both forms that one transaction checks together.
    private const int MostLinesTogether = 10_000;

    /// <inheritdoc/>
    public static Guid KeyOf(PreDeclarationSubmitted message) => message.PreDeclarationId;

    /// <inheritdoc/>
    public static bool IsLarge(PreDeclarationSubmitted message) =>
        message.LineCount > PackedJson.ManyLines;

    /// <inheritdoc/>
    public async Task ConsumeAsync(
        MessageGroup<PreDeclarationSubmitted> group,
        CancellationToken cancel
    )
    {
        for (var start = 1; ; start++)
        {
            try
            {
                if (await TryCheckAsync(group, cancel))
                    return;
            }
            catch (PostgresException fault)
                when (fault.ConstraintName is "batch_use_pkey" or OffsetRowsSql.Bound
                    && start < MostStarts
                )
            {
                // Another attempt took the batch, or took a line back, while this one was checked.
                // The next look sees it.
            }
            if (start == MostStarts)
                throw new TimeoutException("Awaited data kept coming in while it was looked for.");
        }
    }

    /// <summary>False when what an attempt misses came in meanwhile: look again.</summary>
    private async Task<bool> TryCheckAsync(
        MessageGroup<PreDeclarationSubmitted> group,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var subjects = await CheckSubjectSql.EnterAsync(transaction, group, cancel);
        if (subjects.Count == 0)
        {
            await transaction.CommitAsync(cancel);
            return true;
        }
        if (subjects.Count > 1 && subjects.Sum(subject => subject.LineCount) > MostLinesTogether)
            throw new TakenApartException("too many lines");

        if (subjects.Count > 1 && subjects.Any(subject => subject.IsLate))
            throw new TakenApartException("late information");

        var checks = await RunAsync(transaction, subjects, cancel);
        var missed = checks.SelectMany(check => check.Missed).ToList();
        if (checks.Any(check => check.Waits.Count > 0))
        {
            await AwaitedInformationSql.LockForCheckAsync(transaction, cancel);
            if (
                await AwaitedInformationSql.IsAnyThereAsync(transaction, missed, cancel)
                || await SplitLineWaitsSql.IsAnyDecidedAsync(transaction, missed, cancel)
            )
                return false;
        }
        if (checks is [{ Subject.IsLate: true } late])
        {
            var former = await LateInformationSql.LoadDoubtsAsync(
                transaction,
                late.Subject,
                cancel
            );
            if (!LateInformation.IsForOfficers(late.Subject.State, late.Result, former))
            {
                await ClaimAsync(transaction, late, cancel);
                return true;
            }
            checks = [late with { Subject = late.Subject.Next() }];
        }
        var heard = await StoreAsync(transaction, checks, cancel);
        foreach (var check in checks)
            Tell(check);
        await followers.Notifier.TellAsync(heard);
        return true;
    }

    /// <summary>Stores nothing but what a filing holds and still misses.</summary>
    private static async Task ClaimAsync(
        NpgsqlTransaction transaction,
        FinishedCheck late,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        FeedbackSql.AddForgottenWaits(batch, late.Subject);
        OffsetRowsSql.AddUses(batch, [late]);
        if (late.Waits.Count > 0)
            FeedbackSql.AddAwaited(batch, late.Subject, late.Waits);
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task<IReadOnlyList<FinishedCheck>> RunAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<CheckSubject> subjects,
        CancellationToken cancel
    )
    {
        var owners = subjects
            .Select(subject => new VoucherOwner(
                subject,
                PackedJson.Unpack(subject.Document, RequestJson.Default.SubmittedFiling),
                clock.DayOf(subject.SubmittedAt)
            ))
            .ToList();
        if (!VoucherOwner.AreApart(owners))
            throw new TakenApartException("attempts on the same vouchers follow one another");

        var (now, today) = clock.Moment;
        var loaded = await ElectronicInformationSql.LoadAsync(
            transaction,
            owners,
            references,
            today,
            cancel
        );
        return
        [
            .. subjects.Select(
                (subject, i) =>
                    new FinishedCheck(
                        subject,
                        owners[i],
                        loaded[i],
                        PreDeclarationCheck.Run(
                            owners[i].Filing,
                            loaded[i].Information,
                            today,
                            isForOfficers: subject.IsLate
                        ),
                        now
                    )
            ),
        ];
    }

    /// <summary>Says which of them somebody listens to.</summary>
    private async Task<IReadOnlyList<Guid>> StoreAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<FinishedCheck> checks,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var check in checks)
        {
            var subject = check.Subject;
            if (subject.IsLate)
                LateInformationSql.AddNextAttempt(batch, subject.Id);
            if (subject.AttemptNo > 1 || subject.State == PreDeclarationState.AwaitingData)
                FeedbackSql.AddForgetting(batch, check);
        }
        FeedbackSql.AddAll(batch, checks);
        OffsetRowsSql.AddUses(batch, checks);
        foreach (var lane in checks.GroupBy(check => check.Subject.Lane))
        {
            outbox.AddAll(
                batch,
                [
                    .. lane.Where(check => check.IsCleared)
                        .Select(check => check.Subject.Cause.Then(check.ToCleared())),
                ],
                lane.Key
            );
            outbox.AddAll(
                batch,
                [
                    .. lane.Where(check => !check.IsCleared)
                        .Select(check => check.Subject.Cause.Then(check.ToFedBack())),
                ],
                lane.Key
            );
        }
        var heard = await FilingEventSql.ExecuteAsync(batch, cancel);
        // A next attempt may hold less than the one before, or nothing.
        foreach (
            var subject in checks.Select(check => check.Subject).Where(one => !one.Held.IsEmpty)
        )
            await SplitLineWaitsSql.WakeAsync(transaction, outbox, subject.Id, cancel);
        await NoteFollowersAsync(transaction, checks, cancel);
        await outbox.CommitAsync(transaction, cancel);
        return heard;
    }

    /// <summary>A month of ECR that cleared may be what later ones are computed on.</summary>
    private async Task NoteFollowersAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<FinishedCheck> checks,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var month in checks.Where(check => check.IsCleared && check.Owner.HasMonth))
            MonthSql.AddFollowers(
                batch,
                month.Loaded.Links,
                (month.Subject.Id, month.Filing.Period),
                month.Result.Rebate.Summary!.CarryForwardEcr
            );
        if (batch.BatchCommands.Count == 0)
            return;
        await batch.ExecuteNonQueryAsync(cancel);
        await followers.Stale.NoteAsync(transaction, cancel);
    }

    private void Tell(FinishedCheck check)
    {
        var subject = check.Subject;
        waiters.Wake(subject.Id, subject.AttemptNo);
        Telemetry.FedBack(
            WireCode.Of(check.Result.Outcome),
            subject.Lane,
            check.CheckedAt - subject.SubmittedAt
        );
    }
}
