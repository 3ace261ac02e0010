using RebateFlow.Intake.Checks.Filings;
using static RebateFlow.Intake.Files.Forms.ColumnKind;

namespace RebateFlow.Intake.Files.Forms;

/// <summary>Columns of the export detail 出口明细, foreign-trade and production form as one.</summary>
internal static class ExportColumns
{
    public static IReadOnlyList<Column> All { get; } =
    [.. Identity(), .. Goods(), .. Rates(), .. Rest()];

    private static Column[] Identity() =>
        [
            new("lineNo", "序号", "Line no.", Text)
            {
                IsRequired = true,
                Width = 8,
                HelpZh = "从0001起连续编号；9999之后为A001。",
                HelpEn = "From 0001 on without gaps; A001 after 9999.",
            },
            new("associationNo", "关联号", "Association no.", Text)
            {
                OnlyFor = RebateMethod.Er,
                Width = 18,
                HelpZh = "年月6位+批次3位+流水号1至8位；一个关联号对应一条出口记录。",
                HelpEn = "yyyyMM, 3-digit batch, serial of 1 to 8 digits; one export line each.",
            },
            new("exportInvoiceNo", "出口发票号", "Export invoice no.", Text) { Width = 20 },
            new("customsDeclarationLineNo", "出口货物报关单号", "Customs declaration line", Text)
            {
                IsRequired = true,
                Width = 25,
                HelpZh = "21位：报关单号18位+0+项号2位。",
                HelpEn = "21 characters: the 18 of the declaration, 0, and the 2 of the item.",
            },
            new("agencyCertificateNo", "代理出口货物证明号", "Agency certificate no.", Text)
            {
                Width = 24,
                HelpZh = "代理出口时填写，20位：证明号+项号2位。",
                HelpEn = "Exports by an agent: 20 characters, certificate and 2-digit item.",
            },
            new("exportDate", "出口日期", "Export date", Date)
            {
                IsRequired = true,
                Width = 12,
                HelpZh = "报关单上的出口日期；决定适用的退税率和期限。",
                HelpEn = "Departure date on the declaration; it decides rate and time limits.",
            },
        ];

    private static Column[] Goods() =>
        [
            new("commodityCode", "出口商品代码", "Commodity code", Text)
            {
                IsRequired = true,
                Width = 14,
                HelpZh = "报关单上的商品代码。",
                HelpEn = "The code on the declaration.",
            },
            new("commodityName", "出口商品名称", "Commodity name", Text)
            {
                IsRequired = true,
                Width = 20,
            },
            new("unit", "计量单位", "Unit", Text)
            {
                IsRequired = true,
                Width = 10,
                Codes = CodeTables.Units,
                HelpZh = "一般为第一法定单位；名称或代码均可。",
                HelpEn = "Normally the first statutory unit; name or code.",
            },
            new("quantity", "出口数量", "Quantity", Number)
            {
                IsRequired = true,
                HelpZh = "至多4位小数；冲减填负数。",
                HelpEn = "At most 4 decimals; negative on an offset.",
            },
            new("fobUsd", "美元离岸价", "FOB, USD", Money)
            {
                IsRequired = true,
                Width = 16,
                HelpZh = "美元，至多2位小数；冲减填负数。",
                HelpEn = "US dollars, at most 2 decimals; negative on an offset.",
            },
            new("fobCny", "人民币离岸价", "FOB, CNY", Money)
            {
                Width = 16,
                HelpZh = "人民币元；不填则按出口月份汇率折算。",
                HelpEn = "CNY yuan; empty takes FOB in dollars times the month's rate.",
            },
            new("currency", "成交币制", "Currency", Text)
            {
                Width = 10,
                Codes = CodeTables.Currencies,
                HelpZh = "合同币制的字母代码；不填为USD。",
                HelpEn = "Currency of the contract, ISO letters; empty is USD.",
            },
            new("declaredCommodityCode", "申报商品代码", "Declared commodity code", Text)
            {
                HelpZh = "仅在与报关单商品代码不同时填写（如原材料占比规则）。",
                HelpEn = "Only where it differs from the customs code.",
            },
        ];

    private static Column[] Rates() =>
        [
            new("vatRate", "征税率", "Levy rate, %", Percent)
            {
                OnlyFor = RebateMethod.Ecr,
                Width = 9,
                HelpZh = "百分数，13即13%；不填取退税率文库。",
                HelpEn = "In percent, 13 for 13%; empty takes the rate library's.",
            },
            new("rebateRate", "退税率", "Rebate rate, %", Percent)
            {
                Width = 9,
                HelpZh = "百分数，13即13%；不填取退税率文库。",
                HelpEn = "In percent, 13 for 13%; empty takes the rate library's.",
            },
            new("processingBookNo", "进料加工手(账)册号", "Processing book no.", Text)
            {
                OnlyFor = RebateMethod.Ecr,
                Width = 18,
                HelpZh = "进料加工出口填写，12位。",
                HelpEn = "Processing with imported materials: 12 characters.",
            },
            new("plannedAllocationRate", "计划分配率", "Planned allocation rate", Number)
            {
                OnlyFor = RebateMethod.Ecr,
                HelpZh = "小数，0.333333即33.3333%。",
                HelpEn = "As a fraction, 0.333333 for 33.3333%.",
            },
            new(
                "domesticExemptMaterialValue",
                "国内购进免税原材料价格",
                "Domestic exempt materials, CNY",
                Money
            )
            {
                OnlyFor = RebateMethod.Ecr,
                Width = 22,
                HelpZh = "人民币元。",
                HelpEn = "CNY yuan.",
            },
        ];

    private static Column[] Rest() =>
        [
            new("originalPeriodAndLine", "原申报年月序号", "Original period and line", Text)
            {
                HelpZh = "冲减时填写原申报年月和序号，如2025030001。",
                HelpEn = "On an offset: period and line of the original, such as 2025030001.",
            },
            new("refundBusinessType", "退(免)税业务类型", "Business type", Text)
            {
                Codes = CodeTables.BusinessTypes,
                HelpZh = "如HWC-YT；无则不填。",
                HelpEn = "Such as HWC-YT; else empty.",
            },
            new("remark", "备注", "Remark", Text) { Width = 20 },
        ];
}
