using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Feeds;

/// <summary>
/// A line of a purchase invoice, as the invoice data of the tax administration know it.
/// </summary>
public sealed record VatInvoiceRow : IFeedRow
{
    /// <summary>18 to 22 characters.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string VoucherNo { get; init; }

    /// <summary>
    /// Line of the invoice, 1 to 99,999: one kind of goods at one rate; 1 when absent.
    /// </summary>
    public int? LineNo { get; init; }

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

    /// <summary>CNY yuan without VAT, of the line.</summary>
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

    /// <summary>
    /// True when the whole line was used for input deduction; <see cref="DeductedTaxBase"/> says
    /// how much was.
    /// </summary>
    public bool? UsedForDeduction { get; init; }

    /// <summary>
    /// Part of the tax base used for input deduction, as for goods sold at home, CNY yuan; null
    /// goes by <see cref="UsedForDeduction"/>.
    /// </summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal? DeductedTaxBase { get; init; }

    /// <summary>MATCHED, MISMATCHED or PENDING.</summary>
    public required string CrossCheck { get; init; }

    /// <summary>True when the supplier is taxed simply or is small-scale.</summary>
    public required bool SimpleRate { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public int Line => LineNo ?? 1;

    /// <summary>What is not claimable any more, CNY yuan.</summary>
    [JsonIgnore]
    public decimal Deducted => DeductedTaxBase ?? (UsedForDeduction == true ? TaxBase : 0m);

    // Lines stand in their order by number, as the checks lock them.
    [JsonIgnore]
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{VoucherNo}/{Line:00000}");

    [JsonIgnore]
    public IReadOnlyList<string> AwaitedAs =>
        [VoucherNo, new InvoiceKey(VoucherNo, Line).ToString()];

    public void Check(RowFaults faults)
    {
        faults.Require(
            VoucherNumbers.IsCustomsPayment(VoucherNo)
                && CodeText.Normalize(VoucherNo) == VoucherNo,
            "voucherNo",
            "须为18至22位大写字母或数字",
            "must be 18 to 22 capital letters or digits"
        );
        faults.Number(LineNo, "lineNo", 1, 99_999, 0);
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
        faults.Number(DeductedTaxBase, "deductedTaxBase", 0, TaxBase, 2);
        faults.Number(VatRate, "vatRate", 0, 100, 2);
        faults.Number(Tax, "tax", 0, 999_999_999_999m, 2);
        faults.OneOf(Status, "status", "NORMAL", "LOST_CONTROL", "VOID", "RED", "ABNORMAL");
        faults.OneOf(CrossCheck, "crossCheck", "MATCHED", "MISMATCHED", "PENDING");
    }
}

/// <summary>Feed "vat-invoices"; key: voucherNo, lineNo.</summary>
public sealed class VatInvoiceFeed : IFeed<VatInvoiceRow>
{
    public string Name => "vat-invoices";

    public JsonTypeInfo<VatInvoiceRow> Json => FeedJson.Default.VatInvoiceRow;

    public VersionedTable<VatInvoiceRow> Table => VoucherTablesSql.Invoices;
}
