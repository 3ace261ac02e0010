using System.Data;
using Npgsql;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Messaging;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Audit;

/// <summary>
/// Seals every day that is over: at start, and then every ten minutes. The hash also goes to the
/// log, so that a copy leaves the database.
/// </summary>
public sealed partial class TakeAnchors(
    NpgsqlDataSource database,
    AuthorityClock zone,
    ILogger<TakeAnchors> log
) : PeriodicWork(zone.Time, log)
{
    // One instance seals a day; the number only has to be ours.
    private const long Sealing = 7_003_001;

    private readonly AuthorityClock zone = zone;
    private readonly ILogger log = log;

    protected override TimeSpan Interval => TimeSpan.FromMinutes(10);

    protected override bool BeginsAtStart => true;

    /// <summary>Seals the days up to yesterday.</summary>
    /// <returns>Null when they are sealed already, or another instance is at it.</returns>
    public static async Task<AuditAnchor?> TakeAsync(
        NpgsqlDataSource database,
        AuthorityClock zone,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        // One snapshot: the tree is over one moment.
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancel
        );
        if (
            !await AdvisoryLock.TryTakeAsync(transaction, Sealing, cancel)
            || await TakeAsync(transaction, zone) is not { } anchor
        )
            return null;
        await transaction.CommitAsync(cancel);
        return anchor;
    }

    /// <summary>The same inside a transaction of one snapshot.</summary>
    public static async Task<AuditAnchor?> TakeAsync(
        NpgsqlTransaction transaction,
        AuthorityClock zone
    )
    {
        var connection = transaction.Connection!;
        var today = zone.Today;
        var before = await AnchorSql.NewestAsync(connection);
        if (before is not null && before.Anchor.Day >= today.AddDays(-1))
            return null;

        var cut = zone.StartOf(today);
        var anchorNo = (before?.Anchor.AnchorNo ?? 0) + 1;
        var from = before is null ? DateTimeOffset.UnixEpoch : before.Anchor.Cut;
        await AnchorSql.AddLeavesAsync(transaction, anchorNo, from - AuditAnchor.Grace, cut);
        var leaves = await AnchorSql.LeavesAsync(connection, anchorNo);
        var root = MerkleTree.Root([.. leaves.Select(leaf => leaf.Hash())]);
        var anchor = new AuditAnchor(
            anchorNo,
            today.AddDays(-1),
            cut,
            leaves.Count,
            root,
            before?.Hash ?? AuditChain.Start
        );
        await AnchorSql.AddAsync(transaction, anchor, zone.Now);
        return anchor;
    }

    protected override async Task WorkAsync(CancellationToken cancel)
    {
        if (await TakeAsync(database, zone, cancel) is { } anchor)
            LogTaken(
                log,
                anchor.AnchorNo,
                anchor.Day,
                anchor.LeafCount,
                Convert.ToHexStringLower(anchor.Hash())
            );
    }

    [LoggerMessage(
        LogLevel.Information,
        "Audit anchor {AnchorNo} of {Day} over {Cases} cases: {Hash}"
    )]
    private static partial void LogTaken(
        ILogger log,
        int anchorNo,
        DateOnly day,
        int cases,
        string hash
    );
}
