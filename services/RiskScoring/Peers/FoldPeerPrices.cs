using Microsoft.Extensions.Options;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Peers;

/// <summary>Settings of the section <c>Peers</c>.</summary>
public sealed class PeerOptions
{
    /// <summary>Pause between two looks for new assessments; 10 seconds by default.</summary>
    public TimeSpan FoldInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Assessments folded in one transaction; 200 by default.</summary>
    public int BatchSize { get; set; } = 200;
}

/// <summary>
/// Folds the prices of assessed filings into the peer statistics, many filings at a time and one
/// instance at a time. Scoring itself only notes that there is something to fold: the row of a
/// popular commodity would otherwise make all its filings wait for each other.
/// </summary>
public sealed class FoldPeerPrices(
    NpgsqlDataSource database,
    IOptions<PeerOptions> options,
    AuthorityClock clock,
    ILogger<FoldPeerPrices> log
) : PeriodicWork(clock.Time, log)
{
    // One instance folds at a time; the number only has to be ours.
    private const long Folding = 7_002_004;

    private readonly AuthorityClock clock = clock;

    /// <inheritdoc/>
    protected override TimeSpan Interval => options.Value.FoldInterval;

    /// <summary>Folds what waits, then refreshes what has left the last twelve months.</summary>
    public async Task FoldAllAsync(CancellationToken cancel)
    {
        while (await FoldOnceAsync(cancel) > 0)
            cancel.ThrowIfCancellationRequested();
        while (await RefreshOnceAsync(cancel) > 0)
            cancel.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    protected override Task WorkAsync(CancellationToken cancel) => FoldAllAsync(cancel);

    private async Task<int> FoldOnceAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await AdvisoryLock.TryTakeAsync(transaction, Folding, cancel))
            return 0;

        var (counts, taken) = (new PriceCounts(), 0);
        var changes = PeerPriceSql.TakeAsync(transaction, options.Value.BatchSize);
        await foreach (var change in changes.WithCancellation(cancel))
        {
            var content = Payload.Unpack<FilingContent>(change.Content);
            counts.Add(PriceObservation.Of(content), change.Uscc, change.Period, change.Sign);
            taken++;
        }
        if (taken == 0)
            return 0;
        await PeerPriceSql.AddAsync(transaction, counts, cancel);
        await SummariseAsync(transaction, counts.Keys, cancel);
        await transaction.CommitAsync(cancel);
        return taken;
    }

    private async Task<int> RefreshOnceAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var keys = await PeerPriceSql.OutdatedAsync(
            transaction,
            WindowFrom(),
            options.Value.BatchSize,
            cancel
        );
        if (keys.Count == 0)
            return 0;
        await SummariseAsync(transaction, keys, cancel);
        await transaction.CommitAsync(cancel);
        return keys.Count;
    }

    private async Task SummariseAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<PeerKey> keys,
        CancellationToken cancel
    )
    {
        var windowFrom = WindowFrom();
        var buckets = await PeerPriceSql.BucketsAsync(transaction, keys, windowFrom, cancel);
        PeerSummary[] summaries = [.. keys.Select(key => PeerSummary.Of(key, buckets[key]))];
        await PeerPriceSql.StoreAsync(transaction, summaries, windowFrom, cancel);
    }

    // The month of today and the eleven before it.
    private DateOnly WindowFrom()
    {
        var today = clock.Today;
        return new DateOnly(today.Year, today.Month, 1).AddMonths(-11);
    }
}

/// <summary>Registers the peer statistics.</summary>
public static class PeerPrices
{
    public static void AddPeerPrices(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<PeerOptions>(builder.Configuration.GetSection("Peers"));
        builder.Services.AddSingleton<FoldPeerPrices>();
        builder.Services.AddHostedService(services =>
            services.GetRequiredService<FoldPeerPrices>()
        );
    }
}
