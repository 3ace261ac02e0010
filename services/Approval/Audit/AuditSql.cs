using Npgsql;

namespace RebateFlow.Approval.Audit;

public static class AuditSql
{
    private const string AddEntry = """
        INSERT INTO audit_entry (
            case_id, entry_no, at, actor, post, action, detail, previous_hash, hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    public static void Add(NpgsqlBatch batch, AuditTrail trail)
    {
        foreach (var (entry, previousHash, hash) in trail.Added)
            batch.Add(
                AddEntry,
                entry.CaseId,
                entry.EntryNo,
                entry.At,
                entry.Actor,
                entry.Post,
                entry.Action,
                entry.Detail,
                previousHash,
                hash
            );
    }
}
