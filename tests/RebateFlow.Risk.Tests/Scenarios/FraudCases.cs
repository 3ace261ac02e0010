using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.Risk.Tests.Scenarios;

/// <summary>A filing with what was known about it.</summary>
public sealed record Scene(FilingContent Content, Background Background)
{
    public static readonly Scene Honest = new(Filings.Content, Backgrounds.Quiet);
}

/// <summary>A fraud as a filing, and an honest filing of the same business.</summary>
public sealed record FraudCase(string Title, Scene Fraud, Scene Twin);

/// <summary>
/// The published fraud cases as filings: each adds to an honest filing only what the case is known
/// for. Its twin does the same business without it: the same new goods at the price of the peers,
/// the same supplier not listed, growth as others have it. Where the signal is one that an
/// authority learns by inspection, it is an entry of the watchlist.
/// </summary>
public static class FraudCases
{
    /// <summary>Cases that no filing shows, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> NotShown = new Dictionary<
        string,
        string
    >
    {
        ["C04"] = "known by name only",
    };

    public static readonly IReadOnlyDictionary<string, FraudCase> All = new Dictionary<
        string,
        FraudCase
    >
    {
        ["C01"] = new(
            "买单配票 bought declarations, suppliers missing",
            Listed("SUPPLIER", 1),
            Looked("SUPPLIER")
        ),
        ["C02"] = new(
            "空壳家具厂 empty factories on self-issued vouchers",
            Surge(Bought(70, Scene.Honest)),
            Grown(Bought(30, Scene.Honest))
        ),
        ["C03"] = new(
            "香菇浓缩液 ten times the price, a surge",
            Surge(Dear(11.7m)),
            Grown(Dear(1.1m))
        ),
        ["C05"] = new(
            "铅酸充锂电 lead-acid as lithium",
            Surge(NewCode(OtherName(CheapCode()))),
            Grown(NewCode(Scene.Honest))
        ),
        ["C06"] = new(
            "棉纱循环 yarn cycled through Hong Kong",
            Surge(Listed("COMMODITY", 2)),
            Grown(Looked("COMMODITY"))
        ),
        ["C07"] = new(
            "虚开网络 a network of false invoices",
            NewSupplier(Listed("SUPPLIER", 2)),
            NewSupplier(Looked("SUPPLIER"))
        ),
        ["C08"] = new(
            "海参 bought for 6, sold for 40",
            CostFell(Dear(3.4m)),
            Cost(Dear(1.2m), 620_000)
        ),
        ["C09"] = new("羽毛球线 strings cycled 48 times", OtherName(Dear(12m)), Dear(0.9m)),
        ["C10"] = new(
            "假手机 phones that do not work",
            Dear(2m, Listed("COMMODITY", 2)),
            Dear(1.3m, Listed("COMMODITY", 4))
        ),
        ["C11"] = new(
            "道具检测仪 one machine through two ports",
            NewCode(Away(Surge(Dear(4m)))),
            NewCode(Grown(Dear(1.2m)))
        ),
        ["C12"] = new(
            "蒸发器 iron plates behind the door",
            Surge(Heavy(3.5m, Scene.Honest)),
            Grown(Heavy(1.1m, Scene.Honest))
        ),
        ["C13"] = new(
            "走逃企业 company gone, no documents",
            Listed("ENTERPRISE", 1),
            Looked("ENTERPRISE")
        ),
        ["C14"] = new(
            "假自营真代理 disguised agency",
            Surge(NewSupplier(CostRose(Scene.Honest))),
            Grown(NewSupplier(Cost(Scene.Honest, 600_000)))
        ),
    };

    /// <summary>Entries of the kind are in force, and none of them is touched.</summary>
    private static Scene Looked(string kind) =>
        Scene.Honest with
        {
            Background = Backgrounds.Quiet with
            {
                Watchlist = Backgrounds.Quiet.Watchlist with { KindsInForce = [kind] },
            },
        };

    /// <summary>So much of the purchases rests on vouchers of the buyer's own, percent.</summary>
    private static Scene Bought(decimal percent, Scene scene) =>
        scene with
        {
            Content = scene.Content with
            {
                PurchaseLines =
                [
                    Filings.PurchaseLine with
                    {
                        VoucherKind = "ORDINARY_INVOICE",
                        TaxBaseCny = 600_000 * percent / 100,
                    },
                    Filings.PurchaseLine with
                    {
                        LineNo = "0002",
                        TaxBaseCny = 600_000 * (100 - percent) / 100,
                        RebateCny = 0,
                    },
                ],
            },
        };

    /// <summary>A piece weighs so many times what it weighs with the peers.</summary>
    private static Scene Heavy(decimal times, Scene scene) =>
        scene with
        {
            Content = scene.Content with
            {
                ExportLines =
                [
                    Filings.ExportLine with
                    {
                        CustomsQuantities = [1_000, 2_000 * times],
                    },
                ],
            },
            Background = scene.Background with
            {
                Peers =
                [
                    .. scene.Background.Peers,
                    new PeerPrice
                    {
                        CommodityCode = "8512201000",
                        Unit = "千克/个",
                        Filings = 40,
                        MeanUsd = 2,
                        MedianUsd = 2,
                        MadUsd = 0.1m,
                    },
                ],
            },
        };

    /// <summary>Exports of the period grew by a third, as those of others do.</summary>
    private static Scene Grown(Scene scene) =>
        WithHistory(
            scene,
            history => history with { ThisPeriod = new(33_000, 25_700, 198_000, 3, 0) }
        );

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
