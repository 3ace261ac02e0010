using Npgsql;
using RebateFlow.Intake.Checking;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Messaging.Batching;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.Vouchers;

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
          used_in = d.label
        FROM unnest($1::text[], $2::numeric[], $3::text[]) AS d (line_no, quantity, label)
        WHERE c.line_no = d.line_no
        """;

    private const string InvoiceSql = """
        UPDATE vat_invoice v SET
          used_quantity = v.used_quantity + d.quantity,
          used_tax_base = v.used_tax_base + d.tax_base,
          claimable_tax_base = CASE
            WHEN d.tax_base < 0
              THEN greatest(v.tax_base - v.deducted_tax_base, v.used_tax_base + d.tax_base)
            ELSE v.claimable_tax_base END,
          used_in = d.label
        FROM unnest($1::text[], $2::integer[], $3::numeric[], $4::numeric[], $5::text[])
          AS d (voucher_no, line_no, quantity, tax_base, label)
        WHERE v.voucher_no = d.voucher_no AND v.line_no = d.line_no
        """;

    private static readonly RowInsert claims = new(
        """
        INSERT INTO voucher_claim (
          pre_declaration_id, attempt_no, customs_line_nos, customs_quantities,
          invoice_nos, invoice_line_nos, invoice_quantities, invoice_tax_bases)
        """,
        columns: 8,
        """
        ON CONFLICT (pre_declaration_id) DO UPDATE SET
          attempt_no = excluded.attempt_no,
          customs_line_nos = excluded.customs_line_nos,
          customs_quantities = excluded.customs_quantities,
          invoice_nos = excluded.invoice_nos,
          invoice_line_nos = excluded.invoice_line_nos,
          invoice_quantities = excluded.invoice_quantities,
          invoice_tax_bases = excluded.invoice_tax_bases
        """
    );

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
            ORDER BY voucher_no, line_no
            FOR NO KEY UPDATE
            """,
        """
            UPDATE vat_invoice v SET
              used_quantity = v.used_quantity - u.quantity,
              used_tax_base = v.used_tax_base - u.tax_base,
              claimable_tax_base =
                greatest(v.tax_base - v.deducted_tax_base, v.used_tax_base - u.tax_base)
            FROM voucher_claim k
            CROSS JOIN unnest(
                k.invoice_nos, k.invoice_line_nos, k.invoice_quantities, k.invoice_tax_bases)
              AS u (voucher_no, line_no, quantity, tax_base)
            WHERE k.pre_declaration_id = $1
              AND v.voucher_no = u.voucher_no AND v.line_no = u.line_no
            """,
        ForgetSql,
        "DELETE FROM batch_use WHERE pre_declaration_id = $1",
    ];

    /// <summary>
    /// Adds what changes on the vouchers of attempts that have none in common; they are locked
    /// already.
    /// </summary>
    public static void AddChanges(NpgsqlBatch batch, IReadOnlyList<FinishedCheck> checks)
    {
        var changes = checks
            .Select(check =>
                (
                    Change: (check.Claim ?? VoucherClaim.Nothing).Less(check.Former),
                    check.Owner.Label
                )
            )
            .ToList();
        string[] customsLabels =
        [
            .. changes.SelectMany(one => one.Change.CustomsLineNos.Select(_ => one.Label)),
        ];
        if (customsLabels.Length > 0)
            batch.Add(
                CustomsSql,
                Value(changes.SelectMany(one => one.Change.CustomsLineNos).ToArray()),
                Value(changes.SelectMany(one => one.Change.CustomsQuantities).ToArray()),
                Value(customsLabels)
            );
        string[] invoiceLabels =
        [
            .. changes.SelectMany(one => one.Change.InvoiceNos.Select(_ => one.Label)),
        ];
        if (invoiceLabels.Length > 0)
            batch.Add(
                InvoiceSql,
                Value(changes.SelectMany(one => one.Change.InvoiceNos).ToArray()),
                Value(changes.SelectMany(one => one.Change.InvoiceLineNos).ToArray()),
                Value(changes.SelectMany(one => one.Change.InvoiceQuantities).ToArray()),
                Value(changes.SelectMany(one => one.Change.InvoiceTaxBases).ToArray()),
                Value(invoiceLabels)
            );
        claims.Add(batch, [.. checks.Where(check => check.IsCleared).Select(ClaimOf)]);
        foreach (var subject in checks.Where(check => !check.IsCleared).Select(c => c.Subject))
        {
            if (!subject.Held.IsEmpty)
                batch.Add(ForgetSql, Value(subject.Id));
        }
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
            batch.Add(sql, Value(preDeclarationId));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private static NpgsqlParameter[] ClaimOf(FinishedCheck check)
    {
        var claim = check.Claim!;
        return
        [
            Value(check.Subject.Id),
            Value(check.Subject.AttemptNo),
            Value(claim.CustomsLineNos),
            Value(claim.CustomsQuantities),
            Value(claim.InvoiceNos),
            Value(claim.InvoiceLineNos),
            Value(claim.InvoiceQuantities),
            Value(claim.InvoiceTaxBases),
        ];
    }
}
