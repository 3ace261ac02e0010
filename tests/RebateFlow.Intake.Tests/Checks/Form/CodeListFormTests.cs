using RebateFlow.Intake.Checks.Filings;

namespace RebateFlow.Intake.Tests.Checks.Form;

/// <summary>Codes and numbers that name a thing of a list: known, or a doubt.</summary>
public sealed class CodeListFormTests
{
    [Theory]
    [InlineData("2026030011", true)]
    [InlineData("20260300112345678", true)]
    [InlineData(" ２０２６０３００１\u200B9", true)]
    [InlineData("2026030021", false)]
    [InlineData("2026020011", false)]
    [InlineData("2025030011", false)]
    public void F019_warns_of_an_association_of_another_period_or_batch(string number, bool isOurs)
    {
        var scene = Scene
            .Er()
            .WithExport(l => l with { AssociationNo = number })
            .WithPurchase(l => l with { AssociationNo = number });
        if (isOurs)
            scene.IsClean();
        else
        {
            Assert.Equal(["F019", "F019"], scene.Codes());
            scene.Raises("F019").Is("export", "0001", "associationNo", number, "202603001");
        }
    }

    [Fact]
    public void F019_says_nothing_where_the_period_itself_is_wrong() =>
        Scene.Er().With(f => f with { Period = "202613" }).DoesNotRaise("F019");

    [Theory]
    [InlineData(VoucherKind.DigitalInvoice, "26122000000000000001", "2026-02-20", true)]
    [InlineData(VoucherKind.DigitalInvoice, "35122000000000000001", "2026-02-20", false)]
    [InlineData(VoucherKind.DigitalInvoice, "25122000000000000001", "2026-02-20", false)]
    [InlineData(VoucherKind.DigitalInvoice, "25122000000000000001", "2025-12-31", true)]
    [InlineData(VoucherKind.SpecialInvoice, "120026414000000001", "2026-02-20", true)]
    [InlineData(VoucherKind.SpecialInvoice, "120025414000000001", "2026-02-20", true)]
    [InlineData(VoucherKind.SpecialInvoice, "120035414000000001", "2026-02-20", false)]
    [InlineData(VoucherKind.OrdinaryInvoice, "01200250010400000001", "2026-02-20", true)]
    [InlineData(VoucherKind.OrdinaryInvoice, "01200350010400000001", "2026-02-20", false)]
    [InlineData(VoucherKind.AgencyInvoice, "120025414000000001", "2026-02-20", true)]
    [InlineData(VoucherKind.AgencyInvoice, "120099414000000001", "2026-02-20", false)]
    [InlineData(VoucherKind.AgencyInvoice, "35122000000000000001", "2026-02-20", false)]
    [InlineData(VoucherKind.CustomsPayment, "020220351000000001-L01", "2026-02-20", true)]
    public void F020_compares_the_year_of_a_number_with_the_invoice_date(
        VoucherKind kind,
        string number,
        string date,
        bool fits
    )
    {
        var day = DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture);
        var scene = Scene
            .Er()
            .WithPurchase(l => l with { VoucherKind = kind, VoucherNo = number, InvoiceDate = day })
            .WithInvoice(v => v with { VoucherNo = number, VoucherKind = kind, InvoiceDate = day });
        if (fits)
            scene.DoesNotRaise("F020");
        else
            scene.Raises("F020").Is("purchase", "0001", "voucherNo", number, date);
    }

    [Fact]
    public void F020_goes_by_the_date_of_the_invoice_record_where_there_is_one() =>
        Scene
            .Er()
            .WithInvoice(v => v with { InvoiceDate = new DateOnly(2025, 2, 20) })
            .Raises("F020")
            .Is("purchase", "0001", "voucherNo", Samples.Invoice, "2025-02-20");

    [Theory]
    [InlineData("USD", true)]
    [InlineData("xof", true)]
    [InlineData("502", true)]
    [InlineData("ZZZ", false)]
    [InlineData("999", false)]
    public void F025_warns_of_a_currency_that_no_table_has(string currency, bool isKnown)
    {
        var scene = Scene.Er().WithExport(l => l with { Currency = currency });
        if (isKnown)
            scene.DoesNotRaise("F025");
        else
            scene.Raises("F025").Is("export", "0001", "currency", currency, "");
    }

    [Theory]
    [InlineData("DEU", true)]
    [InlineData("TUV", true)]
    [InlineData("HKG", true)]
    [InlineData("", true)]
    [InlineData("XXX", false)]
    [InlineData("GER", false)]
    public void F026_warns_of_a_destination_that_no_table_has(string country, bool isKnown)
    {
        var scene = Scene.Er().WithCustoms(c => c with { DestinationCountry = country });
        if (isKnown)
            scene.IsClean();
        else
            scene.OnlyRaises("F026").Is("export", "0001", "customsDeclarationLineNo", country, "");
    }

    [Theory]
    [InlineData("12011", true)]
    [InlineData("440300", true)]
    [InlineData("65", true)]
    [InlineData("", true)]
    [InlineData("99999", false)]
    [InlineData("00", false)]
    public void F027_warns_of_a_source_region_in_no_province(string region, bool isKnown)
    {
        var scene = Scene.Er().WithCustoms(c => c with { SourceRegion = region });
        if (isKnown)
            scene.IsClean();
        else
            scene.OnlyRaises("F027").Is("export", "0001", "customsDeclarationLineNo", region, "");
    }

    [Theory]
    [InlineData("0220", true)]
    [InlineData("0202", true)]
    [InlineData("5316", true)]
    [InlineData("9900", true)]
    [InlineData("9908", true)]
    [InlineData("9999", false)]
    [InlineData("0299", false)]
    [InlineData("9899", false)]
    [InlineData("0000", false)]
    [InlineData("0300", false)]
    public void F021_warns_of_a_district_that_the_table_lacks(string district, bool isKnown)
    {
        var number = district + Samples.CustomsLine[4..];
        var scene = Scene
            .Er()
            .WithExport(l => l with { CustomsDeclarationLineNo = number })
            .WithCustoms(c => c with { LineNo = number });
        if (isKnown)
            scene.IsClean();
        else
            scene.OnlyRaises("F021").Is("export", "0001", "customsDeclarationLineNo", district, "");
    }

    [Fact]
    public void F021_looks_at_the_district_of_the_customs_record_too() =>
        Scene
            .Er()
            .WithCustoms(c => c with { CustomsDistrict = "9999" })
            .OnlyRaises("F021")
            .Is("export", "0001", "customsDeclarationLineNo", "9999", "");

    [Theory]
    [InlineData("STZC-XX")]
    [InlineData("HWC")]
    public void F022_warns_of_a_business_type_that_the_list_lacks(string type) =>
        Scene
            .Er()
            .WithExport(l => l with { RefundBusinessType = type })
            .OnlyRaises("F022")
            .Is("export", "0001", "refundBusinessType", type, "");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void No_business_type_is_no_doubt(string? type) =>
        Scene.Er().WithExport(l => l with { RefundBusinessType = type }).IsClean();
}
