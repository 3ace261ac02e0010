using Npgsql;

namespace RebateFlow.Intake.Feeds;

/// <summary>Upserts of vouchers. They keep what is in use: see 0002_create_voucher.sql.</summary>
public static class VoucherFeedSql
{
    private const string CustomsSql = """
        INSERT INTO customs_declaration_line AS c (
          line_no, consignor_uscc, export_date, commodity_code, commodity_name,
          unit1, quantity1, unit2, quantity2, declared_unit, declared_quantity,
          fob_usd, fob_cny, currency, trade_mode, customs_district, source_region,
          destination_country, status, via_bonded_zone, version, claimable_quantity)
        SELECT line_no, consignor_uscc, export_date, commodity_code, commodity_name,
          unit1, quantity1, unit2, quantity2, declared_unit, declared_quantity,
          fob_usd, fob_cny, currency, trade_mode, customs_district, source_region,
          destination_country, status, via_bonded_zone, version, quantity1
        FROM unnest(
          $1::text[], $2::text[], $3::date[], $4::text[], $5::text[],
          $6::text[], $7::numeric[], $8::text[], $9::numeric[], $10::text[], $11::numeric[],
          $12::numeric[], $13::numeric[], $14::text[], $15::text[], $16::text[], $17::text[],
          $18::text[], $19::text[], $20::boolean[], $21::bigint[]) AS r (
          line_no, consignor_uscc, export_date, commodity_code, commodity_name,
          unit1, quantity1, unit2, quantity2, declared_unit, declared_quantity,
          fob_usd, fob_cny, currency, trade_mode, customs_district, source_region,
          destination_country, status, via_bonded_zone, version)
        ON CONFLICT (line_no) DO UPDATE SET
          consignor_uscc = excluded.consignor_uscc,
          export_date = excluded.export_date,
          commodity_code = excluded.commodity_code,
          commodity_name = excluded.commodity_name,
          unit1 = excluded.unit1,
          quantity1 = excluded.quantity1,
          unit2 = excluded.unit2,
          quantity2 = excluded.quantity2,
          declared_unit = excluded.declared_unit,
          declared_quantity = excluded.declared_quantity,
          fob_usd = excluded.fob_usd,
          fob_cny = excluded.fob_cny,
          currency = excluded.currency,
          trade_mode = excluded.trade_mode,
          customs_district = excluded.customs_district,
          source_region = excluded.source_region,
          destination_country = excluded.destination_country,
          status = excluded.status,
          via_bonded_zone = excluded.via_bonded_zone,
          version = excluded.version,
          claimable_quantity = greatest(excluded.quantity1, c.used_quantity)
        WHERE c.version < excluded.version
        """;

    private const string InvoiceSql = """
        INSERT INTO vat_invoice AS v (
          voucher_no, voucher_kind, seller_tax_id, seller_name, buyer_uscc, invoice_date,
          commodity_name, unit, quantity, tax_base, vat_rate, tax, status, certified,
          used_for_deduction, cross_check, simple_rate, version, claimable_tax_base)
        SELECT voucher_no, voucher_kind, seller_tax_id, seller_name, buyer_uscc, invoice_date,
          commodity_name, unit, quantity, tax_base, vat_rate, tax, status, certified,
          used_for_deduction, cross_check, simple_rate, version, tax_base
        FROM unnest(
          $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[],
          $7::text[], $8::text[], $9::numeric[], $10::numeric[], $11::numeric[],
          $12::numeric[], $13::text[], $14::boolean[], $15::boolean[], $16::text[],
          $17::boolean[], $18::bigint[]) AS r (
          voucher_no, voucher_kind, seller_tax_id, seller_name, buyer_uscc, invoice_date,
          commodity_name, unit, quantity, tax_base, vat_rate,
          tax, status, certified, used_for_deduction, cross_check,
          simple_rate, version)
        ON CONFLICT (voucher_no) DO UPDATE SET
          voucher_kind = excluded.voucher_kind,
          seller_tax_id = excluded.seller_tax_id,
          seller_name = excluded.seller_name,
          buyer_uscc = excluded.buyer_uscc,
          invoice_date = excluded.invoice_date,
          commodity_name = excluded.commodity_name,
          unit = excluded.unit,
          quantity = excluded.quantity,
          tax_base = excluded.tax_base,
          vat_rate = excluded.vat_rate,
          tax = excluded.tax,
          status = excluded.status,
          certified = excluded.certified,
          used_for_deduction = excluded.used_for_deduction,
          cross_check = excluded.cross_check,
          simple_rate = excluded.simple_rate,
          version = excluded.version,
          claimable_tax_base = greatest(excluded.tax_base, v.used_tax_base)
        WHERE v.version < excluded.version
        """;

    /// <summary>Stores customs declaration lines; returns how many were new or newer.</summary>
    public static async Task<int> UpsertCustomsLinesAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<CustomsDeclarationRow> rows,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(
            CustomsSql,
            transaction.Connection,
            transaction
        );
        new RowParameters<CustomsDeclarationRow>(command, rows)
            .Add(row => row.LineNo)
            .Add(row => row.ConsignorUscc)
            .Add(row => row.ExportDate)
            .Add(row => row.CommodityCode)
            .Add(row => row.CommodityName)
            .Add(row => row.Unit1)
            .Add(row => row.Quantity1)
            .Add(row => row.Unit2)
            .Add(row => row.Quantity2)
            .Add(row => row.DeclaredUnit)
            .Add(row => row.DeclaredQuantity)
            .Add(row => row.FobUsd)
            .Add(row => row.FobCny)
            .Add(row => row.Currency)
            .Add(row => row.TradeMode)
            .Add(row => row.CustomsDistrict)
            .Add(row => row.SourceRegion)
            .Add(row => row.DestinationCountry)
            .Add(row => row.Status)
            .Add(row => row.ViaBondedZone)
            .Add(row => row.Version);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Stores invoices; returns how many were new or newer.</summary>
    public static async Task<int> UpsertInvoicesAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<VatInvoiceRow> rows,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(
            InvoiceSql,
            transaction.Connection,
            transaction
        );
        new RowParameters<VatInvoiceRow>(command, rows)
            .Add(row => row.VoucherNo)
            .Add(row => row.VoucherKind)
            .Add(row => row.SellerTaxId)
            .Add(row => row.SellerName)
            .Add(row => row.BuyerUscc)
            .Add(row => row.InvoiceDate)
            .Add(row => row.CommodityName)
            .Add(row => row.Unit)
            .Add(row => row.Quantity)
            .Add(row => row.TaxBase)
            .Add(row => row.VatRate)
            .Add(row => row.Tax)
            .Add(row => row.Status)
            .Add(row => row.Certified)
            .Add(row => row.UsedForDeduction)
            .Add(row => row.CrossCheck)
            .Add(row => row.SimpleRate)
            .Add(row => row.Version);
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
