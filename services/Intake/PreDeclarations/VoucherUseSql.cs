using Npgsql;

namespace RebateFlow.Intake.PreDeclarations;

/// <summary>
/// SQL of vouchers in use. The CHECK of the voucher refuses what exceeds it; "claimable" moves down
/// only when a use is released (see 0002_create_voucher.sql).
/// </summary>
public static class VoucherUseSql
{
    private const string CustomsSql = """
        WITH changed AS (
          UPDATE customs_declaration_line c SET
            used_quantity = c.used_quantity + d.delta,
            claimable_quantity = CASE
              WHEN d.delta < 0 THEN greatest(c.quantity1, c.used_quantity + d.delta)
              ELSE c.claimable_quantity END,
            used_in = CASE WHEN d.quantity IS NULL THEN c.used_in ELSE $6 END
          FROM unnest($3::text[], $4::numeric[], $5::numeric[]) AS d (line_no, delta, quantity)
          WHERE c.line_no = d.line_no
          RETURNING c.line_no, d.quantity)
        INSERT INTO voucher_use (
          pre_declaration_id, voucher_kind, voucher_no, attempt_no, quantity, tax_base)
        SELECT $1, 'CUSTOMS', line_no, $2, quantity, 0
        FROM changed
        WHERE quantity IS NOT NULL
        """;

    private const string InvoiceSql = """
        WITH changed AS (
          UPDATE vat_invoice v SET
            used_quantity = v.used_quantity + d.delta,
            used_tax_base = v.used_tax_base + d.base_delta,
            claimable_tax_base = CASE
              WHEN d.base_delta < 0 THEN greatest(v.tax_base, v.used_tax_base + d.base_delta)
              ELSE v.claimable_tax_base END,
            used_in = CASE WHEN d.quantity IS NULL THEN v.used_in ELSE $6 END
          FROM unnest(
            $3::text[], $4::numeric[], $5::numeric[], $7::numeric[], $8::numeric[])
            AS d (voucher_no, delta, quantity, base_delta, tax_base)
          WHERE v.voucher_no = d.voucher_no
          RETURNING v.voucher_no, d.quantity, d.tax_base)
        INSERT INTO voucher_use (
          pre_declaration_id, voucher_kind, voucher_no, attempt_no, quantity, tax_base)
        SELECT $1, 'INVOICE', voucher_no, $2, quantity, tax_base
        FROM changed
        WHERE quantity IS NOT NULL
        """;

    /// <summary>Customs lines, then invoices, each locked in key order, as the checks do.</summary>
    private static readonly string[] ReleaseSql =
    [
        """
            SELECT FROM customs_declaration_line
            WHERE line_no = ANY(ARRAY(
              SELECT voucher_no FROM voucher_use
              WHERE pre_declaration_id = $1 AND voucher_kind = 'CUSTOMS'))
            ORDER BY line_no
            FOR NO KEY UPDATE
            """,
        """
            UPDATE customs_declaration_line c SET
              used_quantity = c.used_quantity - u.quantity,
              claimable_quantity = greatest(c.quantity1, c.used_quantity - u.quantity)
            FROM voucher_use u
            WHERE u.pre_declaration_id = $1 AND u.voucher_kind = 'CUSTOMS'
              AND c.line_no = u.voucher_no
            """,
        """
            SELECT FROM vat_invoice
            WHERE voucher_no = ANY(ARRAY(
              SELECT voucher_no FROM voucher_use
              WHERE pre_declaration_id = $1 AND voucher_kind = 'INVOICE'))
            ORDER BY voucher_no
            FOR NO KEY UPDATE
            """,
        """
            UPDATE vat_invoice v SET
              used_quantity = v.used_quantity - u.quantity,
              used_tax_base = v.used_tax_base - u.tax_base,
              claimable_tax_base = greatest(v.tax_base, v.used_tax_base - u.tax_base)
            FROM voucher_use u
            WHERE u.pre_declaration_id = $1 AND u.voucher_kind = 'INVOICE'
              AND v.voucher_no = u.voucher_no
            """,
        "DELETE FROM voucher_use WHERE pre_declaration_id = $1",
        "DELETE FROM batch_use WHERE pre_declaration_id = $1",
        "DELETE FROM ecr_summary WHERE pre_declaration_id = $1",
    ];

    /// <summary>Adds the change of an attempt's uses; the vouchers are locked already.</summary>
    public static void AddChanges(
        NpgsqlBatch batch,
        CheckSubject subject,
        VoucherOwner owner,
        VoucherChanges customs,
        VoucherChanges invoices
    )
    {
        if (subject.Held.Count > 0)
        {
            const string forget = "DELETE FROM voucher_use WHERE pre_declaration_id = $1";
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(forget)
                {
                    Parameters = { new NpgsqlParameter<Guid> { TypedValue = subject.Id } },
                }
            );
        }
        if (!customs.IsEmpty)
            batch.BatchCommands.Add(CommandOf(CustomsSql, subject, owner, customs));
        if (invoices.IsEmpty)
            return;
        var command = CommandOf(InvoiceSql, subject, owner, invoices);
        command.Parameters.Add(
            new NpgsqlParameter<decimal[]> { TypedValue = invoices.TaxBaseDeltas }
        );
        command.Parameters.Add(new NpgsqlParameter<decimal?[]> { TypedValue = invoices.TaxBases });
        batch.BatchCommands.Add(command);
    }

    /// <summary>
    /// Frees every voucher of a pre-declaration whose row is locked: customs lines, then invoices,
    /// each in key order, as the checks lock them.
    /// </summary>
    public static async Task ReleaseAsync(
        NpgsqlTransaction transaction,
        Guid preDeclarationId,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var sql in ReleaseSql)
        {
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(sql)
                {
                    Parameters = { new NpgsqlParameter<Guid> { TypedValue = preDeclarationId } },
                }
            );
        }
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private static NpgsqlBatchCommand CommandOf(
        string sql,
        CheckSubject subject,
        VoucherOwner owner,
        VoucherChanges changes
    ) =>
        new(sql)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = subject.Id },
                new NpgsqlParameter<int> { TypedValue = subject.AttemptNo },
                new NpgsqlParameter<string[]> { TypedValue = changes.Nos },
                new NpgsqlParameter<decimal[]> { TypedValue = changes.QuantityDeltas },
                new NpgsqlParameter<decimal?[]> { TypedValue = changes.Quantities },
                new NpgsqlParameter<string> { TypedValue = owner.Label },
            },
        };
}
