using RebateFlow.Contracts.Intake;

namespace RebateFlow.Contracts.Tests.Samples;

public static class FilingContents
{
    public static FilingContent Smallest() =>
        new()
        {
            ExportLines = [],
            PurchaseLines = [],
            EcrSummary = null,
            Doubts = [],
        };

    public static FilingContent Largest() =>
        new()
        {
            ExportLines = [ExportLine()],
            PurchaseLines = [PurchaseLine()],
            EcrSummary = EcrSummary(),
            Doubts = [Doubt()],
        };

    private static FiledExportLine ExportLine() =>
        new()
        {
            LineNo = "0001",
            AssociationNo = "2026020010001",
            CustomsDeclarationLineNo = "020220260000012345001",
            ExportDate = new(2026, 2, 28),
            CommodityCode = "8471300000",
            CommodityName = "便携式计算机",
            Unit = "台",
            Quantity = -100.0000m,
            FobUsd = -1234.50m,
            FobCny = -8765.43m,
            CustomsUnits = ["台", "千克"],
            CustomsQuantities = [100.0000m, 225.5000m],
            CustomsDistrict = "0202",
            SourceRegion = "12012",
            DestinationCountry = "DEU",
            TradeMode = "0615",
            RebateRatePercent = 13m,
            RebateCny = -1139.51m,
        };

    private static FiledPurchaseLine PurchaseLine() =>
        new()
        {
            LineNo = "0001",
            AssociationNo = "2026020010001",
            VoucherNo = "26120000000012345678",
            VoucherLineNo = 2,
            VoucherKind = "DIGITAL_INVOICE",
            SupplierTaxId = "91120116MA05XEXF0J",
            SupplierName = "天津某某电子厂",
            InvoiceDate = new(2026, 1, 15),
            CommodityCode = "8471300000",
            Unit = "台",
            Quantity = 100.0000m,
            TaxBaseCny = 8000.00m,
            VatRatePercent = 13m,
            RebateRatePercent = 13m,
            RebateCny = 1040.00m,
        };

    private static FiledEcrSummary EcrSummary() =>
        new()
        {
            DisallowedTaxTotal = 12.34m,
            EcrTax = 1139.51m,
            CarriedForwardEcr = -20.00m,
            EcrTotal = 1119.51m,
            CarryForwardEcr = 0.00m,
            EndingCredit = 1000.00m,
            RebateDue = 1000.00m,
            ExemptCredit = 119.51m,
        };

    private static FiledDoubt Doubt() =>
        new()
        {
            DoubtNo = 1,
            Code = "M105",
            Level = "WARNING",
            PassableBy = "OFFICER",
            Form = "export",
            Place = "0001",
            Field = "fobUsd",
            Declared = "1234.50",
            Expected = "1200.00",
            TextZh = "离岸价与报关单不符",
            TextEn = "FOB differs from the customs declaration",
        };
}
