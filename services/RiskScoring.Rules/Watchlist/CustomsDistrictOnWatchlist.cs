using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.RiskScoring.Rules.Watchlist;

/// <summary>The goods left through a customs district on the watchlist.</summary>
/// <remarks>
/// A customs line without a customs district cannot be judged while such entries are in force.
/// Lines exported by an agent carry no customs line of their own and are left out.
/// </remarks>
public sealed class CustomsDistrictOnWatchlist : IRiskRule
{
    /// <inheritdoc/>
    public string Id => "RI-11";

    /// <inheritdoc/>
    public string PhraseZh => "出口关区为特别关注口岸";

    /// <inheritdoc/>
    public string PhraseEn => "The customs district is on the watchlist";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new(
            "Notice of 1999 on key review of sensitive ports (repealed)",
            "the pattern; the districts are data"
        );

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters => Watchlisted.PointsByLevel;

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        if (!facts.Background.Watchlist.KindsInForce.Contains(WatchlistKinds.CustomsDistrict))
            return RuleResult.NoHit(this);

        var unknown = new Findings();
        foreach (var line in facts.ExportLines)
        {
            var isKnown =
                line.CustomsDistrict.Length > 0 || line.CustomsDeclarationLineNo.Length == 0;
            if (!isKnown && unknown.CountOne())
                unknown.Tell($"{line.LineNo} 行关区", $"customs district of line {line.LineNo}");
        }
        return Watchlisted.Judge(this, facts, p, [WatchlistKinds.CustomsDistrict], (unknown, 100));
    }
}
