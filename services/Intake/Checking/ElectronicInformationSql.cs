using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Intake.NoDataForms;
using RebateFlow.Intake.Reference;
using RebateFlow.Intake.Settlements;
using RebateFlow.Intake.Vouchers;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.Checking;

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
)
{
    /// <summary>The live batches of the declarant's months (ECR).</summary>
    public IReadOnlyList<EcrLink> Links { get; init; } = [];
}

/// <summary>
/// Loads the electronic information of attempts in one round trip and locks their vouchers, customs
/// lines before invoices and each by key, to the end of the transaction: attempts on the same
/// vouchers follow one another and never deadlock.
/// </summary>
public static class ElectronicInformationSql
{
    private const string HeaderSql = """
        SELECT r.version,
          EXISTS (
            SELECT FROM batch_use b
            WHERE b.uscc = k.uscc AND b.period = k.period AND b.batch_no = k.batch_no
              AND b.pre_declaration_id <> k.id),
          e.name, e.kind, coalesce(c.enterprise_class, e.enterprise_class), e.aeo_status,
          e.tax_authority, e.customs_district,
          e.legal_person, e.address, e.processing_trade_share_percent, e.registered_on,
          e.first_declared_on, e.suspended,
          EXISTS (SELECT FROM line_offset o WHERE o.uscc = k.uscc)
        FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY
          AS k (id, uscc, period, batch_no, handed_in_on, number)
        CROSS JOIN reference_version r
        LEFT JOIN enterprise e ON e.uscc = k.uscc
        LEFT JOIN LATERAL (
          SELECT enterprise_class
          FROM enterprise_class
          WHERE uscc = k.uscc AND valid_from <= k.handed_in_on
          ORDER BY valid_from DESC, class_no DESC
          LIMIT 1) c ON true
        ORDER BY k.number
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
        SELECT voucher_no, line_no, voucher_kind, seller_tax_id, seller_name, buyer_uscc,
          invoice_date, commodity_name, unit, quantity, tax_base, vat_rate, tax, status, certified,
          deducted_tax_base, cross_check, simple_rate, used_tax_base, used_quantity, used_in
        FROM vat_invoice
        WHERE voucher_no = ANY($1)
        ORDER BY voucher_no, line_no
        FOR NO KEY UPDATE
        """;

    private const string CertificateSql = """
        SELECT certificate_no, principal_uscc, customs_declaration_line_no
        FROM agency_certificate
        WHERE certificate_no = ANY($1)
        """;

    private const string FxReceiptSql = """
        SELECT customs_declaration_line_no, kind, currency, amount, received_on
        FROM fx_receipt
        WHERE customs_declaration_line_no = ANY($1)
        ORDER BY customs_declaration_line_no, received_on, receipt_no
        """;

    // Batches of one month follow one another: each takes what the others leave of the credit.
    private const string LockMonthSql = """
        SELECT
        FROM unnest($1, $2) AS k (uscc, period)
        JOIN vat_return v ON v.uscc = k.uscc AND v.period = k.period
        ORDER BY v.uscc, v.period
        FOR NO KEY UPDATE OF v
        """;

    private const string MonthSql = """
        SELECT v.ecr_sales_cny, v.ending_credit,
          EXISTS (SELECT FROM settlement t WHERE t.uscc = k.uscc AND t.state = 'REGISTERED'),
          m.left_of_credit
        FROM unnest($1, $2, $3) WITH ORDINALITY AS k (uscc, period, month_before, number)
        LEFT JOIN vat_return v ON v.uscc = k.uscc AND v.period = k.period
        CROSS JOIN LATERAL (
          SELECT CASE WHEN count(*) > 0
            THEN greatest(0, max(ending_credit) - sum(rebate_due_cny)) END AS left_of_credit
          FROM ecr_summary
          WHERE uscc = k.uscc AND period = k.month_before) m
        ORDER BY k.number
        """;

    // A book is not settled while filings under it are checked.
    private const string LockBooksSql = """
        SELECT
        FROM processing_book
        WHERE book_no = ANY($1)
        ORDER BY book_no
        FOR KEY SHARE
        """;

    private const string BookSql = """
        SELECT book_no, uscc, planned_allocation_rate, status, settle_by
        FROM processing_book
        WHERE book_no = ANY($1)
        """;

    /// <summary>Loads and locks; the answers come in the order of the owners.</summary>
    public static async Task<IReadOnlyList<LoadedInformation>> LoadAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<VoucherOwner> owners,
        ReferenceSnapshots references,
        DateOnly today,
        CancellationToken cancel
    )
    {
        var rows = new InformationRows(owners);
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        AddHeaders(batch, owners);
        AddKeys(batch, CustomsSql, rows.CustomsLineNos);
        AddKeys(batch, InvoiceSql, rows.InvoiceNos);
        AddKeys(batch, CertificateSql, rows.CertificateNos);
        if (rows.Monthly.Count > 0)
        {
            AddKeys(batch, LockBooksSql, rows.BookNos);
            AddMonths(batch, rows.Monthly);
            AddKeys(batch, BookSql, rows.BookNos);
        }
        await using (var reader = await batch.ExecuteReaderAsync(cancel))
            await rows.ReadAsync(reader, cancel);

        var snapshot = await references.AtLeastAsync(rows.ReferenceVersion, cancel);
        var limits = snapshot.Tables.Settings.On(today);
        if (limits.FxReceiptsFed)
            await LoadFxReceiptsAsync(transaction, rows, cancel);
        if (rows.IsAnyUsedElsewhere)
            await UndecidedPartSql.LoadAsync(transaction, rows.All, cancel);
        AttemptRows[] mayHaveForms =
        [
            .. rows.All.Where(one => one.Owner.MayHaveForms(limits, today)),
        ];
        if (mayHaveForms.Length > 0)
            await NoDataFormSql.LoadAsync(transaction, mayHaveForms, cancel);
        var loaded = new List<LoadedInformation>(owners.Count);
        await LoadSettlementsAsync(transaction, rows, cancel);
        foreach (var row in rows.All)
        {
            var information = row.ToInformation(snapshot) with
            {
                Originals = await OriginalsSql.LoadAsync(
                    transaction,
                    row.Owner,
                    row.HasOffsets,
                    cancel
                ),
            };
            loaded.Add(
                new LoadedInformation(information, row.Declarant, snapshot.Version)
                {
                    Links = row.Links,
                }
            );
        }
        return loaded;
    }

    private static async Task LoadSettlementsAsync(
        NpgsqlTransaction transaction,
        InformationRows rows,
        CancellationToken cancel
    )
    {
        foreach (var row in rows.Monthly.Where(row => row.HasSettlements))
            row.Settlements = await RegisteredSettlementSql.LockAsync(
                transaction,
                row.Owner.Uscc,
                row.Owner.PreDeclarationId,
                cancel
            );
    }

    private static async Task LoadFxReceiptsAsync(
        NpgsqlTransaction transaction,
        InformationRows rows,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(
            FxReceiptSql,
            transaction.Connection,
            transaction
        );
        command.Parameters.Add(Value(rows.CustomsLineNos));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        rows.ConnectFxReceipts();
        while (await reader.ReadAsync(cancel))
            rows.ReadFxReceipt(reader);
    }

    private static void AddHeaders(NpgsqlBatch batch, IReadOnlyList<VoucherOwner> owners) =>
        batch.Add(
            HeaderSql,
            Value(owners.Select(owner => owner.PreDeclarationId).ToArray()),
            Value(owners.Select(owner => owner.Uscc).ToArray()),
            Value(owners.Select(owner => owner.Filing.Period).ToArray()),
            Value(owners.Select(owner => owner.Filing.BatchNo).ToArray()),
            Value(owners.Select(owner => owner.HandedInOn).ToArray())
        );

    private static void AddMonths(NpgsqlBatch batch, IReadOnlyList<AttemptRows> monthly)
    {
        string[] usccs = [.. monthly.Select(rows => rows.Owner.Uscc)];
        string[] periods = [.. monthly.Select(rows => rows.Owner.Filing.Period)];
        string[] before = [.. monthly.Select(rows => MonthBefore(rows.Owner.Filing.Period))];
        batch.Add(Rechecks.MonthSql.LockSql, Value(usccs));
        batch.Add(LockMonthSql, Value(usccs), Value(periods));
        batch.Add(MonthSql, Value(usccs), Value(periods), Value(before));
        batch.Add(Rechecks.MonthSql.LinksSql, Value(usccs), Value(periods));
    }

    /// <summary>Empty for what is no month (F002): no summary has that.</summary>
    private static string MonthBefore(string period) =>
        Period.TryParse(period, out var month)
            ? Period.Of(new DateOnly(month.Year, month.Month, 1).AddDays(-1)).ToString()
            : "";

    private static void AddKeys(NpgsqlBatch batch, string sql, string[] keys)
    {
        if (keys.Length > 0)
            batch.Add(sql, Value(keys));
    }
}
