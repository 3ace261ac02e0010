using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Trials;

/// <summary>
/// An ER filing of one export and one purchase line that agrees with its records, as JSON: 100
/// kilograms of parts for CNY 20,000 without VAT. A trial changes what it is about.
/// </summary>
public sealed record TrialFiling(SampleExporter Exporter, int Serial)
{
    private const string Name = "车辆用悬挂系统零件";
    private const string Supplier = "91120111MA91GHF113";

    public string Period { get; init; } = "202606";

    public int BatchNo { get; init; } = 1;

    /// <summary>Of the 100 kilograms and of the base, what is declared.</summary>
    public decimal Share { get; init; } = 1m;

    public string CustomsLineNo => Text($"020220260{Serial:D6}001001");

    public string InvoiceNo { get; init; } = Text($"26120{Serial:D15}");

    public Action<JsonNode> OfCustoms { get; init; } = _ => { };

    public Action<JsonNode> OfInvoice { get; init; } = _ => { };

    public Action<JsonNode> OfExport { get; init; } = _ => { };

    public Action<JsonNode> OfPurchase { get; init; } = _ => { };

    /// <summary>Feeds enterprise and records, hands in and reads what came of it.</summary>
    public async Task<TrialFeedback> PlayAsync(Installation installation)
    {
        await installation.FeedAsync("enterprises", [Exporter.Row]);
        await installation.FeedAsync("customs-declarations", [Changed(Customs, OfCustoms)]);
        await installation.FeedAsync("vat-invoices", [Changed(Invoice, OfInvoice)]);
        return await SubmitAsync(installation);
    }

    /// <summary>Hands the filing in and reads what came of it.</summary>
    public async Task<TrialFeedback> SubmitAsync(Installation installation)
    {
        var answer = await Api(installation)
            .PostAsync(
                "/v1/pre-declarations",
                Body,
                ("Idempotency-Key", Text($"trial-{Serial}-{Period}-{BatchNo}")),
                ("Prefer", "wait=20")
            );
        var id = answer.Expect(HttpStatusCode.Accepted).Json["id"]!.GetValue<Guid>();
        return await ReadAsync(installation, id);
    }

    /// <summary>The feedback, once it is there.</summary>
    public async Task<TrialFeedback> ReadAsync(Installation installation, Guid id)
    {
        var api = Api(installation);
        var feedback = await Eventually.GetAsync<JsonNode>(async () =>
            (await api.GetAsync($"/v1/pre-declarations/{id}")).Json["feedback"]
        );
        var page = await api.GetAsync($"/v1/pre-declarations/{id}/doubts?limit=200");
        return new TrialFeedback(
            id,
            feedback["outcome"]!.GetValue<string>(),
            feedback["rebateDue"]!.GetValue<string>(),
            [.. page.Json["items"]!.AsArray().Select(doubt => doubt!)]
        );
    }

    private ApiClient Api(Installation installation) =>
        installation.As(Exporter.Bearer, installation.Intake);

    private string AssociationNo => Text($"{Period}{BatchNo:D3}1");

    private object Body =>
        new
        {
            method = "ER",
            uscc = Exporter.Uscc,
            period = Period,
            batchNo = BatchNo,
            exportLines = new[] { Changed(ExportLine, OfExport) },
            purchaseLines = new[] { Changed(PurchaseLine, OfPurchase) },
        };

    private JsonObject ExportLine =>
        new()
        {
            ["lineNo"] = "0001",
            ["associationNo"] = AssociationNo,
            ["customsDeclarationLineNo"] = CustomsLineNo,
            ["exportDate"] = "2026-03-12",
            ["commodityCode"] = TrialInstallation.Parts,
            ["commodityName"] = Name,
            ["unit"] = "千克",
            ["quantity"] = Text($"{100m * Share:F4}"),
            ["fobUsd"] = Text($"{3_200m * Share:F2}"),
        };

    private JsonObject PurchaseLine =>
        new()
        {
            ["lineNo"] = "0001",
            ["associationNo"] = AssociationNo,
            ["voucherKind"] = "DIGITAL_INVOICE",
            ["voucherNo"] = InvoiceNo,
            ["supplierTaxId"] = Supplier,
            ["invoiceDate"] = "2026-02-03",
            ["commodityCode"] = TrialInstallation.Parts,
            ["commodityName"] = Name,
            ["unit"] = "千克",
            ["quantity"] = Text($"{100m * Share:F4}"),
            ["taxBase"] = Text($"{20_000m * Share:F2}"),
            ["vatRate"] = "13",
            ["rebateRate"] = "13",
            ["rebatableTax"] = Text($"{2_600m * Share:F2}"),
        };

    private JsonObject Customs =>
        new()
        {
            ["lineNo"] = CustomsLineNo,
            ["consignorUscc"] = Exporter.Uscc,
            ["exportDate"] = "2026-03-12",
            ["commodityCode"] = TrialInstallation.Parts,
            ["commodityName"] = Name,
            ["unit1"] = "千克",
            ["quantity1"] = "100.0000",
            ["fobUsd"] = "3200.00",
            ["fobCny"] = "22400.00",
            ["currency"] = "USD",
            ["tradeMode"] = "0110",
            ["customsDistrict"] = "0202",
            ["sourceRegion"] = "12011",
            ["destinationCountry"] = "DEU",
            ["status"] = "CLOSED",
            ["viaBondedZone"] = false,
            ["version"] = 1,
        };

    private JsonObject Invoice =>
        new()
        {
            ["voucherNo"] = InvoiceNo,
            ["voucherKind"] = "DIGITAL_INVOICE",
            ["sellerTaxId"] = Supplier,
            ["sellerName"] = "天津示例供货甲厂有限公司",
            ["buyerUscc"] = Exporter.Uscc,
            ["invoiceDate"] = "2026-02-03",
            ["commodityName"] = Name,
            ["unit"] = "千克",
            ["quantity"] = "100.0000",
            ["taxBase"] = "20000.00",
            ["vatRate"] = "13",
            ["tax"] = "2600.00",
            ["status"] = "NORMAL",
            ["certified"] = true,
            ["usedForDeduction"] = false,
            ["crossCheck"] = "MATCHED",
            ["simpleRate"] = false,
            ["version"] = 1,
        };

    private static JsonObject Changed(JsonObject node, Action<JsonNode> change)
    {
        change(node);
        return node;
    }

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What an exporter reads of a filing.</summary>
/// <param name="Id">The pre-declaration.</param>
/// <param name="Outcome">CLEAN, PASSABLE, BLOCKED or AWAITING_DATA.</param>
/// <param name="RebateDue">CNY yuan.</param>
/// <param name="Doubts">All doubts.</param>
public sealed record TrialFeedback(
    Guid Id,
    string Outcome,
    string RebateDue,
    IReadOnlyList<JsonNode> Doubts
)
{
    public IReadOnlyList<string> Codes => [.. Doubts.Select(doubt => Value(doubt, "code")).Order()];

    /// <summary>Who may pass a doubt, and both values.</summary>
    public (string PassableBy, string Declared, string Expected) Doubt(string code)
    {
        var doubt = Assert.Single(Doubts, doubt => Value(doubt, "code") == code);
        return (Value(doubt, "passableBy"), Value(doubt, "declared"), Value(doubt, "expected"));
    }

    private static string Value(JsonNode doubt, string member) => doubt[member]!.GetValue<string>();
}
