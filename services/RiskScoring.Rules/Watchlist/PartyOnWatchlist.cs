using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.RiskScoring.Rules.Watchlist;

/// <summary>The declarant, its legal person or a supplier is on the watchlist.</summary>
/// <remarks>
/// Ids match exactly after normalisation. As an option names match by likeness, of the declarant
/// and of the distinct suppliers up to a limit; beyond it the rest cannot be judged.
/// </remarks>
public sealed class PartyOnWatchlist : IRiskRule
{
    /// <summary>Likeness from which a name is a hit; 0 leaves names alone.</summary>
    public static readonly RuleParameter NameLikeness = new(
        "nameLikeness",
        "likeness",
        0,
        100,
        "名称相似度命中下限（0 为不比对名称）",
        "Likeness from which a name is a hit; 0 leaves names alone"
    )
    {
        WhenAbsent = 0,
    };

    /// <summary>Most distinct names of a filing that are compared.</summary>
    public static readonly RuleParameter MostNames = new(
        "mostNames",
        "name",
        1,
        10_000,
        "一份申报最多比对的名称数",
        "Most distinct names of a filing that are compared"
    )
    {
        WhenAbsent = 200,
    };

    /// <summary>Share of the points of its level that a hit by name adds.</summary>
    public static readonly RuleParameter NamePercent = new(
        "namePercent",
        "percent",
        0,
        100,
        "名称命中计入该级分值的比例",
        "Share of the points of its level that a hit by name adds"
    )
    {
        WhenAbsent = 100,
    };

    /// <inheritdoc/>
    public string Id => "RI-09";

    /// <inheritdoc/>
    public string PhraseZh => "申报企业、法定代表人或供货企业为特别关注对象";

    /// <inheritdoc/>
    public string PhraseEn => "A party is on the watchlist";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new(
            "Zhejiang pre-event rebate indicators",
            "enterprises and suppliers named by the authority; levels by analogy with goods"
        );

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } =
    [.. Watchlisted.PointsByLevel, NameLikeness, MostNames, NamePercent];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        var background = facts.Background;
        Findings? unknown = null;
        if (
            background.Header.LegalPerson.Length == 0
            && background.Watchlist.KindsInForce.Contains(WatchlistKinds.LegalPerson)
        )
        {
            unknown = new Findings();
            unknown.CountOne();
            unknown.Tell($"法定代表人", $"legal person");
        }
        if (background.Watchlist.NamesLeftOut is > 0 and var left)
        {
            unknown ??= new Findings();
            unknown.CountOne();
            unknown.Tell($"另有 {left} 个名称", $"{left} more names");
        }
        return Watchlisted.Judge(
            this,
            facts,
            p,
            [WatchlistKinds.Enterprise, WatchlistKinds.Supplier, WatchlistKinds.LegalPerson],
            (unknown, p[NamePercent])
        );
    }
}
