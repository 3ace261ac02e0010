using System.Globalization;
using System.Text.Json.Nodes;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Tests.Checks;

/// <summary>
/// The electronic information of seeds/demo/feeds, and the rows that arrive later.
/// </summary>
internal sealed class DemoInformation
{
    private static readonly RateLibrary Rates = new(
        Table("rebate_rates.csv")
            .Select(row => new RateRow
            {
                Code = row["code"],
                Name = row["name"],
                Unit1 = row["unit1"],
                Unit2 = row["unit2"],
                VatRates = [.. row["vat_rates"].Split('|').Where(r => r != "").Select(Number)],
                RebateRate = Number(row["rebate_rate"]),
                SpecialFlag = row["special_flag"] switch
                {
                    "1" => SpecialFlag.DomesticSale,
                    "2" => SpecialFlag.Exempt,
                    _ => SpecialFlag.None,
                },
                ValidFrom = Day(row["valid_from"]),
                ValidTo = row["valid_to"] == "" ? null : Day(row["valid_to"]),
            })
    );

    private static readonly ExchangeRates Exchange = new(
        Table("exchange_rates.csv")
            .Select(row => new ExchangeRateRow(
                row["currency"],
                Period.TryParse(row["month"], out var month) ? month : default,
                Number(row["cny_per_unit"])
            ))
    );

    private readonly Dictionary<string, CustomsRecord> _customs = [];
    private readonly Dictionary<string, InvoiceRecord> _invoices = [];

    public DemoInformation()
    {
        foreach (var feed in new[] { "customs-declarations", "vat-invoices" })
            Take(feed, DemoSeeds.Feed(feed));
    }

    public void Take(string feed, IEnumerable<JsonNode?> rows)
    {
        foreach (var row in rows)
        {
            if (feed == "customs-declarations")
                _customs[Text(row!, "lineNo")] = Customs(row!);
            else
                _invoices[Text(row!, "voucherNo")] = Invoice(row!);
        }
    }

    public ElectronicInformation For(SubmittedFiling filing) =>
        new()
        {
            Enterprise = DemoSeeds
                .Feed("enterprises")
                .Where(row => Text(row, "uscc") == filing.Uscc)
                .Select(Enterprise)
                .Single(),
            CustomsLines = _customs,
            Invoices = _invoices,
            ProcessingBooks = DemoSeeds
                .Feed("processing-books")
                .Select(Book)
                .ToDictionary(b => b.BookNo),
            VatReturn = DemoSeeds
                .Feed("vat-returns")
                .Where(r => Text(r, "uscc") == filing.Uscc && Text(r, "period") == filing.Period)
                .Select(r => new VatReturnRecord
                {
                    EcrSalesCny = Number(Text(r, "ecrSalesCny")),
                    EndingCredit = Number(Text(r, "endingCredit")),
                })
                .SingleOrDefault(),
            Rates = Rates,
            ExchangeRates = Exchange,
            BatchInUse = false,
            Reference = ReferenceData.Embedded,
        };

    private static EnterpriseRecord Enterprise(JsonNode row) =>
        new()
        {
            Uscc = Text(row, "uscc"),
            Kind = Named<EnterpriseKind>(row, "kind"),
            EnterpriseClass = row["enterpriseClass"]!.GetValue<int>(),
            RegisteredOn = Day(Text(row, "registeredOn")),
            Suspended = Flag(row, "suspended"),
        };

    private static ProcessingBookRecord Book(JsonNode row) =>
        new()
        {
            BookNo = Text(row, "bookNo"),
            Uscc = Text(row, "uscc"),
            PlannedAllocationRate = Number(Text(row, "plannedAllocationRate")),
            Closed = Text(row, "status") != "OPEN",
            SettlementDueOn = Day(Text(row, "settleBy")),
        };

    private static CustomsRecord Customs(JsonNode row) =>
        new()
        {
            LineNo = Text(row, "lineNo"),
            ConsignorUscc = Text(row, "consignorUscc"),
            ExportDate = Day(Text(row, "exportDate")),
            CommodityCode = Text(row, "commodityCode"),
            CommodityName = Text(row, "commodityName"),
            Unit1 = Text(row, "unit1"),
            Quantity1 = Number(Text(row, "quantity1")),
            Unit2 = row["unit2"]?.GetValue<string>(),
            Quantity2 = row["quantity2"] is { } quantity2
                ? Number(quantity2.GetValue<string>())
                : null,
            FobUsd = Number(Text(row, "fobUsd")),
            FobCny = Number(Text(row, "fobCny")),
            Currency = Text(row, "currency"),
            TradeMode = Text(row, "tradeMode"),
            CustomsDistrict = Text(row, "customsDistrict"),
            SourceRegion = Text(row, "sourceRegion"),
            DestinationCountry = Text(row, "destinationCountry"),
            Status = Named<CustomsStatus>(row, "status"),
            ViaBondedZone = Flag(row, "viaBondedZone"),
            RemainingQuantity = Number(Text(row, "quantity1")),
        };

    private static InvoiceRecord Invoice(JsonNode row) =>
        new()
        {
            VoucherNo = Text(row, "voucherNo"),
            VoucherKind = Named<VoucherKind>(row, "voucherKind"),
            SellerTaxId = Text(row, "sellerTaxId"),
            SellerName = Text(row, "sellerName"),
            BuyerUscc = Text(row, "buyerUscc"),
            InvoiceDate = Day(Text(row, "invoiceDate")),
            CommodityName = Text(row, "commodityName"),
            Unit = Text(row, "unit"),
            Quantity = Number(Text(row, "quantity")),
            TaxBase = Number(Text(row, "taxBase")),
            VatRate = Number(Text(row, "vatRate")),
            Tax = Number(Text(row, "tax")),
            Status = Named<InvoiceStatus>(row, "status"),
            Certified = Flag(row, "certified"),
            UsedForDeduction = Flag(row, "usedForDeduction"),
            CrossCheck = Named<CrossCheck>(row, "crossCheck"),
            SimpleRate = Flag(row, "simpleRate"),
            RemainingTaxBase = Number(Text(row, "taxBase")),
        };

    private static List<Dictionary<string, string>> Table(string fileName)
    {
        var rows = new List<Dictionary<string, string>>();
        using var reader = EmbeddedTable.Open(
            new FileStream(
                Path.Combine(AppContext.BaseDirectory, "seeds", "reference", fileName),
                FileMode.Open,
                FileAccess.Read
            )
        );
        foreach (var row in reader)
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var name in reader.Header.ColNames)
                values[name] = row[name].ToString();
            rows.Add(values);
        }
        return rows;
    }

    private static string Text(JsonNode row, string name) => row[name]!.GetValue<string>();

    private static bool Flag(JsonNode row, string name) => row[name]!.GetValue<bool>();

    private static T Named<T>(JsonNode row, string name)
        where T : struct, Enum
    {
        Assert.True(WireCode.TryParse(Text(row, name), out T value));
        return value;
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
