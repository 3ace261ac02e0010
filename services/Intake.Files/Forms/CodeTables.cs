using nietras.SeparatedValues;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Files.Forms;

/// <summary>The lists of codes that the forms use, from seeds/reference and the model.</summary>
public static class CodeTables
{
    /// <summary>Units of measure 计量单位; others raise a doubt, not a refusal.</summary>
    public static CodeList Units { get; } =
        new("计量单位", "Unit", Load("units.csv"), IsClosed: false) { OffersNames = true };

    /// <summary>Currencies 币制, ISO 4217.</summary>
    public static CodeList Currencies { get; } =
        new("币制", "Currency", Load("currencies.csv"), IsClosed: false);

    /// <summary>Trade modes 监管方式; the customs declaration names it, for reading only.</summary>
    public static CodeList TradeModes { get; } =
        new("监管方式", "Trade mode", Load("trade-modes.csv"), IsClosed: false);

    /// <summary>Business types 退(免)税业务类型.</summary>
    public static CodeList BusinessTypes { get; } =
        new("业务类型", "Business type", Load("business-types.csv"), IsClosed: false);

    /// <summary>The two methods.</summary>
    public static CodeList Methods { get; } =
        new(
            "申报方式",
            "Method",
            [
                new(WireCode.Of(RebateMethod.Er), "免退税", "Exempt and rebate"),
                new(WireCode.Of(RebateMethod.Ecr), "免抵退税", "Exempt, credit, rebate"),
            ],
            IsClosed: true
        );

    /// <summary>Taxes of a purchase line.</summary>
    public static CodeList TaxKinds { get; } =
        new(
            "税种",
            "Tax",
            [
                new(WireCode.Of(TaxKind.V), "增值税", "Value-added tax"),
                new(WireCode.Of(TaxKind.C), "消费税", "Consumption tax"),
            ],
            IsClosed: true
        );

    /// <summary>Kinds of purchase vouchers.</summary>
    public static CodeList VoucherKinds { get; } =
        new(
            "凭证种类",
            "Voucher kind",
            [.. Enum.GetValues<VoucherKind>().Select(NameOf)],
            IsClosed: true
        )
        {
            OffersNames = true,
        };

    /// <summary>All lists, in the order of the sheet of codes.</summary>
    public static IReadOnlyList<CodeList> All { get; } =
    [Units, Currencies, TradeModes, BusinessTypes, VoucherKinds, TaxKinds, Methods];

    private static Code NameOf(VoucherKind kind)
    {
        var (zh, en) = kind switch
        {
            VoucherKind.SpecialInvoice => ("增值税专用发票", "Special VAT invoice"),
            VoucherKind.OrdinaryInvoice => ("增值税普通发票", "Ordinary or roll invoice"),
            VoucherKind.DigitalInvoice => ("数电票", "Digital invoice"),
            VoucherKind.CustomsPayment => ("海关进口增值税专用缴款书", "Customs payment slip"),
            VoucherKind.AgencyInvoice => ("代办退税专用发票", "Agency rebate invoice"),
        };
        return new Code(WireCode.Of(kind), zh, en);
    }

    private static Code[] Load(string fileName)
    {
        using var stream =
            typeof(CodeTables).Assembly.GetManifestResourceStream("reference/" + fileName)
            ?? throw new InvalidOperationException($"Table {fileName} is not embedded.");
        using var reader = Sep.New(',')
            .Reader(options => options with { Unescape = true })
            .From(stream);
        var hasEnglish = reader.Header.TryIndexOf("name_en", out _);
        var codes = new List<Code>();
        foreach (var row in reader)
        {
            var zh = row["name_zh"].ToString();
            codes.Add(
                new Code(row["code"].ToString(), zh, hasEnglish ? row["name_en"].ToString() : zh)
            );
        }
        return [.. codes];
    }
}
