using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Scoring;
using RebateFlow.RiskScoring.Watchlist;

namespace RebateFlow.Risk.Tests.Scenarios;

/// <summary>A filing with what was known about it.</summary>
public sealed record Scene(FilingContent Content, Background Background)
{
    public static readonly Scene Honest = new(Filings.Content, Backgrounds.Quiet);
}

/// <summary>
/// The published fraud cases as filings: each starts from the same honest filing and adds only what
/// the case is known for. Where the signal is one that an authority learns by inspection, it is an
/// entry of the watchlist.
/// </summary>
public static class FraudCases
{
    /// <summary>Cases that no filing shows, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> NotShown = new Dictionary<
        string,
        string
    >
    {
        ["C02"] = "electricity and self-issued purchase vouchers do not travel with a filing",
        ["C04"] = "known by name only",
    };

    public static readonly IReadOnlyDictionary<string, (string Title, Scene Scene)> All =
        new Dictionary<string, (string, Scene)>
        {
            ["C01"] = ("买单配票 bought declarations, suppliers missing", Listed("SUPPLIER", 1)),
            ["C03"] = ("香菇浓缩液 ten times the price, a surge", Surge(Dear(11.7m))),
            ["C05"] = ("铅酸充锂电 lead-acid as lithium", Surge(NewCode(OtherName(CheapCode())))),
            ["C06"] = ("棉纱循环 yarn cycled through Hong Kong", Surge(Listed("COMMODITY", 2))),
            ["C07"] = ("虚开网络 a network of false invoices", NewSupplier(Listed("SUPPLIER", 2))),
            ["C08"] = ("海参 bought for 6, sold for 40", CostFell(Dear(3.4m))),
            ["C09"] = ("羽毛球线 strings cycled 48 times", OtherName(Dear(12m))),
            ["C10"] = ("假手机 phones that do not work", Dear(2m, Listed("COMMODITY", 2))),
            ["C11"] = ("道具检测仪 one machine through two ports", NewCode(Away(Surge(Dear(4m))))),
            ["C12"] = ("蒸发器 iron plates behind the door", Surge(Dear(5m))),
            ["C13"] = ("走逃企业 company gone, no documents", Listed("ENTERPRISE", 1)),
            ["C14"] = ("假自营真代理 disguised agency", Surge(NewSupplier(CostRose(Scene.Honest)))),
        };

    private static Scene Listed(string kind, int level) =>
        Scene.Honest with
        {
            Background = Backgrounds.Quiet with
            {
                Watchlist = new WatchlistFacts
                {
                    Revision = 1,
                    KindsInForce = [kind],
                    Hits =
                    [
                        new WatchlistHit
                        {
                            EntryId = Guid.Parse("01900000-0000-7000-8000-0000000000ff"),
                            Kind = WatchlistKinds.NameOf(WatchlistKinds.ByName[kind]),
                            Key = "示例",
                            MatchedValue = "示例",
                            Level = level,
                            Reason = "稽查通报",
                        },
                    ],
                },
            },
        };

    /// <summary>The price is so many times that of the peers.</summary>
    private static Scene Dear(decimal times, Scene? scene = null) =>
        (scene ?? Scene.Honest) with
        {
            Background = (scene ?? Scene.Honest).Background with
            {
                Peers =
                [
                    new PeerPrice
                    {
                        CommodityCode = "8512201000",
                        Unit = "个",
                        Filings = 40,
                        MeanUsd = 100 / times,
                        MedianUsd = 100 / times,
                        MadUsd = 10 / times,
                    },
                ],
            },
        };

    private static Scene Surge(Scene scene) =>
        WithHistory(
            scene,
            history =>
                history with
                {
                    ThisPeriod = new(900_000, 700_000, 5_400_000, 20, 0),
                    SamePeriodLastYear = history.SamePeriodLastYear with
                    {
                        FobUsd = 100_000,
                        RebateCny = 100_000,
                    },
                }
        );

    private static Scene NewCode(Scene scene) =>
        WithHistory(scene, history => history with { CommoditiesLastYear = [] });

    private static Scene NewSupplier(Scene scene) =>
        WithHistory(scene, history => history with { SuppliersLastYear = [] });

    private static Scene CheapCode() =>
        WithHistory(
            Scene.Honest,
            history =>
                history with
                {
                    CheaperNeighbours = [new CheaperNeighbour("85122010", "85122090", 0)],
                }
        );

    private static Scene CostFell(Scene scene) => Cost(scene, 15_000);

    private static Scene CostRose(Scene scene) => Cost(scene, 850_000);

    private static Scene Cost(Scene scene, decimal costCny) =>
        WithHistory(
            scene with
            {
                Content = scene.Content with
                {
                    PurchaseLines = [Filings.PurchaseLine with { TaxBaseCny = costCny }],
                },
            },
            history => history with { SamePeriodLastYear = new(100_000, 78_000, 600_000, 20, 0) }
        );

    private static Scene Away(Scene scene)
    {
        var known = scene with
        {
            Background = scene.Background with
            {
                Header = scene.Background.Header with { CustomsDistrict = "2201" },
            },
        };
        return WithHistory(
            known,
            history =>
                history with
                {
                    ThisPeriod = history.ThisPeriod with
                    {
                        Declarations = 20,
                        AwayDeclarations = 20,
                    },
                    SamePeriodLastYear = history.SamePeriodLastYear with { Declarations = 20 },
                }
        );
    }

    private static Scene OtherName(Scene scene) =>
        scene with
        {
            Content = scene.Content with
            {
                Doubts = [Filings.Doubt("M107", "锂离子蓄电池", "铅酸电池")],
            },
        };

    private static Scene WithHistory(Scene scene, Func<ExporterHistory, ExporterHistory> change) =>
        scene with
        {
            Background = scene.Background with { History = change(scene.Background.History) },
        };
}
