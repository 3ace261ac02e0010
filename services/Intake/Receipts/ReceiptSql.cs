using Dapper;
using Npgsql;

namespace RebateFlow.Intake.Receipts;

/// <summary>SQL of receipts. Each statement names the exporter it works for.</summary>
public static class ReceiptSql
{
    /// <summary>One of the exporter's own; null when there is none of that id.</summary>
    public static Task<ApprovedFiling?> FindAsync(
        NpgsqlConnection connection,
        Guid id,
        string uscc,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT p.id, p.state, p.uscc, p.method, p.period, p.batch_no, p.attempt_no, p.case_id,
              p.approved_rebate_cny, coalesce(p.to_repay_cny, 0) AS to_repay_cny,
              coalesce(p.set_off_cny, 0) AS set_off_cny, p.decided_at, a.submitted_at, r.jws,
              (SELECT count(*)::int FROM receipt o WHERE o.pre_declaration_id = p.id)
                AS receipt_count,
              EXISTS (SELECT FROM stale_check t WHERE t.pre_declaration_id = p.id) AS is_stale,
              EXISTS (
                SELECT FROM feedback f
                WHERE f.pre_declaration_id = p.id AND f.attempt_no = p.attempt_no
                  AND f.check_no > 1 AND f.outcome NOT IN ('CLEAN', 'PASSABLE')) AS is_barred
            FROM pre_declaration p
            JOIN attempt a ON a.pre_declaration_id = p.id AND a.attempt_no = p.attempt_no
            LEFT JOIN receipt r ON r.pre_declaration_id = p.id
              AND r.attempt_no = p.attempt_no
              AND r.decided_at = p.decided_at
              AND r.approved_rebate_cny = p.approved_rebate_cny
            WHERE p.id = @id AND p.uscc = @uscc
            """;
        return connection.QuerySingleOrDefaultAsync<ApprovedFiling>(
            new CommandDefinition(sql, new { id, uscc }, cancellationToken: cancel)
        );
    }

    /// <summary>The document of an attempt under Brotli.</summary>
    public static Task<byte[]> FindDocumentAsync(
        NpgsqlConnection connection,
        Guid id,
        int attemptNo,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT document
            FROM attempt
            WHERE pre_declaration_id = @id AND attempt_no = @attemptNo
            """;
        return connection.QuerySingleAsync<byte[]>(
            new CommandDefinition(sql, new { id, attemptNo }, cancellationToken: cancel)
        );
    }

    /// <summary>Stores a receipt; nothing when another request was faster.</summary>
    public static Task StoreAsync(
        NpgsqlConnection connection,
        ApprovedFiling filing,
        NewReceipt receipt,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO receipt (
              pre_declaration_id, receipt_no, attempt_no, decided_at, approved_rebate_cny,
              export_dates, key_id, jws, issued_at)
            VALUES (
              @Id, @NextReceiptNo, @AttemptNo, @DecidedAt, @ApprovedRebateCny,
              @ExportDates, @KeyId, @Jws, @IssuedAt)
            ON CONFLICT DO NOTHING
            """;
        return connection.ExecuteAsync(
            new CommandDefinition(
                sql,
                new
                {
                    filing.Id,
                    filing.NextReceiptNo,
                    filing.AttemptNo,
                    filing.DecidedAt,
                    filing.ApprovedRebateCny,
                    receipt.ExportDates,
                    receipt.KeyId,
                    receipt.Jws,
                    receipt.IssuedAt,
                },
                cancellationToken: cancel
            )
        );
    }
}

/// <summary>A receipt that is to be stored.</summary>
public sealed record NewReceipt(
    DateOnly[] ExportDates,
    string KeyId,
    string Jws,
    DateTimeOffset IssuedAt
);
