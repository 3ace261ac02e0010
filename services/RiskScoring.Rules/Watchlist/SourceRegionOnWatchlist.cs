using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.RiskScoring.Rules.Watchlist;

/// <summary>The goods come from a region on the watchlist.</summary>
/// <remarks>
/// A customs line without a source region cannot be judged while such entries are in force. Lines
/// exported by an agent carry no customs line of their own and are left out.
/// </remarks>
public sealed class SourceRegionOnWatchlist : IRiskRule
{
    /// <inheritdoc/>
    public string Id => "RI-10";

    /// <inheritdoc/>
    public string PhraseZh => "货源地为特别关注地区";

    /// <inheritdoc/>
    public string PhraseEn => "The source region is on the watchlist";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new(
            "Notices of 1998 and 1999 on sensitive source areas (repealed)",
            "the pattern; the areas are data"
        );

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters => Watchlisted.PointsByLevel;

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        if (!facts.Background.Watchlist.KindsInForce.Contains(WatchlistKinds.SourceRegion))
            return RuleResult.NoHit(this);

        var unknown = new Findings();
        foreach (var line in facts.ExportLines)
        {
            var isKnown = line.SourceRegion.Length > 0 || line.CustomsDeclarationLineNo.Length == 0;
            if (!isKnown && unknown.CountOne())
                unknown.Tell($"{line.LineNo} 行货源地", $"source region of line {line.LineNo}");
        }
        return Watchlisted.Judge(this, facts, p, [WatchlistKinds.SourceRegion], (unknown, 100));
    }
}
