using Npgsql;

namespace RebateFlow.Intake.PreDeclarations;

/// <summary>
/// SQL of vouchers in use. The CHECK of the voucher refuses what exceeds it; "claimable" moves only
/// when a use is released (see 0002_create_voucher.sql).
/// </summary>
public static class VoucherUseSql
{
    private const string CustomsSql = """
        UPDATE customs_declaration_line c SET
          used_quantity = c.used_quantity + d.quantity,
          claimable_quantity = CASE
            WHEN d.quantity < 0 THEN greatest(c.quantity1, c.used_quantity + d.quantity)
            ELSE c.claimable_quantity END,
          used_in = $3
        FROM unnest($1::text[], $2::numeric[]) AS d (line_no, quantity)
        WHERE c.line_no = d.line_no
        """;

    private const string InvoiceSql = """
        UPDATE vat_invoice v SET
          used_quantity = v.used_quantity + d.quantity,
          used_tax_base = v.used_tax_base + d.tax_base,
          claimable_tax_base = CASE
            WHEN d.tax_base < 0 THEN greatest(v.tax_base, v.used_tax_base + d.tax_base)
            ELSE v.claimable_tax_base END,
          used_in = $4
        FROM unnest($1::text[], $2::numeric[], $3::numeric[])
          AS d (voucher_no, quantity, tax_base)
        WHERE v.voucher_no = d.voucher_no
        """;

    private const string ClaimSql = """
        INSERT INTO voucher_claim (
          pre_declaration_id, attempt_no, customs_line_nos, customs_quantities,
          invoice_nos, invoice_quantities, invoice_tax_bases)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (pre_declaration_id) DO UPDATE SET
          attempt_no = excluded.attempt_no,
          customs_line_nos = excluded.customs_line_nos,
          customs_quantities = excluded.customs_quantities,
          invoice_nos = excluded.invoice_nos,
          invoice_quantities = excluded.invoice_quantities,
          invoice_tax_bases = excluded.invoice_tax_bases
        """;

    private const string ForgetSql = "DELETE FROM voucher_claim WHERE pre_declaration_id = $1";

    /// <summary>Customs lines, then invoices, each locked in key order, as the checks do.</summary>
    private static readonly string[] ReleaseSql =
    [
        """
            SELECT FROM customs_declaration_line
            WHERE line_no = ANY(ARRAY(
              SELECT unnest(customs_line_nos) FROM voucher_claim WHERE pre_declaration_id = $1))
            ORDER BY line_no
            FOR NO KEY UPDATE
            """,
        """
            UPDATE customs_declaration_line c SET
              used_quantity = c.used_quantity - u.quantity,
              claimable_quantity = greatest(c.quantity1, c.used_quantity - u.quantity)
            FROM voucher_claim k
            CROSS JOIN unnest(k.customs_line_nos, k.customs_quantities) AS u (line_no, quantity)
            WHERE k.pre_declaration_id = $1 AND c.line_no = u.line_no
            """,
        """
            SELECT FROM vat_invoice
            WHERE voucher_no = ANY(ARRAY(
              SELECT unnest(invoice_nos) FROM voucher_claim WHERE pre_declaration_id = $1))
            ORDER BY voucher_no
            FOR NO KEY UPDATE
            """,
        """
            UPDATE vat_invoice v SET
              used_quantity = v.used_quantity - u.quantity,
              used_tax_base = v.used_tax_base - u.tax_base,
              claimable_tax_base = greatest(v.tax_base, v.used_tax_base - u.tax_base)
            FROM voucher_claim k
            CROSS JOIN unnest(k.invoice_nos, k.invoice_quantities, k.invoice_tax_bases)
              AS u (voucher_no, quantity, tax_base)
            WHERE k.pre_declaration_id = $1 AND v.voucher_no = u.voucher_no
            """,
        ForgetSql,
        "DELETE FROM batch_use WHERE pre_declaration_id = $1",
        "DELETE FROM ecr_summary WHERE pre_declaration_id = $1",
    ];

    /// <summary>Adds what changes on the vouchers of an attempt; they are locked already.</summary>
    /// <param name="batch">Statements of the check.</param>
    /// <param name="claim">What it holds from now on; null when it did not clear.</param>
    /// <param name="held">What the former attempt held.</param>
    /// <param name="owner">The attempt.</param>
    public static void AddChange(
        NpgsqlBatch batch,
        VoucherClaim? claim,
        VoucherClaim held,
        VoucherOwner owner
    )
    {
        var change = (claim ?? VoucherClaim.Nothing).Less(held);
        AddUpdates(batch, change, owner.Label);
        if (claim is not null)
            batch.BatchCommands.Add(ClaimOf(owner, claim));
        else if (!held.IsEmpty)
            batch.BatchCommands.Add(CommandOf(ForgetSql, owner.PreDeclarationId));
    }

    /// <summary>Frees every voucher of a pre-declaration whose row is locked.</summary>
    public static async Task ReleaseAsync(
        NpgsqlTransaction transaction,
        Guid preDeclarationId,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var sql in ReleaseSql)
            batch.BatchCommands.Add(CommandOf(sql, preDeclarationId));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private static void AddUpdates(NpgsqlBatch batch, VoucherClaim change, string label)
    {
        if (change.CustomsLineNos.Length > 0)
        {
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(CustomsSql)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string[]> { TypedValue = change.CustomsLineNos },
                        new NpgsqlParameter<decimal[]> { TypedValue = change.CustomsQuantities },
                        new NpgsqlParameter<string> { TypedValue = label },
                    },
                }
            );
        }
        if (change.InvoiceNos.Length > 0)
        {
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(InvoiceSql)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string[]> { TypedValue = change.InvoiceNos },
                        new NpgsqlParameter<decimal[]> { TypedValue = change.InvoiceQuantities },
                        new NpgsqlParameter<decimal[]> { TypedValue = change.InvoiceTaxBases },
                        new NpgsqlParameter<string> { TypedValue = label },
                    },
                }
            );
        }
    }

    private static NpgsqlBatchCommand ClaimOf(VoucherOwner owner, VoucherClaim claim) =>
        new(ClaimSql)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = owner.PreDeclarationId },
                new NpgsqlParameter<int> { TypedValue = owner.AttemptNo },
                new NpgsqlParameter<string[]> { TypedValue = claim.CustomsLineNos },
                new NpgsqlParameter<decimal[]> { TypedValue = claim.CustomsQuantities },
                new NpgsqlParameter<string[]> { TypedValue = claim.InvoiceNos },
                new NpgsqlParameter<decimal[]> { TypedValue = claim.InvoiceQuantities },
                new NpgsqlParameter<decimal[]> { TypedValue = claim.InvoiceTaxBases },
            },
        };

    private static NpgsqlBatchCommand CommandOf(string sql, Guid id) =>
        new(sql) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = id } } };
}
