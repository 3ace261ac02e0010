using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Audit;

namespace RebateFlow.Approval.Audit;

public static class AnchorSql
{
    private const string Columns = """
        SELECT anchor_no, day, cut, leaf_count, root, previous_hash, hash, taken_at
        FROM audit_anchor
        """;

    private const string NewestQuery = $"{Columns} ORDER BY anchor_no DESC LIMIT 1";

    private const string AllQuery = $"{Columns} ORDER BY anchor_no";

    private const string PageQuery = $"""
        {Columns} WHERE @before::integer IS NULL OR anchor_no < @before
        ORDER BY anchor_no DESC LIMIT @take
        """;

    // Every case with an entry of the time; its end is the last entry that is committed by now.
    private const string AddLeaves = """
        INSERT INTO audit_anchor_leaf (anchor_no, case_id, entry_no, entry_hash)
        SELECT @anchorNo, e.case_id, e.entry_no, e.hash
        FROM (SELECT DISTINCT case_id FROM audit_entry WHERE at >= @from AND at < @cut) touched
        CROSS JOIN LATERAL (
            SELECT case_id, entry_no, hash FROM audit_entry a
            WHERE a.case_id = touched.case_id ORDER BY entry_no DESC LIMIT 1) e
        """;

    private const string LeavesQuery = """
        SELECT anchor_no, case_id, entry_no, entry_hash FROM audit_anchor_leaf
        WHERE anchor_no = @anchorNo ORDER BY case_id
        """;

    private const string AllLeavesQuery = """
        SELECT anchor_no, case_id, entry_no, entry_hash FROM audit_anchor_leaf
        ORDER BY anchor_no, case_id
        """;

    private const string CaseAnchorsQuery = $"""
        {Columns} WHERE anchor_no IN
            (SELECT anchor_no FROM audit_anchor_leaf WHERE case_id = @caseId)
        ORDER BY anchor_no
        """;

    private const string Add = """
        INSERT INTO audit_anchor (
            anchor_no, day, cut, leaf_count, root, previous_hash, hash, taken_at)
        VALUES (@AnchorNo, @Day, @Cut, @LeafCount, @Root, @PreviousHash, @hash, @takenAt)
        """;

    /// <returns>Null when there is none yet.</returns>
    public static async Task<StoredAnchor?> NewestAsync(NpgsqlConnection connection) =>
        (await connection.QuerySingleOrDefaultAsync<AnchorRow>(NewestQuery))?.ToAnchor();

    /// <summary>All anchors, the oldest first.</summary>
    public static async Task<IReadOnlyList<StoredAnchor>> AllAsync(NpgsqlConnection connection) =>
        [.. (await connection.QueryAsync<AnchorRow>(AllQuery)).Select(row => row.ToAnchor())];

    /// <summary>A page of anchors, the newest first.</summary>
    public static async Task<IReadOnlyList<AnchorRow>> PageAsync(
        NpgsqlConnection connection,
        int? before,
        int take
    ) => [.. await connection.QueryAsync<AnchorRow>(PageQuery, new { before, take })];

    /// <summary>The anchors that sealed a case, the oldest first.</summary>
    public static async Task<IReadOnlyList<AnchorRow>> OfCaseAsync(
        NpgsqlConnection connection,
        Guid caseId
    ) => [.. await connection.QueryAsync<AnchorRow>(CaseAnchorsQuery, new { caseId })];

    /// <summary>The leaves of an anchor in the order of the tree.</summary>
    public static async Task<IReadOnlyList<AnchorLeaf>> LeavesAsync(
        NpgsqlConnection connection,
        int anchorNo
    ) => [.. await connection.QueryAsync<AnchorLeaf>(LeavesQuery, new { anchorNo })];

    /// <summary>The leaves of all anchors, read one by one.</summary>
    public static IAsyncEnumerable<AnchorLeaf> AllLeavesAsync(NpgsqlConnection connection) =>
        connection.QueryUnbufferedAsync<AnchorLeaf>(AllLeavesQuery);

    /// <summary>Stores the ends of the trails that changed since a moment.</summary>
    public static async Task AddLeavesAsync(
        NpgsqlTransaction transaction,
        int anchorNo,
        DateTimeOffset from,
        DateTimeOffset cut
    ) =>
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                AddLeaves,
                new
                {
                    anchorNo,
                    from,
                    cut,
                },
                transaction,
                commandTimeout: 600
            )
        );

    public static Task AddAsync(
        NpgsqlTransaction transaction,
        AuditAnchor anchor,
        DateTimeOffset takenAt
    ) =>
        transaction.Connection!.ExecuteAsync(
            Add,
            new
            {
                anchor.AnchorNo,
                anchor.Day,
                anchor.Cut,
                anchor.LeafCount,
                anchor.Root,
                anchor.PreviousHash,
                hash = anchor.Hash(),
                takenAt,
            },
            transaction
        );
}

/// <summary>A row of <c>audit_anchor</c>.</summary>
public sealed record AnchorRow
{
    public int AnchorNo { get; init; }
    public DateOnly Day { get; init; }
    public DateTimeOffset Cut { get; init; }
    public int LeafCount { get; init; }
    public byte[] Root { get; init; } = [];
    public byte[] PreviousHash { get; init; } = [];
    public byte[] Hash { get; init; } = [];
    public DateTimeOffset TakenAt { get; init; }

    public StoredAnchor ToAnchor() =>
        new(new(AnchorNo, Day, Cut, LeafCount, Root, PreviousHash), Hash);
}
