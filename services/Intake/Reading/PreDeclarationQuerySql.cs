using Dapper;
using Npgsql;
using RebateFlow.Intake.Checking;

namespace RebateFlow.Intake.Reading;

/// <summary>A pre-declaration with its live attempt and that one's feedback.</summary>
public sealed record PreDeclarationRow : FeedbackRow
{
    public Guid Id { get; init; }
    public string Uscc { get; init; } = "";
    public string Method { get; init; } = "";
    public string Period { get; init; } = "";
    public int BatchNo { get; init; }
    public int AttemptNo { get; init; }
    public long Version { get; init; }
    public int ExportLineCount { get; init; }
    public int PurchaseLineCount { get; init; }
    public DateTimeOffset SubmittedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public byte[]? Rebate { get; init; }
    public DateOnly? DueOn { get; init; }
    public string? Decision { get; init; }
    public int? DecisionAttemptNo { get; init; }
    public string? DecisionReason { get; init; }
    public decimal? ApprovedRebateCny { get; init; }
    public decimal? DecidedToRepayCny { get; init; }
    public decimal? SetOffCny { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>JSON; null when there was no earlier approval of the same attempt.</summary>
    public string? FormerDecisions { get; init; }
    public string? WithdrawalKind { get; init; }
    public string? WithdrawalReason { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public DateTimeOffset? FormallyDeclaredAt { get; init; }
}

/// <summary>
/// SQL of reading pre-declarations. Each statement names the exporter it reads for.
/// </summary>
public static class PreDeclarationQuerySql
{
    private const string FormerDecisions = """
        CASE WHEN p.decision = 'APPROVED' THEN (
          SELECT json_agg(json_build_object('reason', d.reason, 'decidedAt', d.decided_at,
            'approvedRebate', d.approved_rebate_cny) ORDER BY d.decided_at)
          FROM former_decision d
          WHERE d.pre_declaration_id = p.id AND d.attempt_no = p.decision_attempt_no) END
        AS former_decisions
        """;

    /// <summary>One of the exporter's own; null when there is none of that id.</summary>
    public static Task<PreDeclarationRow?> FindAsync(
        NpgsqlConnection connection,
        Guid id,
        string uscc,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            SELECT p.id, p.uscc, p.method, p.period, p.batch_no, p.attempt_no, p.state, p.version,
              a.export_line_count, a.purchase_line_count, a.submitted_at, p.updated_at,
              f.outcome, f.check_no, f.doubt_count, f.gravest_doubt_level, f.rebate_due_cny,
              f.to_repay_cny,
              f.exempt_credit_cny, f.checked_at, f.rebate,
              EXISTS (SELECT FROM stale_check t WHERE t.pre_declaration_id = p.id) AS is_stale,
              p.due_on, p.decision, p.decision_attempt_no, p.decision_reason,
              p.approved_rebate_cny, p.to_repay_cny AS decided_to_repay_cny, p.set_off_cny,
              p.decided_at, {FormerDecisions},
              p.withdrawal_kind, p.withdrawal_reason, p.withdrawn_at, p.formally_declared_at
            FROM pre_declaration p
            JOIN attempt a ON a.pre_declaration_id = p.id AND a.attempt_no = p.attempt_no
            LEFT JOIN feedback f ON f.pre_declaration_id = p.id AND f.attempt_no = p.attempt_no
            WHERE p.id = @id AND p.uscc = @uscc
            """;
        return connection.QuerySingleOrDefaultAsync<PreDeclarationRow>(
            new CommandDefinition(sql, new { id, uscc }, cancellationToken: cancel)
        );
    }

    /// <summary>The exporter's own, newest first, after the cursor.</summary>
    public static async Task<IReadOnlyList<PreDeclarationRow>> ListAsync(
        NpgsqlConnection connection,
        string uscc,
        ListFilter filter,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            SELECT p.id, p.uscc, p.method, p.period, p.batch_no, p.attempt_no, p.state, p.version,
              a.export_line_count, a.purchase_line_count, a.submitted_at, p.updated_at,
              f.outcome, f.check_no, f.doubt_count, f.gravest_doubt_level, f.rebate_due_cny,
              f.to_repay_cny,
              f.exempt_credit_cny, f.checked_at,
              EXISTS (SELECT FROM stale_check t WHERE t.pre_declaration_id = p.id) AS is_stale,
              p.due_on, p.decision, p.decision_attempt_no, p.decision_reason,
              p.approved_rebate_cny, p.to_repay_cny AS decided_to_repay_cny, p.set_off_cny,
              p.decided_at, {FormerDecisions},
              p.withdrawal_kind, p.withdrawal_reason, p.withdrawn_at, p.formally_declared_at
            FROM pre_declaration p
            JOIN attempt a ON a.pre_declaration_id = p.id AND a.attempt_no = p.attempt_no
            LEFT JOIN feedback f ON f.pre_declaration_id = p.id AND f.attempt_no = p.attempt_no
            WHERE p.uscc = @uscc
              AND p.id < @Before
              AND (@State::text IS NULL OR p.state = @State)
              AND (@Period::text IS NULL OR p.period = @Period)
            ORDER BY p.id DESC
            LIMIT @Limit + 1
            """;
        var rows = await connection.QueryAsync<PreDeclarationRow>(
            new CommandDefinition(
                sql,
                new
                {
                    uscc,
                    filter.Before,
                    filter.State,
                    filter.Period,
                    filter.Limit,
                },
                cancellationToken: cancel
            )
        );
        return rows.AsList();
    }

    /// <summary>
    /// Stored pages of doubts of an attempt that hold the numbers after <paramref name="after"/>;
    /// null when the exporter has no such pre-declaration.
    /// </summary>
    public static async Task<DoubtPages?> FindDoubtsAsync(
        NpgsqlConnection connection,
        (Guid Id, string Uscc, int? AttemptNo) of,
        int after,
        int limit,
        CancellationToken cancel
    )
    {
        const string headSql = """
            SELECT coalesce(@AttemptNo, p.attempt_no) AS attempt_no, f.doubt_count
            FROM pre_declaration p
            LEFT JOIN feedback f ON f.pre_declaration_id = p.id
              AND f.attempt_no = coalesce(@AttemptNo, p.attempt_no)
            WHERE p.id = @Id AND p.uscc = @Uscc
              AND coalesce(@AttemptNo, 1) BETWEEN 1 AND p.attempt_no
            """;
        const string pageSql = """
            SELECT doubts
            FROM doubt_page
            WHERE pre_declaration_id = @Id AND attempt_no = @AttemptNo
              AND page_no BETWEEN @first AND @last
            ORDER BY page_no
            """;
        var head = await connection.QuerySingleOrDefaultAsync<DoubtPages>(
            new CommandDefinition(
                headSql,
                new
                {
                    of.Id,
                    of.Uscc,
                    of.AttemptNo,
                },
                cancellationToken: cancel
            )
        );
        if (head is null)
            return null;
        var pages = await connection.QueryAsync<byte[]>(
            new CommandDefinition(
                pageSql,
                new
                {
                    of.Id,
                    head.AttemptNo,
                    first = after / Feedback.DoubtsPerPage,
                    last = (after + limit) / Feedback.DoubtsPerPage,
                },
                cancellationToken: cancel
            )
        );
        return head with { Pages = pages.AsList() };
    }

    /// <summary>
    /// The document of an attempt under Brotli; the caller knows that there is one.
    /// </summary>
    public static Task<byte[]> FindDocumentAsync(
        NpgsqlConnection connection,
        Guid id,
        int attemptNo,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            SELECT document
            FROM attempt
            WHERE pre_declaration_id = @id AND attempt_no = @attemptNo
            """;
        return connection.QuerySingleAsync<byte[]>(
            new CommandDefinition(sql, new { id, attemptNo }, cancellationToken: cancel)
        );
    }
}

/// <summary>Which of an exporter's pre-declarations are asked for.</summary>
/// <param name="Before">Id of the last one of the page before, or the greatest id.</param>
/// <param name="State">Wire name of a state, or null for all.</param>
/// <param name="Period">yyyyMM, or null for all.</param>
/// <param name="Limit">Rows of a page, 1 to 200.</param>
public sealed record ListFilter(Guid Before, string? State, string? Period, int Limit);

/// <summary>Stored doubts of an attempt.</summary>
public sealed record DoubtPages
{
    public int AttemptNo { get; init; }

    /// <summary>Null while the attempt is being checked.</summary>
    public int? DoubtCount { get; init; }

    /// <summary>Pages under Brotli, in order.</summary>
    public IReadOnlyList<byte[]> Pages { get; init; } = [];
}
