using RebateFlow.RiskScoring.Scoring;
using RebateFlow.RiskScoring.Watchlist;

namespace RebateFlow.RiskScoring.Rules;

/// <summary>The declarant, its legal person or a supplier is on the watchlist.</summary>
/// <remarks>Ids match exactly after normalisation.</remarks>
public sealed class PartyOnWatchlist : IRiskRule
{
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
    public IReadOnlyList<RuleParameter> Parameters => Watchlisted.PointsByLevel;

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
        return Watchlisted.Judge(
            this,
            facts,
            p,
            [WatchlistKinds.Enterprise, WatchlistKinds.Supplier, WatchlistKinds.LegalPerson],
            unknown
        );
    }
}
