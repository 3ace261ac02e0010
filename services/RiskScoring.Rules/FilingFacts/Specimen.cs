using RebateFlow.Contracts.Intake;

namespace RebateFlow.RiskScoring.Rules.FilingFacts;

/// <summary>
/// Two plain filings, one of each method, in which nothing is missing and nothing is zero: what
/// cannot be judged of these can be judged of none.
/// </summary>
public static class Specimen
{
    /// <summary>The facts of both as they would be known on a day.</summary>
    public static IReadOnlyList<Facts> On(DateOnly day) =>
        [new(Content(day, "1"), Known(day, "ER")), new(Content(day, ""), Known(day, "ECR"))];

    private static FilingContent Content(DateOnly day, string associationNo) =>
        new()
        {
            ExportLines = [Export(day, associationNo)],
            PurchaseLines = associationNo.Length == 0 ? [] : [Purchase(day, associationNo)],
            EcrSummary = null,
            Doubts = [],
        };

    private static FiledExportLine Export(DateOnly day, string associationNo) =>
        new()
        {
            LineNo = "00000001",
            AssociationNo = associationNo,
            CustomsDeclarationLineNo = "020220260000000001001",
            ExportDate = day.AddDays(-40),
            CommodityCode = "8512201000",
            CommodityName = "机动车辆用照明装置",
            Unit = "个",
            Quantity = 1_000m,
            FobUsd = 10_000m,
            FobCny = 70_000m,
            CustomsUnits = ["个", "千克"],
            CustomsQuantities = [1_000m, 500m],
            CustomsDistrict = "0202",
            SourceRegion = "12116",
            DestinationCountry = "DEU",
            TradeMode = "0110",
            RebateRatePercent = 13m,
            RebateCny = 7_800m,
        };

    private static FiledPurchaseLine Purchase(DateOnly day, string associationNo) =>
        new()
        {
            LineNo = "00000001",
            AssociationNo = associationNo,
            VoucherNo = "26122000000000000001",
            VoucherKind = "DIGITAL_INVOICE",
            SupplierTaxId = "91120111MA91GHF97X",
            SupplierName = "天津示例电器有限公司",
            InvoiceDate = day.AddDays(-60),
            CommodityCode = "8512201000",
            Unit = "个",
            Quantity = 1_000m,
            TaxBaseCny = 60_000m,
            VatRatePercent = 13m,
            RebateRatePercent = 13m,
            RebateCny = 7_800m,
        };

    private static Background Known(DateOnly day, string method) =>
        new()
        {
            AssessedOn = day,
            Header = new FiledHeader
            {
                Method = method,
                Uscc = "91120116MA90DEM10T",
                LegalPerson = "郑示一",
                Period = $"{day.AddMonths(-1):yyyyMM}",
                FobUsd = 10_000m,
                RebateDueCny = 7_800m,
                FirstDeclaredOn = day.AddYears(-5),
                CustomsDistrict = "0202",
                Name = "天津示例外贸有限公司",
                EnterpriseClass = 2,
            },
            History = new ExporterHistory
            {
                LastYear = day.Year - 1,
                HasLastYear = true,
                CommoditiesLastYear = ["85122010"],
                SuppliersLastYear = ["91120111MA91GHF97X"],
                ThisPeriod = new(5_000m, 3_900m, 30_000m, 2, 1),
                SamePeriodLastYear = new(10_000m, 7_800m, 60_000m, 2, 1),
                LegalPersonSince = day.AddYears(-5),
            },
            Peers =
            [
                new PeerPrice
                {
                    CommodityCode = "8512201000",
                    Unit = "个",
                    Filings = 50,
                    MeanUsd = 10m,
                    MedianUsd = 10m,
                    MadUsd = 1m,
                },
            ],
            Watchlist = new WatchlistFacts
            {
                Revision = 0,
                KindsInForce = [],
                Hits = [],
            },
        };
}
