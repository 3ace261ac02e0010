using static RebateFlow.Intake.Files.Forms.ColumnKind;

namespace RebateFlow.Intake.Files.Forms;

/// <summary>Columns of the purchase detail 进货明细 of foreign-trade enterprises.</summary>
internal static class PurchaseColumns
{
    public static IReadOnlyList<Column> All { get; } = [.. Voucher(), .. Goods(), .. Tax()];

    private static Column[] Voucher() =>
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
                IsRequired = true,
                Width = 18,
                HelpZh = "与出口明细相同的关联号。",
                HelpEn = "The one of its export line.",
            },
            new("taxKind", "税种", "Tax", Choice)
            {
                Width = 8,
                Codes = CodeTables.TaxKinds,
                HelpZh = "V 增值税，C 消费税；不填为V。",
                HelpEn = "V value-added tax, C consumption tax; empty is V.",
            },
            new("voucherKind", "凭证种类", "Voucher kind", Choice)
            {
                IsRequired = true,
                Width = 22,
                Codes = CodeTables.VoucherKinds,
                HelpZh = "从下拉列表中选择。",
                HelpEn = "Choose from the list.",
            },
            new("voucherNo", "进货凭证号", "Voucher no.", Text)
            {
                IsRequired = true,
                Width = 24,
                HelpZh = "18至22位；须为文本格式，否则Excel只保留15位。",
                HelpEn = "18 to 22 characters, as text: Excel cuts numbers to 15 digits.",
            },
            new("voucherLineNo", "发票明细行号", "Invoice line no.", Whole)
            {
                Width = 12,
                HelpZh = "发票有多个明细行的，填写所使用的一行，从1起；只有一行的可不填。",
                HelpEn = "Which line of an invoice with several, from 1; may be empty for one.",
            },
            new("supplierTaxId", "供货方纳税人识别号", "Supplier's taxpayer id", Text)
            {
                IsRequired = true,
                Width = 22,
            },
            new("invoiceDate", "开票日期", "Invoice date", Date) { IsRequired = true, Width = 12 },
        ];

    private static Column[] Goods() =>
        [
            new("commodityCode", "商品代码", "Commodity code", Text)
            {
                IsRequired = true,
                HelpZh = "与出口商品相对应的代码。",
                HelpEn = "The one that matches the export line's.",
            },
            new("commodityName", "商品名称", "Commodity name", Text) { Width = 20 },
            new("unit", "计量单位", "Unit", Text)
            {
                IsRequired = true,
                Width = 10,
                Codes = CodeTables.Units,
            },
            new("quantity", "数量", "Quantity", Number)
            {
                IsRequired = true,
                HelpZh = "至多4位小数；加工费等凭证填0。",
                HelpEn = "At most 4 decimals; 0 for processing-fee vouchers.",
            },
        ];

    private static Column[] Tax() =>
        [
            new("taxBase", "计税金额", "Tax base, CNY", Money)
            {
                IsRequired = true,
                Width = 16,
                HelpZh = "人民币元，不含税；部分出口的可小于发票金额。",
                HelpEn = "CNY yuan without VAT; may be part of the invoice.",
            },
            new("vatRate", "征税率", "Levy rate, %", Percent)
            {
                IsRequired = true,
                Width = 9,
                HelpZh = "百分数，13即13%。",
                HelpEn = "In percent, 13 for 13%.",
            },
            new("rebateRate", "退税率", "Rebate rate, %", Percent)
            {
                IsRequired = true,
                Width = 9,
                HelpZh = "百分数，13即13%。",
                HelpEn = "In percent, 13 for 13%.",
            },
            new("rebatableTax", "可退税额", "Rebatable tax, CNY", Money)
            {
                IsRequired = true,
                Width = 16,
                HelpZh = "人民币元：计税金额乘退税率。",
                HelpEn = "CNY yuan: base times rebate rate.",
            },
            new("remark", "备注", "Remark", Text)
            {
                Width = 20,
                HelpZh = "WT表示加工费或辅料凭证。",
                HelpEn = "WT marks processing-fee and auxiliary lines.",
            },
        ];
}
