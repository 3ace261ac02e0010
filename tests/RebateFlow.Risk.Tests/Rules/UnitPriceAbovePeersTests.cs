using RebateFlow.Contracts.Intake;
using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Prices;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class UnitPriceAbovePeersTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases => Case.Read(nameof(UnitPriceAbovePeers));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var peer = new PeerPrice
        {
            CommodityCode = "2106909090",
            Unit = "千克",
            Filings = (int)row.Number("peer_filings"),
            MeanUsd = row.Number("peer_median_usd"),
            MedianUsd = row.Number("peer_median_usd"),
            MadUsd = row["peer_mad_usd"].Length == 0 ? null : row.Number("peer_mad_usd"),
        };
        var (amounts, quantities) = (row.Numbers("fob_usd"), row.Numbers("quantity"));
        var content = Filings.Content with
        {
            ExportLines = [.. amounts.Select((amount, i) => Line(row, i, amount, quantities[i]))],
        };
        row.Check(
            new UnitPriceAbovePeers(),
            new Facts(content, Backgrounds.Quiet with { Peers = [peer] }),
            (UnitPriceAbovePeers.LimitPercent, 50),
            (UnitPriceAbovePeers.GraveLimitPercent, 200),
            (UnitPriceAbovePeers.MinFilings, 20),
            (UnitPriceAbovePeers.MinDeviations, 3),
            (UnitPriceAbovePeers.Points, 20),
            (UnitPriceAbovePeers.PointsGrave, 40)
        );
    }

    private static FiledExportLine Line(Case row, int place, decimal amount, decimal quantity) =>
        Filings.ExportLine with
        {
            LineNo = $"{place + 1:D4}",
            CommodityCode = row["code"],
            Unit = row["unit"],
            FobUsd = amount,
            Quantity = quantity,
        };
}
