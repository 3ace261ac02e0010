using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;

namespace RebateFlow.Risk.Tests.Builders;

/// <summary>Valid lines and filings, of which a test changes one thing.</summary>
public static class Filings
{
    public static FiledExportLine ExportLine { get; } =
        new()
        {
            LineNo = "0001",
            AssociationNo = "20260100100000001",
            CustomsDeclarationLineNo = "020220260000000010001",
            ExportDate = new DateOnly(2026, 1, 20),
            CommodityCode = "8512201000",
            CommodityName = "机动车辆用照明装置",
            Unit = "个",
            Quantity = 1000,
            FobUsd = 100_000,
            FobCny = 700_000,
            CustomsUnits = ["个", "千克"],
            CustomsDistrict = "0202",
            SourceRegion = "12011",
            DestinationCountry = "DEU",
            TradeMode = "0110",
            RebateRatePercent = 13,
            RebateCny = 78_000,
        };

    public static FiledPurchaseLine PurchaseLine { get; } =
        new()
        {
            LineNo = "0001",
            AssociationNo = "20260100100000001",
            VoucherNo = "120016414012345678",
            VoucherKind = "SPECIAL_INVOICE",
            SupplierTaxId = "91120111MA91GHF97X",
            SupplierName = "示例供货有限公司",
            InvoiceDate = new DateOnly(2026, 1, 10),
            CommodityCode = "8512201000",
            Unit = "个",
            Quantity = 1000,
            TaxBaseCny = 600_000,
            VatRatePercent = 13,
            RebateRatePercent = 13,
            RebateCny = 78_000,
        };

    public static FilingContent Content { get; } =
        new()
        {
            ExportLines = [ExportLine],
            PurchaseLines = [PurchaseLine],
            EcrSummary = null,
            Doubts = [],
        };

    public static FiledDoubt Doubt(string code, string declared = "", string expected = "") =>
        new()
        {
            DoubtNo = 1,
            Code = code,
            Level = "WARNING",
            PassableBy = "OFFICER",
            Form = "export",
            Place = "0001",
            Field = "",
            Declared = declared,
            Expected = expected,
            TextZh = "",
            TextEn = "",
        };

    public static Declarant Declarant { get; } =
        new()
        {
            Uscc = "91120116MA90DEM10T",
            Name = "示例外贸有限公司",
            Kind = "FT",
            EnterpriseClass = 2,
            AeoStatus = "ORDINARY",
            TaxAuthority = "11200000000",
            CustomsDistrict = "0202",
            LegalPerson = "郑示一",
            Address = "示例路1号",
            ProcessingTradeSharePercent = 0,
            FirstDeclaredOn = new DateOnly(2013, 1, 15),
        };

    public static Filing Of(FilingContent content) =>
        new()
        {
            PreDeclarationId = Guid.Parse("01900000-0000-7000-8000-000000000001"),
            AttemptNo = 1,
            Lane = "ordinary",
            Method = content.PurchaseLines.Count > 0 ? "ER" : "ECR",
            Declarant = Declarant,
            Period = "202601",
            BatchNo = 1,
            ExportLineCount = content.ExportLines.Count,
            FobUsd = content.ExportLines.Sum(line => line.FobUsd),
            RebateDueCny = content.PurchaseLines.Sum(line => line.RebateCny),
            ExemptCreditCny = 0,
            DoubtCount = 0,
            GravestDoubtLevel = "NONE",
            Content = Payload.Pack(content),
            SubmittedAt = new DateTimeOffset(2026, 2, 2, 1, 0, 0, TimeSpan.Zero),
        };
}
