using System.Globalization;
using System.Text.Json.Nodes;

namespace RebateFlow.Console.Demo;

/// <summary>
/// A large ER filing by description: every line has its own customs line, invoice and association,
/// and the same description always makes the same lines.
/// </summary>
public sealed record GeneratedFiling
{
    /// <summary>Number of export lines and of purchase lines, 1 to 9,999.</summary>
    public required int Lines { get; init; }

    /// <summary>Two digits in every voucher number that keep it apart from other filings.</summary>
    public required int Filing { get; init; }
    public required string Period { get; init; }
    public required string ExportDate { get; init; }
    public required string InvoiceDate { get; init; }

    /// <summary>Items of a customs declaration, 1 to 99.</summary>
    public required int LinesPerDeclaration { get; init; }
    public required string Unit { get; init; }

    /// <summary>Exchange cost: CNY yuan of purchase for a dollar of FOB.</summary>
    public required string CnyPerUsdCost { get; init; }

    /// <summary>CNY per US dollar in the export month.</summary>
    public required string CnyPerUsd { get; init; }
    public required IReadOnlyList<GeneratedGoods> Goods { get; init; }

    /// <summary>Suppliers' taxpayer ids, taken in turn.</summary>
    public required IReadOnlyList<string> Suppliers { get; init; }
    public required string SupplierName { get; init; }

    /// <summary>Levy rate, percent.</summary>
    public required string VatRate { get; init; }

    /// <summary>Rebate rate, percent.</summary>
    public required string RebateRate { get; init; }

    /// <summary>Makes the body and the electronic information that matches it.</summary>
    /// <param name="run">Serial of the run, three digits.</param>
    public GeneratedBody Make(string uscc, string run)
    {
        var lines = Enumerable.Range(1, Lines).Select(i => new Line(this, uscc, run, i)).ToList();
        var submission = new JsonObject
        {
            ["method"] = "ER",
            ["uscc"] = uscc,
            ["period"] = Period,
            ["batchNo"] = 1,
            ["exportLines"] = new JsonArray([.. lines.Select(line => line.ExportLine())]),
            ["purchaseLines"] = new JsonArray([.. lines.Select(line => line.PurchaseLine())]),
        };
        return new GeneratedBody(
            submission,
            [.. lines.Select(line => line.CustomsRow())],
            [.. lines.Select(line => line.InvoiceRow())]
        );
    }

    private static decimal Number(string text) =>
        decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static decimal ToFen(decimal amount) =>
        decimal.Round(amount, 2, MidpointRounding.AwayFromZero);

    private sealed class Line
    {
        private readonly GeneratedFiling plan;
        private readonly GeneratedGoods goods;
        private readonly string uscc;
        private readonly string lineNo;
        private readonly string associationNo;
        private readonly string customsLineNo;
        private readonly string voucherNo;
        private readonly string supplier;
        private readonly string quantity;
        private readonly decimal taxBase;
        private readonly decimal fobUsd;

        public Line(GeneratedFiling plan, string uscc, string run, int i)
        {
            this.plan = plan;
            this.uscc = uscc;
            goods = plan.Goods[(i - 1) % plan.Goods.Count];
            supplier = plan.Suppliers[(i - 1) % plan.Suppliers.Count];
            var declaration = 1 + (i - 1) / plan.LinesPerDeclaration;
            var item = 1 + (i - 1) % plan.LinesPerDeclaration;
            lineNo = Text($"{i:D4}");
            associationNo = Text($"{plan.Period}{run}{i}");
            customsLineNo = Text(
                $"0202{plan.ExportDate[..4]}0{run}{plan.Filing:D2}{declaration:D4}0{item:D2}"
            );
            voucherNo = Text($"{plan.InvoiceDate[2..4]}120{run}{plan.Filing:D2}{i:D10}");

            var pieces = 100 + i * 37 % 401;
            quantity = Text($"{pieces}.0000");
            taxBase = ToFen(pieces * (Number(goods.UnitCost) + i % 5 / 10m));
            fobUsd = ToFen(taxBase / Number(plan.CnyPerUsdCost));
        }

        public JsonObject ExportLine() =>
            new()
            {
                ["lineNo"] = lineNo,
                ["associationNo"] = associationNo,
                ["customsDeclarationLineNo"] = customsLineNo,
                ["exportDate"] = plan.ExportDate,
                ["commodityCode"] = goods.Code,
                ["commodityName"] = goods.Name,
                ["unit"] = plan.Unit,
                ["quantity"] = quantity,
                ["fobUsd"] = Money(fobUsd),
            };

        public JsonObject PurchaseLine() =>
            new()
            {
                ["lineNo"] = lineNo,
                ["associationNo"] = associationNo,
                ["voucherKind"] = "DIGITAL_INVOICE",
                ["voucherNo"] = voucherNo,
                ["supplierTaxId"] = supplier,
                ["invoiceDate"] = plan.InvoiceDate,
                ["commodityCode"] = goods.Code,
                ["commodityName"] = goods.Name,
                ["unit"] = plan.Unit,
                ["quantity"] = quantity,
                ["taxBase"] = Money(taxBase),
                ["vatRate"] = plan.VatRate,
                ["rebateRate"] = plan.RebateRate,
                ["rebatableTax"] = Money(ToFen(taxBase * Number(plan.RebateRate) / 100)),
            };

        public JsonObject CustomsRow() =>
            new()
            {
                ["lineNo"] = customsLineNo,
                ["consignorUscc"] = uscc,
                ["exportDate"] = plan.ExportDate,
                ["commodityCode"] = goods.Code,
                ["commodityName"] = goods.Name,
                ["unit1"] = plan.Unit,
                ["quantity1"] = quantity,
                ["fobUsd"] = Money(fobUsd),
                ["fobCny"] = Money(ToFen(fobUsd * Number(plan.CnyPerUsd))),
                ["currency"] = "USD",
                ["tradeMode"] = "0110",
                ["customsDistrict"] = "0202",
                ["sourceRegion"] = "12011",
                ["destinationCountry"] = "DEU",
                ["status"] = "CLOSED",
                ["viaBondedZone"] = false,
                ["version"] = 1,
            };

        public JsonObject InvoiceRow() =>
            new()
            {
                ["voucherNo"] = voucherNo,
                ["voucherKind"] = "DIGITAL_INVOICE",
                ["sellerTaxId"] = supplier,
                ["sellerName"] = plan.SupplierName,
                ["buyerUscc"] = uscc,
                ["invoiceDate"] = plan.InvoiceDate,
                ["commodityName"] = goods.Name,
                ["unit"] = plan.Unit,
                ["quantity"] = quantity,
                ["taxBase"] = Money(taxBase),
                ["vatRate"] = plan.VatRate,
                ["tax"] = Money(ToFen(taxBase * Number(plan.VatRate) / 100)),
                ["status"] = "NORMAL",
                ["certified"] = true,
                ["usedForDeduction"] = false,
                ["crossCheck"] = "MATCHED",
                ["simpleRate"] = false,
                ["version"] = 1,
            };

        private static string Money(decimal amount) =>
            amount.ToString("0.00", CultureInfo.InvariantCulture);

        private static string Text(FormattableString text) => FormattableString.Invariant(text);
    }
}

/// <param name="UnitCost">CNY yuan for a unit, without VAT.</param>
public sealed record GeneratedGoods(string Code, string Name, string UnitCost);

/// <summary>What a description makes.</summary>
public sealed record GeneratedBody(
    JsonObject Submission,
    IReadOnlyList<JsonObject> CustomsRows,
    IReadOnlyList<JsonObject> InvoiceRows
);
