using System.Text.Json;
using RebateFlow.Intake.Feeds;

namespace RebateFlow.Intake.Tests.Feeds;

public sealed class FeedRowTests
{
    [Fact]
    public void A_right_row_of_every_feed_has_no_fault()
    {
        foreach (var row in new IFeedRow[] { Customs(), Invoice(), Enterprise(), Rate() })
            Assert.Equal("", FaultsOf(row));
    }

    [Fact]
    public void All_faults_of_a_row_are_named_in_one_reason()
    {
        var row = Customs() with { LineNo = "12", Quantity1 = 1.00001m, Status = "OPEN" };

        Assert.Equal(
            "lineNo: must be 21 capital letters or digits; "
                + "quantity1: must be between 0 and 99999999999 with at most 4 decimals; "
                + "status: must be one of CLOSED, AMENDED, RETURNED, CANCELLED, NOT_REBATABLE",
            FaultsOf(row)
        );
    }

    [Fact]
    public void The_reason_is_in_the_language_of_the_sender()
    {
        var faults = new RowFaults(isChinese: true);
        (Invoice() with { VatRate = 101 }).Check(faults);

        Assert.Equal("vatRate：须在0与100之间，至多2位小数", faults.Take());
    }

    [Fact]
    public void What_a_database_cannot_hold_is_refused_before()
    {
        Assert.NotEqual("", FaultsOf(Customs() with { CommodityName = "a\0" }));
        Assert.NotEqual("", FaultsOf(Customs() with { ExportDate = DateOnly.MaxValue }));
        Assert.NotEqual("", FaultsOf(Customs() with { FobUsd = 1_000_000_000_000m }));
        Assert.NotEqual("", FaultsOf(Invoice() with { TaxBase = -0.01m }));
        Assert.NotEqual("", FaultsOf(Enterprise() with { Uscc = "91120116ma90dem10t" }));
    }

    [Fact]
    public void An_invoice_row_is_a_line_and_says_how_much_of_it_was_deducted()
    {
        Assert.Equal("26120000000000000001/00001", Invoice().Key);
        Assert.Equal("26120000000000000001/00012", (Invoice() with { LineNo = 12 }).Key);
        Assert.Equal(
            ["26120000000000000001", "26120000000000000001/12"],
            (Invoice() with { LineNo = 12 }).AwaitedAs
        );
        Assert.Equal(0m, Invoice().Deducted);
        Assert.Equal(10_000_000m, (Invoice() with { UsedForDeduction = true }).Deducted);
        Assert.Equal(0m, (Invoice() with { UsedForDeduction = null }).Deducted);
        var part = Invoice() with { UsedForDeduction = true, DeductedTaxBase = 4_000m };
        Assert.Equal(4_000m, part.Deducted);
        Assert.Equal("", FaultsOf(part));
        Assert.Contains("deductedTaxBase", FaultsOf(part with { DeductedTaxBase = 10_000_001m }));
        Assert.Contains("lineNo", FaultsOf(part with { LineNo = 0 }));
    }

    /// <summary>Older invoices and declarations carry the id of 15 characters.</summary>
    [Theory]
    [InlineData("91120116MA90DEM10T", true)]
    [InlineData("120116MA90DEM10", true)]
    [InlineData("120116MA90DEM1", false)]
    [InlineData("A20116MA90DEM10", false)]
    public void A_taxpayer_is_named_by_its_code_or_its_former_id(string id, bool isTaken)
    {
        Assert.Equal(isTaken, FaultsOf(Invoice() with { BuyerUscc = id }).Length == 0);
        Assert.Equal(isTaken, FaultsOf(Customs() with { ConsignorUscc = id }).Length == 0);
    }

    [Fact]
    public void Codes_of_a_row_are_brought_into_their_one_spelling_while_it_is_read()
    {
        var sent = Customs() with
        {
            LineNo = " 020220260\u200B000000001001",
            ConsignorUscc = "９１１２０１１６ma90dem10t",
            CommodityCode = "8512 2010 00",
            Currency = "usd",
        };
        var read = JsonSerializer.Deserialize(
            JsonSerializer.Serialize(sent, FeedJson.Default.CustomsDeclarationRow),
            FeedJson.Default.CustomsDeclarationRow
        );
        Assert.Equal(Customs() with { CommodityCode = "8512201000", Currency = "USD" }, read);
    }

    [Fact]
    public void A_row_of_the_rate_library_is_known_by_code_rate_flag_and_first_day() =>
        Assert.Equal("8512201000/13.00//2020-03-20", Rate().Key);

    [Fact]
    public void A_rate_that_ends_before_it_begins_is_refused() =>
        Assert.Equal(
            "validTo: is before validFrom",
            FaultsOf(Rate() with { ValidTo = new DateOnly(2020, 3, 19) })
        );

    [Theory]
    [InlineData("AGENCY_INVOICE", "CS", true)]
    [InlineData("AGENCY_INVOICE", "FT,PE", true)]
    [InlineData("ORDINARY_INVOICE", "", true)]
    [InlineData("RECEIPT", "FT", false)]
    [InlineData("AGENCY_INVOICE", "XX", false)]
    public void What_a_voucher_kind_earns_names_kinds_of_exporters(
        string kind,
        string earnsFor,
        bool isTaken
    )
    {
        var row = new VoucherKindFeedRow
        {
            Kind = kind,
            ValidFrom = new DateOnly(2026, 1, 1),
            EarnsFor = earnsFor.Split(',', StringSplitOptions.RemoveEmptyEntries),
            Version = 1,
        };
        Assert.Equal(isTaken, FaultsOf(row).Length == 0);
        Assert.Equal($"{kind}/2026-01-01", row.Key);
    }

    private static string FaultsOf(IFeedRow row)
    {
        var faults = new RowFaults(isChinese: false);
        row.Check(faults);
        return faults.Take();
    }

    private static CustomsDeclarationRow Customs() =>
        new()
        {
            LineNo = "020220260000000001001",
            ConsignorUscc = "91120116MA90DEM10T",
            ExportDate = new DateOnly(2026, 2, 25),
            CommodityCode = "8512201000",
            CommodityName = "机动车辆用照明装置",
            Unit1 = "个",
            Quantity1 = 5000,
            FobUsd = 800000,
            FobCny = 5600000,
            Currency = "USD",
            TradeMode = "0110",
            CustomsDistrict = "0202",
            SourceRegion = "",
            DestinationCountry = "DEU",
            Status = "CLOSED",
            ViaBondedZone = false,
            Version = 1,
        };

    private static VatInvoiceRow Invoice() =>
        new()
        {
            VoucherNo = "26120000000000000001",
            VoucherKind = "DIGITAL_INVOICE",
            SellerTaxId = "91120111MA91GHF113",
            SellerName = "供货厂",
            BuyerUscc = "91120116MA90DEM10T",
            InvoiceDate = new DateOnly(2026, 2, 3),
            CommodityName = "机动车辆用照明装置",
            Unit = "个",
            Quantity = 10000,
            TaxBase = 10000000,
            VatRate = 13,
            Tax = 1300000,
            Status = "NORMAL",
            Certified = true,
            UsedForDeduction = false,
            CrossCheck = "MATCHED",
            SimpleRate = false,
            Version = 1,
        };

    private static EnterpriseRow Enterprise() =>
        new()
        {
            Uscc = "91120116MA90DEM10T",
            Name = "外贸公司",
            Kind = "FT",
            EnterpriseClass = 2,
            AeoStatus = "ORDINARY",
            TaxAuthority = "11200000000",
            CustomsDistrict = "",
            CustomsCode = "",
            LegalPerson = "",
            Address = "",
            ProcessingTradeSharePercent = 0,
            RegisteredOn = new DateOnly(2012, 5, 8),
            Suspended = false,
            Version = 1,
        };

    private static RateLibraryFeedRow Rate() =>
        new()
        {
            Code = "8512201000",
            Name = "照明装置",
            Unit1 = "个",
            VatRates = ["13"],
            RebateRate = 13,
            SpecialFlag = "",
            ValidFrom = new DateOnly(2020, 3, 20),
            Version = 1,
        };
}
