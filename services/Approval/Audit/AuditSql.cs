using Dapper;
using Npgsql;
using RebateFlow.Batching;
using static RebateFlow.Batching.Statements;

namespace RebateFlow.Approval.Audit;

public static class AuditSql
{
    private static readonly RowInsert entries = new(
        """
        INSERT INTO audit_entry (
            case_id, entry_no, at, actor, post, action, detail, previous_hash, hash)
        """,
        columns: 9
    );

    private const string TrailQuery = """
        SELECT case_id, entry_no, at, actor, post, action, detail, previous_hash, hash
        FROM audit_entry WHERE case_id = @caseId ORDER BY entry_no
        """;

    private const string AuthorityQuery = """
        SELECT tax_authority FROM approval_case WHERE case_id = @caseId
        """;

    // A page of cases, so that a trail whose case was removed shows as well as the other way round.
    private const string PageQuery = """
        SELECT coalesce(c.case_id, a.case_id) AS case_id, c.audit_count, c.audit_head
        FROM (
            SELECT case_id, audit_count, audit_head FROM approval_case
            WHERE case_id > @after ORDER BY case_id LIMIT @take) c
        FULL JOIN (
            SELECT DISTINCT case_id FROM audit_entry
            WHERE case_id > @after ORDER BY case_id LIMIT @take) a ON a.case_id = c.case_id
        ORDER BY 1 LIMIT @take
        """;

    private const string OneCaseQuery = """
        SELECT case_id, audit_count, audit_head FROM approval_case WHERE case_id = @caseId
        """;

    private const string EntriesQuery = """
        SELECT case_id, entry_no, at, actor, post, action, detail, previous_hash, hash
        FROM audit_entry WHERE case_id BETWEEN @first AND @last ORDER BY case_id, entry_no
        """;

    public static void Add(NpgsqlBatch batch, AuditTrail trail) => AddAll(batch, [trail]);

    /// <summary>Adds what is new in some trails.</summary>
    public static void AddAll(NpgsqlBatch batch, IEnumerable<AuditTrail> trails) =>
        entries.Add(
            batch,
            [
                .. from trail in trails
                from added in trail.Added
                select RowOf(added.Entry, added.PreviousHash, added.Hash),
            ]
        );

    private static NpgsqlParameter[] RowOf(AuditEntry entry, byte[] previousHash, byte[] hash) =>
        [
            Value(entry.CaseId),
            Value(entry.EntryNo),
            Value(entry.At),
            Value(entry.Actor),
            Value(entry.Post),
            Value(entry.Action),
            Value(entry.Detail),
            Value(previousHash),
            Value(hash),
        ];

    public static Task<string?> AuthorityAsync(NpgsqlConnection connection, Guid caseId) =>
        connection.QuerySingleOrDefaultAsync<string?>(AuthorityQuery, new { caseId });

    public static async Task<IReadOnlyList<StoredAuditEntry>> TrailAsync(
        NpgsqlConnection connection,
        Guid caseId
    ) =>
        [
            .. (await connection.QueryAsync<Row>(TrailQuery, new { caseId })).Select(row =>
                row.ToEntry()
            ),
        ];

    public static async Task<IReadOnlyList<AuditedCase>> CasesAsync(
        NpgsqlConnection connection,
        Guid? only,
        Guid after,
        int take
    ) =>
        [
            .. only is { } caseId
                ? await connection.QueryAsync<AuditedCase>(OneCaseQuery, new { caseId })
                : await connection.QueryAsync<AuditedCase>(PageQuery, new { after, take }),
        ];

    /// <summary>The entries of a range of cases, read one by one: a page may be long.</summary>
    public static async IAsyncEnumerable<StoredAuditEntry> EntriesAsync(
        NpgsqlConnection connection,
        Guid first,
        Guid last
    )
    {
        await foreach (
            var row in connection.QueryUnbufferedAsync<Row>(EntriesQuery, new { first, last })
        )
            yield return row.ToEntry();
    }

    private sealed record Row
    {
        public Guid CaseId { get; init; }
        public int EntryNo { get; init; }
        public DateTimeOffset At { get; init; }
        public string Actor { get; init; } = "";
        public string Post { get; init; } = "";
        public string Action { get; init; } = "";
        public string Detail { get; init; } = "";
        public byte[] PreviousHash { get; init; } = [];
        public byte[] Hash { get; init; } = [];

        public StoredAuditEntry ToEntry() =>
            new(new(CaseId, EntryNo, At, Actor, Post, Action, Detail), PreviousHash, Hash);
    }
}

/// <summary>A case and where its trail must end; nulls when the case itself is missing.</summary>
public sealed record AuditedCase
{
    public Guid CaseId { get; init; }
    public int? AuditCount { get; init; }
    public byte[]? AuditHead { get; init; }
}
