namespace RebateFlow.Intake.Feeds;

/// <summary>Tables of vouchers. They keep what is in use: see 0002_create_voucher.sql.</summary>
public static class VoucherTablesSql
{
    public static readonly VersionedTable<CustomsDeclarationRow> CustomsLines =
        new VersionedTable<CustomsDeclarationRow>("customs_declaration_line", "line_no")
            .Column("line_no", row => row.LineNo)
            .Column("consignor_uscc", row => row.ConsignorUscc)
            .Column("export_date", row => row.ExportDate)
            .Column("commodity_code", row => row.CommodityCode)
            .Column("commodity_name", row => row.CommodityName)
            .Column("unit1", row => row.Unit1)
            .Column("quantity1", row => row.Quantity1)
            .Column("unit2", row => row.Unit2)
            .Column("quantity2", row => row.Quantity2)
            .Column("declared_unit", row => row.DeclaredUnit)
            .Column("declared_quantity", row => row.DeclaredQuantity)
            .Column("fob_usd", row => row.FobUsd)
            .Column("fob_cny", row => row.FobCny)
            .Column("currency", row => row.Currency)
            .Column("trade_mode", row => row.TradeMode)
            .Column("customs_district", row => row.CustomsDistrict)
            .Column("source_region", row => row.SourceRegion)
            .Column("destination_country", row => row.DestinationCountry)
            .Column("status", row => row.Status)
            .Column("via_bonded_zone", row => row.ViaBondedZone)
            .Column("version", row => row.Version)
            .Derived(
                "claimable_quantity",
                "quantity1",
                "greatest(excluded.quantity1, t.used_quantity)"
            );

    public static readonly VersionedTable<VatInvoiceRow> Invoices =
        new VersionedTable<VatInvoiceRow>("vat_invoice", "voucher_no", "line_no")
            .Column("voucher_no", row => row.VoucherNo)
            .Column("line_no", row => row.Line)
            .Column("voucher_kind", row => row.VoucherKind)
            .Column("seller_tax_id", row => row.SellerTaxId)
            .Column("seller_name", row => row.SellerName)
            .Column("buyer_uscc", row => row.BuyerUscc)
            .Column("invoice_date", row => row.InvoiceDate)
            .Column("commodity_name", row => row.CommodityName)
            .Column("unit", row => row.Unit)
            .Column("quantity", row => row.Quantity)
            .Column("tax_base", row => row.TaxBase)
            .Column("vat_rate", row => row.VatRate)
            .Column("tax", row => row.Tax)
            .Column("status", row => row.Status)
            .Column("certified", row => row.Certified)
            .Column("deducted_tax_base", row => row.Deducted)
            .Column("cross_check", row => row.CrossCheck)
            .Column("simple_rate", row => row.SimpleRate)
            .Column("version", row => row.Version)
            .Derived(
                "claimable_tax_base",
                "tax_base - deducted_tax_base",
                "greatest(excluded.tax_base - excluded.deducted_tax_base, t.used_tax_base)"
            );
}
