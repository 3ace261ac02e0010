using Dapper;
using Npgsql;
using RebateFlow.Messaging.Batching;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.Vouchers;

/// <summary>
/// Goods that an offset gave back. While it lives they may be declared again; when it ends without
/// an approval they are in use as before. Should they have been declared again meanwhile, the
/// voucher shows in overused_voucher, and what stands on them is not approved.
/// </summary>
public static class GivenBackSql
{
    private static readonly string[] UseAgain =
    [
        """
            UPDATE customs_declaration_line c SET
              used_quantity = c.used_quantity - u.quantity,
              claimable_quantity = greatest(c.quantity1, c.used_quantity - u.quantity)
            FROM voucher_claim k
            CROSS JOIN unnest(k.customs_line_nos, k.customs_quantities) AS u (line_no, quantity)
            WHERE k.pre_declaration_id = $1 AND c.line_no = u.line_no AND u.quantity < 0
            """,
        """
            UPDATE vat_invoice v SET
              used_quantity = v.used_quantity - least(u.quantity, 0),
              used_tax_base = v.used_tax_base - least(u.tax_base, 0),
              claimable_tax_base = greatest(
                v.tax_base - v.deducted_tax_base, v.used_tax_base - least(u.tax_base, 0))
            FROM voucher_claim k
            CROSS JOIN unnest(
                k.invoice_nos, k.invoice_line_nos, k.invoice_quantities, k.invoice_tax_bases)
              AS u (voucher_no, line_no, quantity, tax_base)
            WHERE k.pre_declaration_id = $1
              AND v.voucher_no = u.voucher_no AND v.line_no = u.line_no
              AND (u.tax_base < 0 OR u.quantity < 0)
            """,
        """
            UPDATE voucher_claim SET
              customs_quantities = ARRAY(
                SELECT greatest(q, 0) FROM unnest(customs_quantities) WITH ORDINALITY AS x (q, n)
                ORDER BY n),
              invoice_quantities = ARRAY(
                SELECT greatest(q, 0) FROM unnest(invoice_quantities) WITH ORDINALITY AS x (q, n)
                ORDER BY n),
              invoice_tax_bases = ARRAY(
                SELECT greatest(q, 0) FROM unnest(invoice_tax_bases) WITH ORDINALITY AS x (q, n)
                ORDER BY n)
            WHERE pre_declaration_id = $1
            """,
    ];

    // Locked as checks do: customs lines, then invoices, each in the order of their keys.
    private static readonly string[] Lock =
    [
        """
            SELECT FROM customs_declaration_line
            WHERE line_no = ANY(ARRAY(
              SELECT unnest(customs_line_nos) FROM voucher_claim WHERE pre_declaration_id = $1))
            ORDER BY line_no
            FOR NO KEY UPDATE
            """,
        """
            SELECT FROM vat_invoice
            WHERE voucher_no = ANY(ARRAY(
              SELECT unnest(invoice_nos) FROM voucher_claim WHERE pre_declaration_id = $1))
            ORDER BY voucher_no, line_no
            FOR NO KEY UPDATE
            """,
    ];

    /// <summary>
    /// Adds that what a filing gave back is in use again; its vouchers are locked.
    /// </summary>
    public static void Add(NpgsqlBatch batch, Guid preDeclarationId)
    {
        foreach (var sql in UseAgain)
            batch.Add(sql, Value(preDeclarationId));
    }

    /// <summary>
    /// A filing whose row is locked ends without an approval: what it took back is not, and the
    /// goods are in use as before. Nothing happens to a filing without offsets.
    /// </summary>
    public static async Task EndAsync(
        NpgsqlTransaction transaction,
        Guid preDeclarationId,
        CancellationToken cancel
    )
    {
        const string forget =
            "DELETE FROM line_offset WHERE pre_declaration_id = @preDeclarationId";
        var forgotten = await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                forget,
                new { preDeclarationId },
                transaction,
                cancellationToken: cancel
            )
        );
        if (forgotten == 0)
            return;
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var sql in Lock)
            batch.Add(sql, Value(preDeclarationId));
        Add(batch, preDeclarationId);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The filing that takes something back of this one, such as 202604-1.</summary>
    /// <returns>Null when none does.</returns>
    public static Task<string?> TakenBackByAsync(
        NpgsqlTransaction transaction,
        Guid preDeclarationId,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT p.period || '-' || p.batch_no
            FROM line_offset o
            JOIN pre_declaration p ON p.id = o.pre_declaration_id
            WHERE o.original = @original
            LIMIT 1
            """;
        return transaction.Connection!.QueryFirstOrDefaultAsync<string>(
            new CommandDefinition(
                sql,
                new { original = preDeclarationId.ToString() },
                transaction,
                cancellationToken: cancel
            )
        );
    }

    /// <summary>
    /// A voucher whose goods this filing gave back and another one has declared again since.
    /// </summary>
    /// <returns>Null when there is none.</returns>
    public static Task<string?> DeclaredAgainAsync(
        NpgsqlTransaction transaction,
        Guid preDeclarationId,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT c.line_no
            FROM voucher_claim k
            CROSS JOIN unnest(k.customs_line_nos, k.customs_quantities) AS u (line_no, quantity)
            JOIN customs_declaration_line c ON c.line_no = u.line_no
            WHERE k.pre_declaration_id = @preDeclarationId AND u.quantity < 0
              AND c.used_quantity - u.quantity > c.claimable_quantity
            UNION ALL
            SELECT v.voucher_no
            FROM voucher_claim k
            CROSS JOIN unnest(k.invoice_nos, k.invoice_line_nos, k.invoice_tax_bases)
              AS u (voucher_no, line_no, tax_base)
            JOIN vat_invoice v ON v.voucher_no = u.voucher_no AND v.line_no = u.line_no
            WHERE k.pre_declaration_id = @preDeclarationId AND u.tax_base < 0
              AND v.used_tax_base - u.tax_base > v.claimable_tax_base
            LIMIT 1
            """;
        return transaction.Connection!.QueryFirstOrDefaultAsync<string>(
            new CommandDefinition(
                sql,
                new { preDeclarationId },
                transaction,
                cancellationToken: cancel
            )
        );
    }
}
