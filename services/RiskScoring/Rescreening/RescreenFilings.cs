using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Broker;
using RebateFlow.Messaging.Outbox;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.RiskScoring.Watchlist;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Rescreening;

/// <summary>Settings of the section <c>Rescreening</c>.</summary>
public sealed class RescreeningOptions
{
    /// <summary>Pause between two looks for changes; 1 second by default.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the list has to be quiet before filings are screened again; 1 second by default.
    /// </summary>
    public TimeSpan QuietFor { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest that a change waits for quiet; 15 seconds by default.
    /// </summary>
    public TimeSpan AtLatestAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// When a filing whose screening failed has its next turn; 5 minutes by default.
    /// </summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Live filings that are noted at a time when another rule set judges, 1 or more; 500 by
    /// default. Changes of the watchlist are taken in between.
    /// </summary>
    public int PageSize { get; set; } = 500;
}

/// <summary>
/// When the watchlist changes, or a day begins on which an entry takes effect or has ended, looks
/// again at every live filing that the changed keys touch, once, however many keys changed. A
/// filing about which the list says something else is scored again, and Approval is told. When
/// other values of rules come into force, by an activation, a rollback or a day that begins, every
/// live filing that was judged by others is scored again, once, and Approval is told of those whose
/// outcome is another.
/// </summary>
/// <remarks>
/// A filing that is noted twice, by a crash or by another instance, is looked at twice and scored
/// once: the second look finds it judged by the values in force.
/// </remarks>
public sealed partial class RescreenFilings(
    NpgsqlDataSource database,
    Outbox outbox,
    (WatchlistCache Watchlist, RuleSetCache RuleSets) caches,
    RescreeningOptions options,
    AuthorityClock clock,
    ILogger<RescreenFilings> log
) : PeriodicWork(clock.Time, log)
{
    // One instance turns changes into filings at a time; the number only has to be ours.
    private const long Collecting = 7_002_006;

    private readonly AuthorityClock clock = clock;
    private readonly ILogger log = log;

    /// <inheritdoc/>
    protected override TimeSpan Interval => options.Interval;

    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken cancel)
    {
        bool isMoreToNote;
        do
        {
            isMoreToNote = await CollectAsync(cancel);
            while (await ScreenNextAsync(cancel))
                cancel.ThrowIfCancellationRequested();
        } while (isMoreToNote);
    }

    /// <summary>
    /// Notes the filings under the keys that changed, once the list is quiet, and the next page of
    /// those that other values have to judge.
    /// </summary>
    /// <returns>Whether there are more pages.</returns>
    private async Task<bool> CollectAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await AdvisoryLock.TryTakeAsync(transaction, Collecting, cancel))
            return false;
        var now = clock.Now;
        await ChangedKeysSql.TurnDayAsync(transaction, clock.DayOf(now), now, cancel);
        var waiting = await ChangedKeysSql.WaitingAsync(transaction, cancel);
        if (IsDue(waiting, now))
        {
            await ChangedKeysSql.PassBarrierAsync(database, cancel);
            long[] ids = [.. waiting.Select(change => change.Id)];
            var noted = await ChangedKeysSql.CollectAsync(transaction, ids, now, cancel);
            LogCollected(log, ids.Length, noted);
        }
        var isMoreToNote = await NotePageAsync(transaction, now, cancel);
        await transaction.CommitAsync(cancel);
        return isMoreToNote;
    }

    private async Task<bool> NotePageAsync(
        NpgsqlTransaction transaction,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var revisions = await RescreeningSql.RevisionsAsync(transaction, cancel);
        var day = clock.DayOf(now);
        var ruleSet = await caches.RuleSets.FindInForceOnAsync(
            day,
            revisions.RuleSets,
            transaction.Connection!,
            cancel
        );
        // Before the first set of an installation nothing was judged.
        if (ruleSet is null)
            return false;
        var values = ruleSet.On(day);
        if (await ReassessmentPassSql.TryBeginAsync(transaction, values, now, cancel))
        {
            await ChangedKeysSql.PassBarrierAsync(database, cancel);
            LogBegun(log, values.Version, values.Start);
        }
        if (!await ReassessmentPassSql.IsUnderWayAsync(transaction, now, cancel))
            return false;
        var page = (options.PageSize, now);
        var noted = await ReassessmentPassSql.NoteAsync(
            transaction,
            (values.Version, clock.StartOf(values.Start)),
            page,
            cancel
        );
        LogNoted(log, noted.Filings);
        return noted.IsPage;
    }

    private bool IsDue(IReadOnlyList<WaitingChange> waiting, DateTimeOffset now) =>
        waiting.Count > 0
        && (
            now - waiting[^1].ChangedAt >= options.QuietFor
            || now - waiting[0].ChangedAt >= options.AtLatestAfter
            || waiting.Count == ChangedKeysSql.MaximumBatch
        );

    private async Task<bool> ScreenNextAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var now = clock.Now;
        if (await RescreeningSql.TakeAsync(transaction, now, cancel) is not { } waiting)
            return false;
        var id = waiting.Id;
        using var activity = Telemetry.StartRescreening(waiting.TraceParent);
        try
        {
            if (await RescreeningSql.FindAsync(transaction, id, cancel) is { } filing)
                await ScreenAsync(transaction, filing, now, cancel);
            await outbox.CommitAsync(transaction, cancel);
        }
        catch (Exception fault) when (!ParkFaultedMessage.IsTransient(fault))
        {
            // One filing that cannot be screened must not keep the others from it.
            LogFailed(log, id, fault);
            await transaction.RollbackAsync(cancel);
            await RescreeningSql.PutOffAsync(database, id, now + options.RetryAfter, cancel);
        }
        return true;
    }

    private async Task ScreenAsync(
        NpgsqlTransaction transaction,
        LiveFiling filing,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var connection = transaction.Connection!;
        var revisions = await RescreeningSql.RevisionsAsync(transaction, cancel);
        var list = await caches.Watchlist.GetAsync(revisions.Watchlist, connection, cancel);
        var content = Payload.Unpack<FilingContent>(filing.Content);
        var background = Payload.Unpack<Background>(filing.Background);
        var (header, day) = (background.Header, clock.DayOf(now));
        var ruleSet = await caches.RuleSets.InForceOnAsync(
            day,
            revisions.RuleSets,
            connection,
            cancel
        );
        var facts = list.Match((header.Uscc, header.LegalPerson), content, day);
        if (ruleSet.On(day).Names is { } names)
            facts = NameHits.AddTo(facts, list.Names, header.Name ?? "", content, names, day);
        var former = new FormerJudgement(
            filing,
            background,
            await caches.RuleSets.OfVersionAsync(database, filing.RuleSetVersion, cancel)
        );
        if (
            former.IsBy(ruleSet.On(day))
            && !Reassessment.IsDifferent(background.Watchlist.Hits, facts.Hits)
        )
            return;
        var next = Reassessment.Of(former, content, facts, ruleSet, new(now, day));
        await using var batch = new NpgsqlBatch(connection, transaction);
        RescreeningSql.AddStore(batch, next);
        if (next.MattersToApproval)
            outbox.Add(batch, next.ToRiskReassessed(), filing.Lane);
        await batch.ExecuteNonQueryAsync(cancel);
        Telemetry.Reassessed(next);
    }

    [LoggerMessage(
        LogLevel.Information,
        "{Changes} changes of the watchlist, {Filings} filings to screen again"
    )]
    private static partial void LogCollected(ILogger log, int changes, int filings);

    [LoggerMessage(
        LogLevel.Information,
        "Live filings are judged by rule set {Version}, values from {From}"
    )]
    private static partial void LogBegun(ILogger log, string version, DateOnly from);

    [LoggerMessage(LogLevel.Debug, "{Filings} filings to judge by another rule set")]
    private static partial void LogNoted(ILogger log, int filings);

    [LoggerMessage(LogLevel.Error, "Filing {PreDeclarationId} was not screened again")]
    private static partial void LogFailed(ILogger log, Guid preDeclarationId, Exception exception);
}

/// <summary>Registers the re-screening.</summary>
public static class Rescreenings
{
    public static void AddRescreening(this WebApplicationBuilder builder)
    {
        var options = new RescreeningOptions();
        builder.Configuration.GetSection("Rescreening").Bind(options);
        builder.Services.AddHostedService(services => new RescreenFilings(
            services.GetRequiredService<NpgsqlDataSource>(),
            services.GetRequiredService<Outbox>(),
            (
                services.GetRequiredService<WatchlistCache>(),
                services.GetRequiredService<RuleSetCache>()
            ),
            options,
            services.GetRequiredService<AuthorityClock>(),
            services.GetRequiredService<ILogger<RescreenFilings>>()
        ));
    }
}
