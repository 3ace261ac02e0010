using Npgsql;

namespace RebateFlow.Intake.Feeds;

/// <summary>
/// Upserts of the smaller feeds. Rows that every check reads from memory also move
/// reference_version.
/// </summary>
public static class ReferenceFeedSql
{
    /// <summary>Stores enterprises; returns how many were new or newer.</summary>
    public static async Task<int> UpsertEnterprisesAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<EnterpriseRow> rows,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO enterprise AS t (
              uscc, name, kind, enterprise_class, aeo_status, tax_authority, customs_district,
              customs_code, legal_person, address, processing_trade_share_percent,
              registered_on, first_declared_on, suspended, version)
            SELECT
              r.uscc, r.name, r.kind, r.enterprise_class, r.aeo_status, r.tax_authority,
              r.customs_district, r.customs_code, r.legal_person, r.address,
              r.processing_trade_share_percent, r.registered_on, r.first_declared_on,
              r.suspended, r.version
            FROM unnest(
              $1::text[], $2::text[], $3::text[], $4::smallint[], $5::text[], $6::text[],
              $7::text[], $8::text[], $9::text[], $10::text[], $11::numeric[], $12::date[],
              $13::date[], $14::boolean[], $15::bigint[]) AS r (
              uscc, name, kind, enterprise_class, aeo_status, tax_authority, customs_district,
              customs_code, legal_person, address, processing_trade_share_percent,
              registered_on, first_declared_on, suspended, version)
            ON CONFLICT (uscc) DO UPDATE SET
              name = excluded.name,
              kind = excluded.kind,
              enterprise_class = excluded.enterprise_class,
              aeo_status = excluded.aeo_status,
              tax_authority = excluded.tax_authority,
              customs_district = excluded.customs_district,
              customs_code = excluded.customs_code,
              legal_person = excluded.legal_person,
              address = excluded.address,
              processing_trade_share_percent = excluded.processing_trade_share_percent,
              registered_on = excluded.registered_on,
              first_declared_on = excluded.first_declared_on,
              suspended = excluded.suspended,
              version = excluded.version
            WHERE t.version < excluded.version
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        new RowParameters<EnterpriseRow>(command, rows)
            .Add(row => row.Uscc)
            .Add(row => row.Name)
            .Add(row => row.Kind)
            .Add(row => (short)row.EnterpriseClass)
            .Add(row => row.AeoStatus)
            .Add(row => row.TaxAuthority)
            .Add(row => row.CustomsDistrict)
            .Add(row => row.CustomsCode)
            .Add(row => row.LegalPerson)
            .Add(row => row.Address)
            .Add(row => row.ProcessingTradeSharePercent)
            .Add(row => row.RegisteredOn)
            .Add(row => row.FirstDeclaredOn)
            .Add(row => row.Suspended)
            .Add(row => row.Version);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Stores rows of the rate library; returns how many were new or newer.</summary>
    public static async Task<int> UpsertRateLibraryAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<RateLibraryFeedRow> rows,
        CancellationToken cancel
    )
    {
        const string sql = """
            WITH taken AS (
              INSERT INTO rate_library_row AS t (
                code, rebate_rate_percent, special_flag, valid_from, valid_to, name, unit1, unit2,
                vat_rates_percent, version)
              SELECT
                r.code, r.rebate_rate_percent, r.special_flag, r.valid_from, r.valid_to, r.name,
                r.unit1, r.unit2, string_to_array(r.vat_rates_percent, '|')::numeric[], r.version
              FROM unnest(
                $1::text[], $2::numeric[], $3::text[], $4::date[], $5::date[], $6::text[],
                $7::text[], $8::text[], $9::text[], $10::bigint[]) AS r (
                code, rebate_rate_percent, special_flag, valid_from, valid_to, name, unit1, unit2,
                vat_rates_percent, version)
              ON CONFLICT (code, rebate_rate_percent, special_flag, valid_from) DO UPDATE SET
                valid_to = excluded.valid_to,
                name = excluded.name,
                unit1 = excluded.unit1,
                unit2 = excluded.unit2,
                vat_rates_percent = excluded.vat_rates_percent,
                version = excluded.version
              WHERE t.version < excluded.version
              RETURNING 1),
            noted AS (
              UPDATE reference_version SET version = version + 1
              WHERE EXISTS (SELECT 1 FROM taken))
            SELECT count(*)::integer FROM taken
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        new RowParameters<RateLibraryFeedRow>(command, rows)
            .Add(row => row.Code)
            .Add(row => row.RebateRate)
            .Add(row => row.SpecialFlag)
            .Add(row => row.ValidFrom)
            .Add(row => row.ValidTo)
            .Add(row => row.Name)
            .Add(row => row.Unit1)
            .Add(row => row.Unit2)
            .Add(row => string.Join('|', row.VatRates))
            .Add(row => row.Version);
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Stores exchange rates; returns how many were new or newer.</summary>
    public static async Task<int> UpsertExchangeRatesAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<ExchangeRateFeedRow> rows,
        CancellationToken cancel
    )
    {
        const string sql = """
            WITH taken AS (
              INSERT INTO exchange_rate AS t (
                currency, month, cny_per_unit, version)
              SELECT
                r.currency, r.month, r.cny_per_unit, r.version
              FROM unnest(
                $1::text[], $2::text[], $3::numeric[], $4::bigint[]) AS r (
                currency, month, cny_per_unit, version)
              ON CONFLICT (currency, month) DO UPDATE SET
                cny_per_unit = excluded.cny_per_unit,
                version = excluded.version
              WHERE t.version < excluded.version
              RETURNING 1),
            noted AS (
              UPDATE reference_version SET version = version + 1
              WHERE EXISTS (SELECT 1 FROM taken))
            SELECT count(*)::integer FROM taken
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        new RowParameters<ExchangeRateFeedRow>(command, rows)
            .Add(row => row.Currency)
            .Add(row => row.Month)
            .Add(row => row.CnyPerUnit)
            .Add(row => row.Version);
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Stores VAT returns; returns how many were new or newer.</summary>
    public static async Task<int> UpsertVatReturnsAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<VatReturnRow> rows,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO vat_return AS t (
              uscc, period, ecr_sales_cny, ending_credit, filed_on, version)
            SELECT
              r.uscc, r.period, r.ecr_sales_cny, r.ending_credit, r.filed_on, r.version
            FROM unnest(
              $1::text[], $2::text[], $3::numeric[], $4::numeric[], $5::date[], $6::bigint[]) AS r (
              uscc, period, ecr_sales_cny, ending_credit, filed_on, version)
            ON CONFLICT (uscc, period) DO UPDATE SET
              ecr_sales_cny = excluded.ecr_sales_cny,
              ending_credit = excluded.ending_credit,
              filed_on = excluded.filed_on,
              version = excluded.version
            WHERE t.version < excluded.version
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        new RowParameters<VatReturnRow>(command, rows)
            .Add(row => row.Uscc)
            .Add(row => row.Period)
            .Add(row => row.EcrSalesCny)
            .Add(row => row.EndingCredit)
            .Add(row => row.FiledOn)
            .Add(row => row.Version);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Stores processing books; returns how many were new or newer.</summary>
    public static async Task<int> UpsertProcessingBooksAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<ProcessingBookRow> rows,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO processing_book AS t (
              book_no, uscc, planned_allocation_rate, valid_from, settle_by, status, version)
            SELECT
              r.book_no, r.uscc, r.planned_allocation_rate, r.valid_from, r.settle_by, r.status,
              r.version
            FROM unnest(
              $1::text[], $2::text[], $3::numeric[], $4::date[], $5::date[], $6::text[],
              $7::bigint[]) AS r (
              book_no, uscc, planned_allocation_rate, valid_from, settle_by, status, version)
            ON CONFLICT (book_no) DO UPDATE SET
              uscc = excluded.uscc,
              planned_allocation_rate = excluded.planned_allocation_rate,
              valid_from = excluded.valid_from,
              settle_by = excluded.settle_by,
              status = excluded.status,
              version = excluded.version
            WHERE t.version < excluded.version
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        new RowParameters<ProcessingBookRow>(command, rows)
            .Add(row => row.BookNo)
            .Add(row => row.Uscc)
            .Add(row => row.PlannedAllocationRate)
            .Add(row => row.ValidFrom)
            .Add(row => row.SettleBy)
            .Add(row => row.Status)
            .Add(row => row.Version);
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
