using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.RiskScoring.Rules.Watchlist;

/// <summary>A commodity is on the watchlist.</summary>
/// <remarks>
/// For each code the gravest of all listed prefixes in force counts, unless a longer one is an
/// exception.
/// </remarks>
public sealed class CommodityOnWatchlist : IRiskRule
{
    /// <inheritdoc/>
    public string Id => "RI-08";

    /// <inheritdoc/>
    public string PhraseZh => "商品为特别关注商品";

    /// <inheritdoc/>
    public string PhraseEn => "A commodity is on the watchlist";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new(
            "Export rebate doubt table of December 2015; Zhejiang indicators",
            "goods of special attention, level 1 to 4"
        );

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters => Watchlisted.PointsByLevel;

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p) =>
        Watchlisted.Judge(this, facts, p, [WatchlistKinds.Commodity]);
}
