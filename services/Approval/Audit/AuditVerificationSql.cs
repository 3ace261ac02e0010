using System.Data.Common;
using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Audit;

/// <summary>Reads trails with all that they are held against.</summary>
public static class AuditVerificationSql
{
    // A page of cases by all three traces they leave, so that none vanishes by being removed from
    // one of them.
    private const string PageQuery = """
        SELECT i.case_id, c.audit_count, c.audit_head
        FROM (
            (SELECT case_id FROM approval_case
                WHERE case_id > @after ORDER BY case_id LIMIT @take)
            UNION
            (SELECT DISTINCT case_id FROM audit_entry
                WHERE case_id > @after ORDER BY case_id LIMIT @take)
            UNION
            (SELECT DISTINCT case_id FROM audit_anchor_leaf
                WHERE case_id > @after ORDER BY case_id LIMIT @take)
            ORDER BY case_id LIMIT @take) i
        LEFT JOIN approval_case c ON c.case_id = i.case_id
        ORDER BY i.case_id
        """;

    private const string OneCaseQuery = """
        SELECT case_id, audit_count, audit_head FROM approval_case WHERE case_id = @caseId
        """;

    private const string LeavesQuery = """
        SELECT anchor_no, case_id, entry_no, entry_hash FROM audit_anchor_leaf
        WHERE case_id BETWEEN @first AND @last ORDER BY case_id, anchor_no
        """;

    private const string ContentsQuery = """
        SELECT case_id, attempt_no, check_no, encode(sha256(content), 'hex') AS content_sha256
        FROM case_attempt WHERE case_id BETWEEN @first AND @last
        """;

    private static readonly string rowsQuery = $"""
        SELECT case_id, {string.Join(", ", CaseColumns.All.Select(column => column.Name))}
        FROM approval_case WHERE case_id BETWEEN @first AND @last
        """;

    private const string EntriesQuery = """
        SELECT case_id, entry_no, at, actor, post, action, detail, previous_hash, hash
        FROM audit_entry WHERE case_id BETWEEN @first AND @last ORDER BY case_id, entry_no
        """;

    /// <param name="only">One case, or null for a page.</param>
    /// <param name="after">Last case of the page before.</param>
    public static async Task<IReadOnlyList<AuditedCase>> CasesAsync(
        NpgsqlConnection connection,
        Guid? only,
        Guid after,
        int take
    )
    {
        var cases = (
            only is { } caseId
                ? await connection.QueryAsync<AuditedCase>(OneCaseQuery, new { caseId })
                : await connection.QueryAsync<AuditedCase>(PageQuery, new { after, take })
        ).ToList();
        if (cases.Count == 0)
            return cases;
        var range = new { first = cases[0].CaseId, last = cases[^1].CaseId };
        var leaves = (await connection.QueryAsync<AnchorLeaf>(LeavesQuery, range)).ToLookup(leaf =>
            leaf.CaseId
        );
        var contents = (
            await connection.QueryAsync<(Guid CaseId, int AttemptNo, int CheckNo, string Sha256)>(
                ContentsQuery,
                range
            )
        ).ToLookup(one => one.CaseId);
        return
        [
            .. cases.Select(one =>
                one with
                {
                    Leaves = [.. leaves[one.CaseId]],
                    Contents = contents[one.CaseId]
                        .ToDictionary(
                            c => AuditVerification.NameOfContent(c.AttemptNo, c.CheckNo),
                            c => c.Sha256
                        ),
                }
            ),
        ];
    }

    /// <summary>The rows of a range of cases, in the order of <see cref="CaseColumns.All"/>.
    /// </summary>
    public static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<object?>>> RowsAsync(
        NpgsqlConnection connection,
        Guid first,
        Guid last
    )
    {
        var rows = new Dictionary<Guid, IReadOnlyList<object?>>();
        await using var reader = await connection.ExecuteReaderAsync(
            rowsQuery,
            new { first, last }
        );
        while (await reader.ReadAsync())
            rows[reader.GetGuid(0)] =
            [
                .. CaseColumns.All.Select((column, i) => ValueOf(reader, i + 1, column.Type)),
            ];
        return rows;
    }

    /// <summary>Dates and instants as the code has them, whatever the driver would pick.</summary>
    private static object? ValueOf(DbDataReader reader, int ordinal, Type type)
    {
        if (reader.IsDBNull(ordinal))
            return null;
        if (type == typeof(DateOnly))
            return reader.GetFieldValue<DateOnly>(ordinal);
        return type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?)
            ? reader.GetFieldValue<DateTimeOffset>(ordinal)
            : reader.GetValue(ordinal);
    }

    /// <summary>The entries of a range of cases, read one by one: a page may be long.</summary>
    public static async IAsyncEnumerable<StoredAuditEntry> EntriesAsync(
        NpgsqlConnection connection,
        Guid first,
        Guid last
    )
    {
        var rows = connection.QueryUnbufferedAsync<AuditSql.Row>(EntriesQuery, new { first, last });
        await foreach (var row in rows)
            yield return row.ToEntry();
    }
}
