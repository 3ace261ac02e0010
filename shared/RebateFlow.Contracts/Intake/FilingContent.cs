using System.Text.Json.Serialization;

namespace RebateFlow.Contracts.Intake;

/// <summary>
/// What <see cref="Filing.Content"/> holds: every line, doubt and derived figure of an attempt.
/// </summary>
public sealed record FilingContent
{
    /// <summary>Export lines in form order.</summary>
    public required IReadOnlyList<FiledExportLine> ExportLines { get; init; }

    /// <summary>Purchase lines in form order; empty for ECR.</summary>
    public required IReadOnlyList<FiledPurchaseLine> PurchaseLines { get; init; }

    /// <summary>The 19-row summary 免抵退税申报汇总表 (ECR); null for ER.</summary>
    public required FiledEcrSummary? EcrSummary { get; init; }

    /// <summary>Doubts of the attempt in form order, all passable.</summary>
    public required IReadOnlyList<FiledDoubt> Doubts { get; init; }
}

/// <summary>An export line with what customs knows about it and what Intake computed.</summary>
public sealed record FiledExportLine
{
    /// <summary>Line number on the form 序号.</summary>
    public required string LineNo { get; init; }

    /// <summary>Association number 关联号 (ER); empty for ECR.</summary>
    public required string AssociationNo { get; init; }

    /// <summary>21-digit customs declaration line 报关单号.</summary>
    public required string CustomsDeclarationLineNo { get; init; }

    /// <summary>Export date, which decides rates and rules.</summary>
    public required DateOnly ExportDate { get; init; }

    /// <summary>Commodity code 商品代码, 8 to 14 digits.</summary>
    public required string CommodityCode { get; init; }

    /// <summary>Commodity name as declared.</summary>
    public required string CommodityName { get; init; }

    /// <summary>Declared unit, Chinese name of the unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Quantity in <see cref="Unit"/>, four decimals; negative on an offset.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>US dollars FOB, two decimals; negative on an offset.</summary>
    public required decimal FobUsd { get; init; }

    /// <summary>CNY yuan FOB, two decimals; negative on an offset.</summary>
    public required decimal FobCny { get; init; }

    /// <summary>
    /// First and second statutory unit of the customs declaration; empty when not known.
    /// </summary>
    public required IReadOnlyList<string> CustomsUnits { get; init; }

    /// <summary>
    /// Quantity of the whole customs line in each of <see cref="CustomsUnits"/>, four decimals, 0
    /// or more. Null when not known and in messages from before this member was.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<decimal>? CustomsQuantities { get; init; }

    /// <summary>Customs district of the declaration, 4 digits; empty when not known.</summary>
    public required string CustomsDistrict { get; init; }

    /// <summary>Source region of the goods, GB/T 2260 prefix; empty when not known.</summary>
    public required string SourceRegion { get; init; }

    /// <summary>Country of destination, ISO 3166-1 alpha-3; empty when not known.</summary>
    public required string DestinationCountry { get; init; }

    /// <summary>Trade mode 监管方式, 4 digits; empty when not known.</summary>
    public required string TradeMode { get; init; }

    /// <summary>Rebate rate 退税率 applied, percent.</summary>
    public required decimal RebateRatePercent { get; init; }

    /// <summary>
    /// Tax of the line in CNY yuan, two decimals: rebate of its association (ER) or ECR tax (ECR).
    /// </summary>
    public required decimal RebateCny { get; init; }
}

/// <summary>A purchase line (ER) with what the invoice data know about it.</summary>
public sealed record FiledPurchaseLine
{
    /// <summary>Line number on the form 序号.</summary>
    public required string LineNo { get; init; }

    /// <summary>Association number 关联号.</summary>
    public required string AssociationNo { get; init; }

    /// <summary>Voucher number 进货凭证号, 18 to 22 characters.</summary>
    public required string VoucherNo { get; init; }

    /// <summary>
    /// Line of the voucher that this line takes, from 1; null when the voucher has only one, and in
    /// messages from before this member was.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? VoucherLineNo { get; init; }

    /// <summary>
    /// SPECIAL_INVOICE, ORDINARY_INVOICE, DIGITAL_INVOICE, CUSTOMS_PAYMENT or AGENCY_INVOICE; null
    /// in messages from before this member was.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? VoucherKind { get; init; }

    /// <summary>Supplier's taxpayer id.</summary>
    public required string SupplierTaxId { get; init; }

    /// <summary>Supplier's name by the invoice data; empty when not known.</summary>
    public required string SupplierName { get; init; }

    /// <summary>Date of the invoice.</summary>
    public required DateOnly InvoiceDate { get; init; }

    /// <summary>Commodity code, 8 to 14 digits.</summary>
    public required string CommodityCode { get; init; }

    /// <summary>Unit of the invoice, Chinese name of the unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Quantity in <see cref="Unit"/>, four decimals.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Claimed base 计税金额, CNY yuan without VAT, two decimals.</summary>
    public required decimal TaxBaseCny { get; init; }

    /// <summary>Levy rate 征税率, percent.</summary>
    public required decimal VatRatePercent { get; init; }

    /// <summary>Rebate rate applied, percent.</summary>
    public required decimal RebateRatePercent { get; init; }

    /// <summary>Rebate of the line, CNY yuan, two decimals.</summary>
    public required decimal RebateCny { get; init; }
}

/// <summary>The rows of the ECR summary that decide the money, CNY yuan, two decimals.</summary>
public sealed record FiledEcrSummary
{
    /// <summary>Row 9, disallowed tax 不得免征和抵扣税额合计.</summary>
    public required decimal DisallowedTaxTotal { get; init; }

    /// <summary>Row 10, ECR tax 免抵退税额.</summary>
    public required decimal EcrTax { get; init; }

    /// <summary>Row 13, carried from the last period.</summary>
    public required decimal CarriedForwardEcr { get; init; }

    /// <summary>Row 15, total ECR tax, 0 or more.</summary>
    public required decimal EcrTotal { get; init; }

    /// <summary>Row 16, carried to the next period, 0 or more.</summary>
    public required decimal CarryForwardEcr { get; init; }

    /// <summary>Row 17, ending VAT credit 期末留抵税额, 0 or more.</summary>
    public required decimal EndingCredit { get; init; }

    /// <summary>Row 18, rebate due 应退税额.</summary>
    public required decimal RebateDue { get; init; }

    /// <summary>Row 19, exempt-credit amount 免抵税额.</summary>
    public required decimal ExemptCredit { get; init; }
}

/// <summary>A doubt 疑点 as it was fed back to the exporter.</summary>
public sealed record FiledDoubt
{
    /// <summary>Number of the doubt within the attempt, 1 or more.</summary>
    public required int DoubtNo { get; init; }

    /// <summary>Code of the catalogue, such as M105.</summary>
    public required string Code { get; init; }

    /// <summary>NOTE, WARNING or ERROR.</summary>
    public required string Level { get; init; }

    /// <summary>
    /// Who may pass it: OFFICER or REVIEWER (a doubt that nobody may pass never clears).
    /// </summary>
    public required string PassableBy { get; init; }

    /// <summary>header, export, purchase, association or summary.</summary>
    public required string Form { get; init; }

    /// <summary>Line or association number; empty for the header and the summary.</summary>
    public required string Place { get; init; }

    /// <summary>Field by its API name; empty when the whole line is meant.</summary>
    public required string Field { get; init; }

    /// <summary>What was declared.</summary>
    public required string Declared { get; init; }

    /// <summary>What it was compared with.</summary>
    public required string Expected { get; init; }

    /// <summary>Text for a person, Chinese.</summary>
    public required string TextZh { get; init; }

    /// <summary>Text for a person, English.</summary>
    public required string TextEn { get; init; }
}
