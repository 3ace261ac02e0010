using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks;

namespace RebateFlow.Intake.PreDeclarations;

/// <summary>Everything a check compares with, and the declarant as messages name it.</summary>
/// <param name="Information">For the checks.</param>
/// <param name="Declarant">
/// For the messages; null when the register does not know the exporter.
/// </param>
/// <param name="ReferenceVersion">Version of the reference data in it.</param>
public sealed record LoadedInformation(
    ElectronicInformation Information,
    Declarant? Declarant,
    long ReferenceVersion
);

/// <summary>
/// Loads the electronic information of an attempt in one round trip and locks its vouchers, customs
/// lines before invoices and each by key, to the end of the transaction: attempts on the same
/// vouchers follow one another and never deadlock.
/// </summary>
public static class ElectronicInformationSql
{
    private const string HeaderSql = """
        SELECT r.version,
          EXISTS (
            SELECT FROM batch_use b
            WHERE b.uscc = $1 AND b.period = $2 AND b.batch_no = $3
              AND b.pre_declaration_id <> $4),
          e.name, e.kind, e.enterprise_class, e.aeo_status, e.tax_authority, e.customs_district,
          e.legal_person, e.address, e.processing_trade_share_percent, e.registered_on,
          e.first_declared_on, e.suspended
        FROM reference_version r
        LEFT JOIN enterprise e ON e.uscc = $1
        """;

    private const string CustomsSql = """
        SELECT line_no, consignor_uscc, export_date, commodity_code, commodity_name,
          unit1, quantity1, unit2, quantity2, declared_unit, declared_quantity,
          fob_usd, fob_cny, currency, trade_mode, customs_district, source_region,
          destination_country, status, via_bonded_zone, used_quantity, used_in
        FROM customs_declaration_line
        WHERE line_no = ANY($1)
        ORDER BY line_no
        FOR NO KEY UPDATE
        """;

    private const string InvoiceSql = """
        SELECT voucher_no, voucher_kind, seller_tax_id, seller_name, buyer_uscc, invoice_date,
          commodity_name, unit, quantity, tax_base, vat_rate, tax, status, certified,
          used_for_deduction, cross_check, simple_rate, used_tax_base, used_quantity, used_in
        FROM vat_invoice
        WHERE voucher_no = ANY($1)
        ORDER BY voucher_no
        FOR NO KEY UPDATE
        """;

    private const string MonthSql = """
        SELECT v.ecr_sales_cny, v.ending_credit, s.period, s.carry_forward_ecr
        FROM (SELECT) AS this_month
        LEFT JOIN vat_return v ON v.uscc = $1 AND v.period = $2
        LEFT JOIN LATERAL (
          SELECT period, carry_forward_ecr
          FROM ecr_summary
          WHERE uscc = $1 AND period < $2 AND pre_declaration_id <> $3
          ORDER BY period DESC, pre_declaration_id DESC
          LIMIT 1) s ON true
        """;

    private const string BookSql = """
        SELECT book_no, uscc, planned_allocation_rate, status, settle_by
        FROM processing_book
        WHERE book_no = ANY($1)
        """;

    /// <summary>Loads and locks.</summary>
    public static async Task<LoadedInformation> LoadAsync(
        NpgsqlTransaction transaction,
        VoucherOwner owner,
        ReferenceSnapshots references,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        AddHeader(batch, owner);
        AddKeys(batch, CustomsSql, owner.Keys.CustomsLines);
        AddKeys(batch, InvoiceSql, owner.Keys.Invoices);
        if (owner.HasMonth)
        {
            AddMonth(batch, owner);
            AddKeys(batch, BookSql, owner.Keys.Books);
        }

        var rows = new InformationRows();
        await using (var reader = await batch.ExecuteReaderAsync(cancel))
            await rows.ReadAsync(reader, owner, cancel);

        var originals = await OriginalLinesSql.LoadAsync(transaction, owner, cancel);
        var snapshot = await references.AtLeastAsync(rows.ReferenceVersion, cancel);
        var information = rows.ToInformation(snapshot) with { OriginalLines = originals };
        return new LoadedInformation(information, rows.Declarant, snapshot.Version);
    }

    private static void AddHeader(NpgsqlBatch batch, VoucherOwner owner)
    {
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(HeaderSql)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = owner.Uscc },
                    new NpgsqlParameter<string> { TypedValue = owner.Filing.Period },
                    new NpgsqlParameter<int> { TypedValue = owner.Filing.BatchNo },
                    new NpgsqlParameter<Guid> { TypedValue = owner.PreDeclarationId },
                },
            }
        );
    }

    private static void AddMonth(NpgsqlBatch batch, VoucherOwner owner)
    {
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(MonthSql)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = owner.Uscc },
                    new NpgsqlParameter<string> { TypedValue = owner.Filing.Period },
                    new NpgsqlParameter<Guid> { TypedValue = owner.PreDeclarationId },
                },
            }
        );
    }

    private static void AddKeys(NpgsqlBatch batch, string sql, string[] keys)
    {
        if (keys.Length == 0)
            return;
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(sql)
            {
                Parameters = { new NpgsqlParameter<string[]> { TypedValue = keys } },
            }
        );
    }
}
