using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Audit;

namespace RebateFlow.Approval.Audit;

/// <summary>Everything that the database holds of a case.</summary>
public static class CaseFileSql
{
    // By the column, so that no table is forgotten when one is added.
    private const string TablesQuery = """
        SELECT c.relname FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        WHERE a.attname = 'case_id' AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
            AND c.relnamespace = current_schema()::regnamespace
            AND c.relname NOT IN ('audit_entry', 'audit_anchor_leaf')
        ORDER BY c.relname
        """;

    private const string ContentsQuery = """
        SELECT attempt_no, check_no, content FROM case_attempt
        WHERE case_id = @caseId ORDER BY attempt_no, check_no
        """;

    /// <summary>The rows of each table as a JSON array, without the packed contents.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> RowsAsync(
        NpgsqlConnection connection,
        Guid caseId
    )
    {
        var tables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in await connection.QueryAsync<string>(TablesQuery))
            tables[table] = await connection.QuerySingleAsync<string>(
                $"""
                SELECT coalesce(jsonb_agg(to_jsonb(t) - 'content'), '[]')::text
                FROM "{table}" t WHERE case_id = @caseId
                """,
                new { caseId }
            );
        return tables;
    }

    /// <summary>The contents as they came, by the names that they go by.</summary>
    public static async Task<IReadOnlyList<(string Name, byte[] Content)>> ContentsAsync(
        NpgsqlConnection connection,
        Guid caseId
    ) =>
        [
            .. (
                await connection.QueryAsync<(int AttemptNo, int CheckNo, byte[] Content)>(
                    ContentsQuery,
                    new { caseId }
                )
            ).Select(one =>
                (AuditVerification.NameOfContent(one.AttemptNo, one.CheckNo), one.Content)
            ),
        ];
}
