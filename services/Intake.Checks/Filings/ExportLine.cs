using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Filings;

/// <summary>A line of the export detail form 出口明细.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ExportLine
{
    /// <summary>Line number 序号: 0001 on; after 9999 comes A001.</summary>
    public required string LineNo { get; init; }

    /// <summary>Association number 关联号 (ER).</summary>
    public string? AssociationNo { get; init; }

    /// <summary>Number of the exporter's own invoice to its buyer.</summary>
    public string? ExportInvoiceNo { get; init; }

    /// <summary>Customs declaration line 报关单号, 21 characters.</summary>
    public required string CustomsDeclarationLineNo { get; init; }

    /// <summary>Certificate of export goods by agent 代理出口货物证明, 20 characters.</summary>
    public string? AgencyCertificateNo { get; init; }

    /// <summary>
    /// Departure date on the customs declaration; it decides rates and time limits.
    /// </summary>
    public required DateOnly ExportDate { get; init; }

    /// <summary>Commodity code 商品代码 on the customs declaration.</summary>
    public required string CommodityCode { get; init; }

    /// <summary>Commodity name on the customs declaration.</summary>
    public required string CommodityName { get; init; }

    /// <summary>
    /// Unit of the quantity, name or code of the unit table; normally the first statutory one.
    /// </summary>
    public required string Unit { get; init; }

    /// <summary>Quantity in <see cref="Unit"/>; negative on an offset.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal Quantity { get; init; }

    /// <summary>FOB in US dollars; negative on an offset.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal FobUsd { get; init; }

    /// <summary>
    /// FOB in CNY yuan; null means FOB in dollars times the rate of the export month.
    /// </summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal? FobCny { get; init; }

    /// <summary>
    /// Currency of the contract, ISO 4217 letters; the digits customs used before 2018 are read
    /// too.
    /// </summary>
    public string Currency
    {
        get;
        // Reading code made at build time hands an absent member over as null.
        init => field = value ?? "USD";
    } = "USD";

    /// <summary>
    /// Declared commodity code 申报商品代码 where it differs from the customs code: an extended code of
    /// the rate library, or the material's code under the 50% material rule.
    /// </summary>
    public string? DeclaredCommodityCode { get; init; }

    /// <summary>Levy rate 征税率 in percent (ECR); null takes the rate library's.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public decimal? VatRate { get; init; }

    /// <summary>Rebate rate 退税率 in percent; null takes the rate library's.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public decimal? RebateRate { get; init; }

    /// <summary>
    /// Processing handbook or ledger 手(账)册号 (processing with imported materials).
    /// </summary>
    public string? ProcessingBookNo { get; init; }

    /// <summary>Planned allocation rate 计划分配率 as a fraction, 0.333333 for 33.3333%.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public decimal? PlannedAllocationRate { get; init; }

    /// <summary>Price of tax-exempt materials bought at home 国内购进免税原材料价格, CNY yuan.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal? DomesticExemptMaterialValue { get; init; }

    /// <summary>On an offset: period and line number of the original, 2025030001.</summary>
    public string? OriginalPeriodAndLine { get; init; }

    /// <summary>Business type 退(免)税业务类型, such as HWC-YT.</summary>
    public string? RefundBusinessType { get; init; }

    /// <summary>Remark of the exporter.</summary>
    public string? Remark { get; init; }

    /// <summary>
    /// An offset 冲减 takes back a line declared earlier: its quantity or FOB is negative.
    /// </summary>
    [JsonIgnore]
    public bool IsOffset => Quantity < 0 || FobUsd < 0;

    /// <summary>The code the rebate rate is looked up with.</summary>
    [JsonIgnore]
    public string RatedCommodityCode =>
        string.IsNullOrWhiteSpace(DeclaredCommodityCode) ? CommodityCode : DeclaredCommodityCode;
}
