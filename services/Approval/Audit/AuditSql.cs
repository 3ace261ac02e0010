using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Messaging.Batching;
using static RebateFlow.Messaging.Batching.Statements;

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

    /// <summary>A row of <c>audit_entry</c>.</summary>
    public sealed record Row
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
