using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Reading;
using RebateFlow.Approval.Tasks;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Cases;

/// <summary>Loads a case for a command, locked.</summary>
public static class ApprovalCaseSql
{
    private static readonly string Columns = $"""
        SELECT c.case_id, {string.Join(", ", CaseColumns.All.Select(one => "c." + one.Name))},
            c.audit_count, c.audit_head,
            (SELECT trace_parent FROM case_attempt a
             WHERE a.case_id = c.case_id AND a.attempt_no = c.attempt_no
                AND a.check_no = c.check_no) AS trace_parent
        FROM approval_case c WHERE c.case_id = @caseId FOR UPDATE
        """;

    // The row first: what follows it sees what was committed while the lock was waited for.
    private const string Beside = $"""
        SELECT officer, post FROM case_actor WHERE case_id = @caseId;
        SELECT reason, cause_no, stopped_on, resumed_on FROM case_clock_stop
        WHERE case_id = @caseId ORDER BY stop_no;
        {CheckRowSql.OfCaseQuery};
        {WithholdingSql.Query};
        {TaskSql.Query}
        """;

    private static readonly string Query = $"{Columns}; {Beside}";

    private static readonly string FreeQuery = $"{Columns} SKIP LOCKED; {Beside}";

    // The index approval_case_queue gives the order; locked and claimed rows are stepped over.
    private const string NextQuery = """
        SELECT c.case_id FROM approval_case c
        WHERE c.tax_authority = @TaxAuthority AND c.post = @post
            AND c.state IN ('WAITING', 'CLAIMED')
            AND (c.state = 'WAITING' OR c.lease_until <= @now)
            AND c.stale_no <= c.checked_no
            AND NOT EXISTS (
                SELECT FROM case_actor a
                WHERE a.case_id = c.case_id AND a.officer = @Id AND a.post <> c.post)
        ORDER BY c.due_on, c.rebate_due_cny DESC, c.case_id
        LIMIT 1
        FOR UPDATE OF c SKIP LOCKED
        """;

    private const string ContentQuery = """
        SELECT content FROM case_attempt
        WHERE case_id = @caseId AND attempt_no = @attemptNo AND check_no = @checkNo
        """;

    private const string PassesQuery = """
        SELECT doubt_no FROM doubt_pass
        WHERE case_id = @caseId AND attempt_no = @attemptNo AND check_no = @checkNo
        ORDER BY passed_at, doubt_no
        """;

    private const string FindQuery = """
        SELECT case_id FROM approval_case WHERE pre_declaration_id = @preDeclarationId
        """;

    private const string LockQuery = """
        SELECT FROM approval_case WHERE case_id = ANY(@caseIds) ORDER BY case_id FOR UPDATE;
        SELECT FROM repayment_account
        WHERE uscc IN (SELECT uscc FROM approval_case WHERE case_id = ANY(@caseIds))
        ORDER BY uscc FOR UPDATE
        """;

    /// <summary>Locks cases, and then what their exporters owe.</summary>
    public static Task LockAllAsync(NpgsqlTransaction transaction, Guid[] caseIds) =>
        transaction.Connection!.ExecuteAsync(LockQuery, new { caseIds }, transaction);

    /// <returns>
    /// Null when there is no such case. The row stays locked until the transaction ends.
    /// </returns>
    public static Task<StoredCase?> LoadAsync(
        NpgsqlTransaction transaction,
        Guid caseId,
        CancellationToken cancel
    ) => LoadAsync(transaction, Query, caseId, cancel);

    /// <returns>Null also while somebody else works on the case.</returns>
    public static Task<StoredCase?> LoadFreeAsync(
        NpgsqlTransaction transaction,
        Guid caseId,
        CancellationToken cancel
    ) => LoadAsync(transaction, FreeQuery, caseId, cancel);

    /// <summary>The next free case of a post that the officer may act on.</summary>
    /// <returns>Null when there is none.</returns>
    public static async Task<StoredCase?> LoadNextAsync(
        NpgsqlTransaction transaction,
        Officer officer,
        Post post,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var next = await transaction.Connection!.QuerySingleOrDefaultAsync<Guid?>(
            NextQuery,
            new
            {
                officer.Id,
                officer.TaxAuthority,
                post = WireCode.Of(post),
                now,
            },
            transaction
        );
        return next is { } found ? await LoadAsync(transaction, found, cancel) : null;
    }

    public static Task<Guid?> FindAsync(NpgsqlTransaction transaction, Guid preDeclarationId) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<Guid?>(
            FindQuery,
            new { preDeclarationId },
            transaction
        );

    private static async Task<StoredCase?> LoadAsync(
        NpgsqlTransaction transaction,
        string query,
        Guid caseId,
        CancellationToken cancel
    )
    {
        var connection = transaction.Connection!;
        StoredCase some;
        await using (
            var results = await connection.QueryMultipleAsync(
                new CommandDefinition(query, new { caseId }, transaction, cancellationToken: cancel)
            )
        )
        {
            if (await results.ReadSingleOrDefaultAsync<CaseRow>() is not { } row)
                return null;
            some = row.ToCase(
                new(
                    [.. await results.ReadAsync<ActorRow>()],
                    [.. await results.ReadAsync<StopRow>()],
                    [.. await results.ReadAsync<CheckRow>()],
                    await WithholdingSql.ReadAsync(results),
                    await TaskSql.ReadAsync(results)
                )
            );
        }

        var filing = some.Case.Filing;
        var isDoubtful = OpenDoubts.MayHave(filing.DoubtCount, filing.GravestDoubtLevel);
        if (!isDoubtful && some.Case.RaisedDoubts.Count == 0)
            return some;
        var key = new
        {
            caseId,
            attemptNo = some.Case.AttemptNo,
            checkNo = some.Case.CheckNo,
        };
        var content = isDoubtful
            ? await connection.QuerySingleAsync<byte[]>(ContentQuery, key)
            : null;
        return some with
        {
            Case = some.Case with
            {
                Doubts = content is null ? [] : OpenDoubts.In(content),
                PassedDoubts = [.. await connection.QueryAsync<int>(PassesQuery, key)],
            },
        };
    }
}
