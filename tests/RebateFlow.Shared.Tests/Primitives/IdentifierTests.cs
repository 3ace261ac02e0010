using RebateFlow.Primitives;

namespace RebateFlow.Shared.Tests.Primitives;

/// <summary>
/// Every identifier against the case file: what is taken, refused, or taken with a mark.
/// </summary>
public sealed class IdentifierTests
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Identifiers() =>
        CaseFile
            .Rows("identifiers.csv")
            .Select(row => new TheoryDataRow<string, string, string>(row[0], row[1], row[2])
            {
                TestDisplayName = $"{row[0]} {row[1]} is {row[2]}",
            });

    [Theory]
    [MemberData(nameof(Identifiers))]
    public void An_identifier_is_judged_by_its_form(string kind, string value, string expected) =>
        Assert.Equal(expected, Judge(kind, value, expected));

    [Fact]
    public void A_line_of_an_import_declaration_is_no_export_line() =>
        Assert.False(CustomsDeclarationLineNo.TryParse("022020171000123456001", out _));

    [Theory]
    [InlineData("2017030001", "batch 000")]
    [InlineData("2017130011", "month 13")]
    [InlineData("201703001123456789", "a serial of 9 digits")]
    [InlineData("20170300１A", "a letter")]
    public void An_association_number_is_refused(string number, string why) =>
        Assert.False(AssociationNo.TryParse(number, out _), why);

    [Fact]
    public void Digital_and_ordinary_invoices_are_told_apart_by_their_kind_only()
    {
        const string BothForms = "01200170011112345678";
        Assert.True(VoucherNumbers.IsOrdinaryInvoice(BothForms));
        Assert.True(VoucherNumbers.IsDigitalInvoice(BothForms));
        Assert.False(VoucherNumbers.IsSpecialInvoice(BothForms));
    }

    [Fact]
    public void Null_is_never_an_identifier()
    {
        Assert.False(Uscc.TryParse(null, out _));
        Assert.False(Period.TryParse(null, out _));
        Assert.False(AssociationNo.TryParse(null, out _));
        Assert.False(ProcessingBookNo.TryParse(null, out _));
        Assert.False(CustomsDeclarationNo.TryParse(null, out _));
        Assert.False(CustomsDeclarationLineNo.TryParse(null, out _));
        Assert.False(VoucherNumbers.IsCustomsPayment(null));
    }

    /// <summary>
    /// WARN is no question of form: whether a customs district is in the code table, or a handbook
    /// of supplied materials may be declared.
    /// </summary>
    private static string Judge(string kind, string value, string expected) =>
        kind switch
        {
            "customs_declaration_18" => !CustomsDeclarationNo.TryParse(value, out var number)
                ? "INVALID"
            : !number.IsExport ? "WRONG_DIRECTION"
            : expected == "WARN" ? "WARN"
            : "VALID",
            "export_line_21" => Valid(CustomsDeclarationLineNo.TryParse(value, out _)),
            "vat_invoice_10_8" => Valid(VoucherNumbers.IsSpecialInvoice(value)),
            "vat_invoice_12_8" => Valid(VoucherNumbers.IsOrdinaryInvoice(value)),
            "vat_invoice_digital_20" => Valid(VoucherNumbers.IsDigitalInvoice(value)),
            "handbook_12" => !ProcessingBookNo.TryParse(value, out _) ? "INVALID"
            : expected == "WARN" ? "WARN"
            : "VALID",
            "association_no" => Valid(AssociationNo.TryParse(value, out _)),
            "period" => Valid(Period.TryParse(value, out _)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind."),
        };

    private static string Valid(bool isValid) => isValid ? "VALID" : "INVALID";
}
