using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.Bench.Rules;

/// <summary>The facts of a filing in the shape in which rule engines like them.</summary>
public sealed class RuleBenchFacts(FilingContent content, Background background)
{
    private int noted;

    public List<FiledExportLine> Exports { get; } = [.. content.ExportLines];
    public List<FiledPurchaseLine> Purchases { get; } = [.. content.PurchaseLines];
    public List<FiledDoubt> Doubts { get; } = [.. content.Doubts];
    public List<WatchlistHit> Hits { get; } = [.. background.Watchlist.Hits];
    public HashSet<string> Codes { get; } = [.. background.History.CommoditiesLastYear];
    public HashSet<string> Suppliers { get; } = [.. background.History.SuppliersLastYear];
    public decimal Fob { get; } = background.Header.FobUsd;
    public decimal FobBefore { get; } = background.History.SamePeriodLastYear.FobUsd;
    public decimal Rebate { get; } = background.Header.RebateDueCny;
    public decimal RebateBefore { get; } = background.History.SamePeriodLastYear.RebateCny;
    public decimal Cost { get; } = content.PurchaseLines.Sum(line => line.TaxBaseCny);
    public decimal CostBefore { get; } = background.History.SamePeriodLastYear.CostCny;
    public decimal Peer { get; } = background.Peers[0].MedianUsd;
    public decimal AwayRise { get; } = 0;
    public int AgeMonths { get; } = 150;
    public bool PersonChanged { get; } = background.History.FormerLegalPerson is not null;
    public bool RateRose { get; } = background.History.CheaperNeighbours.Count > 0;

    public void Note() => noted++;

    /// <summary>A quiet filing of so many export lines and as many purchase lines.</summary>
    public static (FilingContent Content, Background Background) Filing(int pairs) =>
        (
            new FilingContent
            {
                ExportLines = Enumerable.Range(1, pairs).Select(Export).ToList(),
                PurchaseLines = Enumerable.Range(1, pairs).Select(Purchase).ToList(),
                EcrSummary = null,
                Doubts = [],
            },
            new Background
            {
                AssessedOn = new DateOnly(2026, 11, 25),
                Header = new FiledHeader
                {
                    Method = "ER",
                    Uscc = "91120116MA90DEM10T",
                    LegalPerson = "示例",
                    Period = "202610",
                    FobUsd = 10_000m * pairs,
                    RebateDueCny = 7_800m * pairs,
                    FirstDeclaredOn = new DateOnly(2013, 1, 15),
                    CustomsDistrict = "0202",
                },
                History = new ExporterHistory
                {
                    LastYear = 2025,
                    HasLastYear = true,
                    CommoditiesLastYear = ["84713010"],
                    SuppliersLastYear = ["91120111MA91GHF97X"],
                    ThisPeriod = PeriodTotal.None,
                    SamePeriodLastYear = new(
                        200_000m * pairs,
                        200_000m * pairs,
                        1_200_000m * pairs,
                        100,
                        0
                    ),
                    LegalPersonSince = new DateOnly(2013, 1, 15),
                },
                Peers =
                [
                    new PeerPrice
                    {
                        CommodityCode = "8471301000",
                        Unit = "台",
                        Filings = 100,
                        MeanUsd = 100,
                        MedianUsd = 100,
                        MadUsd = 5,
                    },
                ],
                Watchlist = new WatchlistFacts
                {
                    Revision = 1,
                    KindsInForce = ["COMMODITY", "ENTERPRISE"],
                    Hits = [],
                },
            }
        );

    /// <summary>The same filing with its lines in no order.</summary>
    public static FilingContent Shuffled(FilingContent content)
    {
        var random = new Random(7);
        return content with
        {
            ExportLines = content.ExportLines.OrderBy(_ => random.Next()).ToList(),
            PurchaseLines = content.PurchaseLines.OrderBy(_ => random.Next()).ToList(),
        };
    }

    private static FiledExportLine Export(int number) =>
        new()
        {
            LineNo = $"{number:D4}",
            AssociationNo = $"202610001{number:D8}",
            CustomsDeclarationLineNo = $"02022026000000{number / 20:D4}{number % 20:D3}",
            ExportDate = new DateOnly(2026, 10, 15),
            CommodityCode = "8471301000",
            CommodityName = "平板电脑",
            Unit = "台",
            Quantity = 100,
            FobUsd = 10_000,
            FobCny = 71_000,
            CustomsUnits = ["台", "千克"],
            CustomsDistrict = "0202",
            SourceRegion = "12011",
            DestinationCountry = "USA",
            TradeMode = "0110",
            RebateRatePercent = 13,
            RebateCny = 7_800,
        };

    private static FiledPurchaseLine Purchase(int number) =>
        new()
        {
            LineNo = $"{number:D4}",
            AssociationNo = $"202610001{number:D8}",
            VoucherNo = $"{number:D20}",
            VoucherKind = "SPECIAL_INVOICE",
            SupplierTaxId = "91120111MA91GHF97X",
            SupplierName = "示例供货",
            InvoiceDate = new DateOnly(2026, 10, 1),
            CommodityCode = "8471301000",
            Unit = "台",
            Quantity = 100,
            TaxBaseCny = 60_000,
            VatRatePercent = 13,
            RebateRatePercent = 13,
            RebateCny = 7_800,
        };
}
