using Dapper;
using Npgsql;
using RebateFlow.Intake.Events;

namespace RebateFlow.Intake.Receipts;

/// <summary>SQL of formal declarations.</summary>
public static class FormalDeclarationSql
{
    /// <summary>
    /// Locks a pre-declaration of the exporter to the end of the transaction and reads what the
    /// request depends on; null when there is none of that id.
    /// </summary>
    public static async Task<FoundForDeclaration?> LockAsync(
        NpgsqlTransaction transaction,
        FormalRequest asked,
        CancellationToken cancel
    )
    {
        const string lockSql = """
            SELECT id FROM pre_declaration WHERE id = @Id AND uscc = @Uscc FOR NO KEY UPDATE
            """;
        // A separate statement, so that it sees what was committed while the first one waited.
        const string sql = """
            SELECT p.state, p.decided_at, a.submitted_at, r.receipt_no, r.export_dates,
              coalesce(r.attempt_no = p.attempt_no AND r.decided_at = p.decided_at
                AND r.approved_rebate_cny = p.approved_rebate_cny, false) AS is_current,
              d.declared_at, d.receipt_no AS declared_with,
              EXISTS (SELECT FROM stale_check t WHERE t.pre_declaration_id = p.id) AS is_stale,
              EXISTS (
                SELECT FROM feedback f
                WHERE f.pre_declaration_id = p.id AND f.attempt_no = p.attempt_no
                  AND f.check_no > 1 AND f.outcome NOT IN ('CLEAN', 'PASSABLE')) AS is_barred,
              (SELECT k.pre_declaration_id
              FROM formal_declaration k
              WHERE k.uscc = @Uscc AND k.idempotency_key = @Key) AS key_is_of
            FROM pre_declaration p
            JOIN attempt a ON a.pre_declaration_id = p.id AND a.attempt_no = p.attempt_no
            LEFT JOIN receipt r ON r.pre_declaration_id = p.id AND r.jws = @Receipt
            LEFT JOIN formal_declaration d ON d.pre_declaration_id = p.id
            WHERE p.id = @Id
            """;
        var connection = transaction.Connection!;
        var locked = await connection.ExecuteScalarAsync<Guid?>(
            new CommandDefinition(lockSql, asked, transaction, cancellationToken: cancel)
        );
        return locked is null
            ? null
            : await connection.QuerySingleAsync<FoundForDeclaration>(
                new CommandDefinition(sql, asked, transaction, cancellationToken: cancel)
            );
    }

    /// <summary>
    /// Stores a formal declaration on the locked row and returns whether it has a listener; null,
    /// and nothing stored, when the exporter used the key for another one at the same moment.
    /// </summary>
    public static async Task<IReadOnlyList<Guid>?> StoreAsync(
        NpgsqlTransaction transaction,
        FormalRequest asked,
        FormalDeclaration declared,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            WITH stored AS (
              INSERT INTO formal_declaration (
                pre_declaration_id, uscc, idempotency_key, receipt_no, last_day, declared_by,
                declared_at)
              VALUES (@Id, @Uscc, @Key, @ReceiptNo, @LastDay, @DeclaredBy, @DeclaredAt)
              ON CONFLICT (uscc, idempotency_key) DO NOTHING
              RETURNING pre_declaration_id),
            moved AS (
              UPDATE pre_declaration p SET
                state = 'FORMALLY_DECLARED',
                formally_declared_at = @DeclaredAt,
                version = version + 1,
                updated_at = greatest(updated_at, @DeclaredAt)
              WHERE id IN (SELECT pre_declaration_id FROM stored)
              RETURNING {FilingEventSql.Moved}, true AS is_news),
            {FilingEventSql.Noted}
            SELECT id, EXISTS (SELECT FROM told) AS is_heard FROM moved
            """;
        var moved = await transaction.Connection!.QuerySingleOrDefaultAsync<(
            Guid Id,
            bool IsHeard
        )>(
            new CommandDefinition(
                sql,
                new
                {
                    asked.Id,
                    asked.Uscc,
                    asked.Key,
                    declared.ReceiptNo,
                    declared.LastDay,
                    declared.DeclaredBy,
                    declared.DeclaredAt,
                },
                transaction,
                cancellationToken: cancel
            )
        );
        if (moved.Id != asked.Id)
            return null;
        return moved.IsHeard ? [asked.Id] : [];
    }
}

/// <summary>A request to declare formally.</summary>
/// <param name="Key">Its Idempotency-Key.</param>
public sealed record FormalRequest(Guid Id, string Uscc, string Key, string Receipt);

/// <summary>What such a request meets.</summary>
public sealed record FoundForDeclaration
{
    public required string State { get; init; }

    /// <summary>UTC; of no meaning before the decision.</summary>
    public DateTimeOffset DecidedAt { get; init; }

    /// <summary>When the live attempt was handed in, UTC.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Number of the receipt it came with; null when it is none of this one's.</summary>
    public int? ReceiptNo { get; init; }

    /// <summary>Export dates of that receipt.</summary>
    public DateOnly[]? ExportDates { get; init; }

    /// <summary>Whether that receipt is the one of the last decision.</summary>
    public required bool IsCurrent { get; init; }

    /// <summary>Whether it has to be compared again first: its facts have changed.</summary>
    public required bool IsStale { get; init; }

    /// <summary>
    /// Whether a comparison after the decision found a doubt that nobody may pass.
    /// </summary>
    public required bool IsBarred { get; init; }

    /// <summary>When it was declared formally; null when it was not yet.</summary>
    public DateTimeOffset? DeclaredAt { get; init; }

    /// <summary>Number of the receipt it was declared with.</summary>
    public int? DeclaredWith { get; init; }

    /// <summary>What the exporter declared with this key earlier.</summary>
    public Guid? KeyIsOf { get; init; }
}

/// <summary>A formal declaration that is to be stored.</summary>
/// <param name="LastDay">By when it had to come, in China; null without an end.</param>
/// <param name="DeclaredBy">Subject of the token.</param>
/// <param name="DeclaredAt">UTC.</param>
public sealed record FormalDeclaration(
    int ReceiptNo,
    DateOnly? LastDay,
    string DeclaredBy,
    DateTimeOffset DeclaredAt
);
