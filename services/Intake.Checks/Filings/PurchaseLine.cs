using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Filings;

/// <summary>A line of the purchase detail form 进货明细 (ER).</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PurchaseLine
{
    /// <summary>Line number 序号: 0001 on; after 9999 comes A001.</summary>
    public required string LineNo { get; init; }

    /// <summary>Association number 关联号 that joins the line to its export line.</summary>
    public required string AssociationNo { get; init; }

    /// <summary>Tax: V value-added tax, C consumption tax.</summary>
    public TaxKind TaxKind { get; init; } = TaxKind.V;

    /// <summary>Kind of the voucher; its number's form follows from it.</summary>
    public required VoucherKind VoucherKind { get; init; }

    /// <summary>Voucher number 进货凭证号, 18 to 22 characters.</summary>
    public required string VoucherNo { get; init; }

    /// <summary>
    /// Line of the voucher that this line takes, from 1; null is its only line, or the one that
    /// unit, rate and goods tell for certain (M218 otherwise).
    /// </summary>
    public int? VoucherLineNo { get; init; }

    /// <summary>Taxpayer id of the supplier.</summary>
    public required string SupplierTaxId { get; init; }

    /// <summary>Date of the invoice.</summary>
    public required DateOnly InvoiceDate { get; init; }

    /// <summary>Commodity code 商品代码, the one that matches the export line's.</summary>
    public required string CommodityCode { get; init; }

    /// <summary>Commodity name.</summary>
    public string? CommodityName { get; init; }

    /// <summary>Unit of the quantity, name or code of the unit table.</summary>
    public required string Unit { get; init; }

    /// <summary>
    /// Quantity in <see cref="Unit"/>; 0 for processing-fee and auxiliary vouchers.
    /// </summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal Quantity { get; init; }

    /// <summary>Base 计税金额, CNY yuan without VAT; may be part of the invoice.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal TaxBase { get; init; }

    /// <summary>Levy rate 征税率 of the invoice in percent.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal VatRate { get; init; }

    /// <summary>Rebate rate 退税率 in percent.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal RebateRate { get; init; }

    /// <summary>Rebatable tax 可退税额 as declared, CNY yuan: base times rebate rate.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal RebatableTax { get; init; }

    /// <summary>Remark of the exporter; WT marks processing-fee and auxiliary lines.</summary>
    public string? Remark { get; init; }
}

/// <summary>Which tax a purchase line claims.</summary>
[JsonConverter(typeof(WireCodeJsonConverter<TaxKind>))]
public enum TaxKind
{
    /// <summary>Value-added tax 增值税.</summary>
    V,

    /// <summary>
    /// Consumption tax 消费税; its amount is the declared one, not a rate on the VAT base.
    /// </summary>
    C,
}

/// <summary>Kinds of purchase vouchers 凭证种类.</summary>
[JsonConverter(typeof(WireCodeJsonConverter<VoucherKind>))]
public enum VoucherKind
{
    /// <summary>Special VAT invoice 增值税专用发票, 18 digits.</summary>
    SpecialInvoice,

    /// <summary>Ordinary or roll invoice, 20 digits.</summary>
    OrdinaryInvoice,

    /// <summary>Digital invoice 数电票, 20 digits.</summary>
    DigitalInvoice,

    /// <summary>Customs payment slip of import VAT 海关缴款书, 18 to 22 characters.</summary>
    CustomsPayment,

    /// <summary>Agency rebate invoice 代办退税专用发票.</summary>
    AgencyInvoice,
}
