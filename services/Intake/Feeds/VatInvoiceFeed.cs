using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Feeds;

/// <summary>A purchase invoice, as the invoice data of the tax administration know it.</summary>
public sealed record VatInvoiceRow : IFeedRow
{
    /// <summary>18 to 22 characters.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string VoucherNo { get; init; }

    /// <summary>
    /// SPECIAL_INVOICE, ORDINARY_INVOICE, DIGITAL_INVOICE, CUSTOMS_PAYMENT or AGENCY_INVOICE.
    /// </summary>
    public required string VoucherKind { get; init; }

    [JsonConverter(typeof(CodeJsonConverter))]
    public required string SellerTaxId { get; init; }
    public required string SellerName { get; init; }

    /// <summary>18 characters, or the former id of 15 that older invoices carry.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string BuyerUscc { get; init; }
    public required DateOnly InvoiceDate { get; init; }
    public required string CommodityName { get; init; }
    public required string Unit { get; init; }

    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal Quantity { get; init; }

    /// <summary>CNY yuan without VAT.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal TaxBase { get; init; }

    /// <summary>Percent.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal VatRate { get; init; }

    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal Tax { get; init; }

    /// <summary>NORMAL, LOST_CONTROL, VOID, RED or ABNORMAL.</summary>
    public required string Status { get; init; }

    /// <summary>Certified, or ticked for rebate.</summary>
    public required bool Certified { get; init; }
    public required bool UsedForDeduction { get; init; }

    /// <summary>MATCHED, MISMATCHED or PENDING.</summary>
    public required string CrossCheck { get; init; }

    /// <summary>True when the supplier is taxed simply or is small-scale.</summary>
    public required bool SimpleRate { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public string Key => VoucherNo;

    public void Check(RowFaults faults)
    {
        faults.Require(
            VoucherNumbers.IsCustomsPayment(VoucherNo)
                && CodeText.Normalize(VoucherNo) == VoucherNo,
            "voucherNo",
            "须为18至22位大写字母或数字",
            "must be 18 to 22 capital letters or digits"
        );
        faults.OneOf(
            VoucherKind,
            "voucherKind",
            "SPECIAL_INVOICE",
            "ORDINARY_INVOICE",
            "DIGITAL_INVOICE",
            "CUSTOMS_PAYMENT",
            "AGENCY_INVOICE"
        );
        faults.Code(SellerTaxId, "sellerTaxId", 15, 20);
        faults.Text(SellerName, "sellerName");
        faults.TaxpayerId(BuyerUscc, "buyerUscc");
        faults.Date(InvoiceDate, "invoiceDate");
        faults.Text(CommodityName, "commodityName");
        faults.Text(Unit, "unit", 0);
        faults.Number(Quantity, "quantity", 0, 99_999_999_999m, 4);
        faults.Number(TaxBase, "taxBase", 0, 999_999_999_999m, 2);
        faults.Number(VatRate, "vatRate", 0, 100, 2);
        faults.Number(Tax, "tax", 0, 999_999_999_999m, 2);
        faults.OneOf(Status, "status", "NORMAL", "LOST_CONTROL", "VOID", "RED", "ABNORMAL");
        faults.OneOf(CrossCheck, "crossCheck", "MATCHED", "MISMATCHED", "PENDING");
    }
}

/// <summary>Feed "vat-invoices"; key: voucherNo.</summary>
public sealed class VatInvoiceFeed : IFeed<VatInvoiceRow>
{
    public string Name => "vat-invoices";

    public JsonTypeInfo<VatInvoiceRow> Json => FeedJson.Default.VatInvoiceRow;

    public VersionedTable<VatInvoiceRow> Table => VoucherTablesSql.Invoices;
}
