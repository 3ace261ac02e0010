using Microsoft.Extensions.Options;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checking;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Events;
using RebateFlow.Intake.Reference;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Vouchers;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Broker;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Rechecks;

/// <summary>
/// Compares live filings again whose facts have changed, once they are quiet, each once for a burst
/// of changes. One instance at a time does it, few filings in a transaction, so that the filings
/// that are handed in meanwhile hardly notice.
/// </summary>
/// <remarks>
/// A filing is judged as on the day on which it was handed in; only what is known has changed. The
/// state stays: what to do about new doubts is for the officers to decide. A change that comes in
/// while a filing is compared has it compared once more, and nothing of the first look is kept.
/// </remarks>
public sealed partial class RecheckFilings(
    NpgsqlDataSource database,
    Outbox outbox,
    (StaleChecks Stale, ReferenceSnapshots References, FilingNotifier Notifier) parts,
    IOptions<RecheckSettings> settings,
    AuthorityClock clock,
    ILogger<RecheckFilings> log
) : PeriodicWork(clock.Time, log)
{
    // One instance compares at a time; the number only has to be ours.
    private const long Comparing = 7_001_009;
    private const int MostFilings = 50;
    private const int MostLines = 5_000;
    private const int MostFacts = 200;

    private readonly AuthorityClock clock = clock;
    private readonly ILogger log = log;

    /// <inheritdoc/>
    protected override TimeSpan Interval => settings.Value.Interval;

    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken cancel)
    {
        while (await CompareSomeAsync(alone: false, cancel))
            cancel.ThrowIfCancellationRequested();
    }

    /// <returns>Whether there may be more to do.</returns>
    private async Task<bool> CompareSomeAsync(bool alone, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await AdvisoryLock.TryTakeAsync(transaction, Comparing, cancel))
            return false;
        var most = alone ? 1 : MostFilings;
        var due = await StaleCheckSql.DueAsync(transaction, clock.Now, most, cancel);
        if (due.Count == 0)
            return false;
        var some = Together(due);
        try
        {
            await CompareAsync(transaction, some, cancel);
            return true;
        }
        catch (Exception fault) when (!ParkFaultedMessage.IsTransient(fault))
        {
            await transaction.RollbackAsync(cancel);
            if (some.Count > 1)
                return await CompareSomeAsync(alone: true, cancel);
            // One filing that cannot be compared must not keep the others from it.
            LogFailed(log, some[0].Id, fault);
            await StaleCheckSql.PutOffAsync(
                database,
                [some[0].Id],
                clock.Now + settings.Value.RetryAfter,
                cancel
            );
            return true;
        }
    }

    /// <summary>
    /// The first of those that are due, up to a number of lines; of the months of one exporter the
    /// earliest alone, since the next one is computed on it.
    /// </summary>
    private static List<StaleFiling> Together(IReadOnlyList<StaleFiling> due)
    {
        var (some, lines) = (new List<StaleFiling>(), 0);
        var withMonth = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in due)
        {
            lines += one.LineCount;
            if (some.Count > 0 && lines > MostLines)
                break;
            if (one.Method != "ECR" || withMonth.Add(one.Uscc))
                some.Add(one);
        }
        return some;
    }

    private async Task CompareAsync(
        NpgsqlTransaction transaction,
        List<StaleFiling> some,
        CancellationToken cancel
    )
    {
        Guid[] ids = [.. some.Select(one => one.Id)];
        var locked = await RecheckSql.LockAsync(transaction, ids, cancel);
        var (live, ended) = (
            locked.Where(subject => IsLive(subject.State)).ToList(),
            locked.Where(subject => !IsLive(subject.State)).ToList()
        );
        var checks = await RunApartAsync(transaction, live, cancel);
        var kept = checks.Select(check => check.Subject.Id).Concat(ended.Select(one => one.Id));
        var done = some.IntersectBy(kept, one => one.Id).ToList();
        var rechecks = await FinishAsync(transaction, done, checks, cancel);
        var heard = await StoreAsync(transaction, rechecks, cancel);
        await TellEndedAsync(transaction, done, ended, cancel);
        if (!await StaleCheckSql.TryEndAsync(transaction, done, cancel))
        {
            await transaction.RollbackAsync(cancel);
            return;
        }
        await outbox.CommitAsync(transaction, cancel);
        await parts.Notifier.TellAsync(heard);
        var different = rechecks.Count(one => one.IsDifferent);
        Telemetry.Rechecked(rechecks.Count, different);
        LogCompared(log, rechecks.Count, different);
    }

    /// <summary>
    /// Cleared and not ended. One that is handed in anew meets the new facts in its own check.
    /// </summary>
    private static bool IsLive(PreDeclarationState state) =>
        PreDeclaration.IsWithOfficers(state) || PreDeclaration.HasReceipt(state);

    /// <summary>
    /// Filings with a voucher in common are compared one after the other: those of them that come
    /// later wait for the next round.
    /// </summary>
    private async Task<IReadOnlyList<FinishedCheck>> RunApartAsync(
        NpgsqlTransaction transaction,
        List<CheckSubject> subjects,
        CancellationToken cancel
    )
    {
        var (now, today) = clock.Moment;
        var owners = new List<VoucherOwner>(subjects.Count);
        var apart = new List<CheckSubject>(subjects.Count);
        foreach (var subject in subjects)
        {
            var handedInOn = clock.DayOf(subject.SubmittedAt);
            var owner = new VoucherOwner(
                subject,
                PackedJson.Unpack(subject.Document, RequestJson.Default.SubmittedFiling),
                PreDeclaration.IsDecided(subject.State) ? handedInOn : today
            );
            if (!VoucherOwner.AreApart([.. owners, owner]))
                continue;
            owners.Add(owner);
            apart.Add(subject);
        }
        if (owners.Count == 0)
            return [];
        var loaded = await ElectronicInformationSql.LoadAsync(
            transaction,
            owners,
            parts.References,
            today,
            cancel
        );
        return
        [
            .. apart.Select(
                (subject, i) =>
                    new FinishedCheck(
                        subject,
                        owners[i],
                        loaded[i],
                        PreDeclarationCheck.Run(
                            owners[i].Filing,
                            loaded[i].Information,
                            clock.DayOf(subject.SubmittedAt),
                            isForOfficers: true
                        ),
                        now
                    )
            ),
        ];
    }

    private static async Task<IReadOnlyList<Recheck>> FinishAsync(
        NpgsqlTransaction transaction,
        List<StaleFiling> done,
        IReadOnlyList<FinishedCheck> checks,
        CancellationToken cancel
    )
    {
        if (checks.Count == 0)
            return [];
        var stale = done.ToDictionary(one => one.Id);
        CheckSubject[] subjects = [.. checks.Select(check => check.Subject)];
        var former = await RecheckSql.FormerAsync(transaction, subjects, cancel);
        var facts = await StaleCheckSql.FactsAsync(
            transaction,
            [.. subjects.Select(subject => subject.Id)],
            MostFacts,
            cancel
        );
        return
        [
            .. checks.Select(check => new Recheck(
                stale[check.Subject.Id],
                check,
                former[check.Subject.Id],
                [.. facts[check.Subject.Id]]
            )),
        ];
    }

    /// <summary>Says which of them somebody listens to.</summary>
    private async Task<IReadOnlyList<Guid>> StoreAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<Recheck> rechecks,
        CancellationToken cancel
    )
    {
        if (rechecks.Count == 0)
            return [];
        Recheck[] different = [.. rechecks.Where(one => one.IsDifferent)];
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        if (different.Length > 0)
            RecheckSql.AddChecks(batch, different);
        foreach (var lane in rechecks.GroupBy(one => one.Check.Subject.Lane))
            outbox.AddAll(
                batch,
                [.. lane.Select(one => one.Check.Subject.Cause.Then(one.ToMessage()))],
                lane.Key
            );
        var heard = await FilingEventSql.ExecuteAsync(batch, cancel);
        if (different.Any(one => one.MovesMonths))
            await parts.Stale.NoteAsync(transaction, cancel);
        return heard;
    }

    /// <summary>
    /// What is handed in anew meets the new facts in its own check, and what ended needs none.
    /// </summary>
    private async Task TellEndedAsync(
        NpgsqlTransaction transaction,
        List<StaleFiling> done,
        List<CheckSubject> ended,
        CancellationToken cancel
    )
    {
        foreach (var subject in ended)
            await outbox.AddAsync(
                transaction,
                new PreDeclarationRechecked
                {
                    PreDeclarationId = subject.Id,
                    AttemptNo = subject.AttemptNo,
                    CheckNo = 1,
                    ChangeNo = done.Single(one => one.Id == subject.Id).ChangeNo,
                    Changes = [],
                    EntitledCny = 0m,
                    CheckedAt = clock.Now,
                },
                subject.Lane,
                cancel
            );
    }

    [LoggerMessage(
        EventId = 1130,
        Level = LogLevel.Debug,
        Message = "{Filings} filings compared again, {Different} with another result"
    )]
    private static partial void LogCompared(ILogger log, int filings, int different);

    [LoggerMessage(
        EventId = 1131,
        Level = LogLevel.Error,
        Message = "Filing {PreDeclarationId} was not compared again"
    )]
    private static partial void LogFailed(ILogger log, Guid preDeclarationId, Exception exception);
}
