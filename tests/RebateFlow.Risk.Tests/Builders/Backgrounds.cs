using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.Risk.Tests.Builders;

/// <summary>A background in which no rule hits, of which a test changes one thing.</summary>
public static class Backgrounds
{
    public static Background Quiet { get; } =
        new()
        {
            AssessedOn = new DateOnly(2026, 2, 2),
            Header = new FiledHeader
            {
                Method = "ER",
                Uscc = "91120116MA90DEM10T",
                LegalPerson = "郑示一",
                Period = "202601",
                FobUsd = 100_000,
                RebateDueCny = 78_000,
                FirstDeclaredOn = new DateOnly(2013, 1, 15),
            },
            History = new ExporterHistory
            {
                LastYear = 2025,
                HasLastYear = true,
                CommoditiesLastYear = ["85122010"],
                SuppliersLastYear = ["91120111MA91GHF97X"],
                ThisPeriod = PeriodTotal.None,
                SamePeriodLastYear = new PeriodTotal(100_000, 78_000),
            },
            Peers = [],
            Watchlist = new WatchlistFacts
            {
                Revision = 1,
                KindsInForce = [],
                Hits = [],
            },
        };
}
