using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.RiskScoring.Rules.RuleSets;

/// <summary>Whether and how a rule set compares names of parties with the watchlist.</summary>
/// <param name="Likeness">Likeness from which a name is a hit, 1 to 100.</param>
/// <param name="MostNames">Most distinct names of a filing that are compared.</param>
public sealed record NameOption(int Likeness, int MostNames)
{
    /// <summary>The option of a set on a day; null when it leaves names alone.</summary>
    public static NameOption? Of(IReadOnlyList<RuleWithValues> rules)
    {
        foreach (var (rule, parameters) in rules)
        {
            if (rule is PartyOnWatchlist && parameters[PartyOnWatchlist.NameLikeness] > 0)
                return new(
                    (int)parameters[PartyOnWatchlist.NameLikeness],
                    (int)parameters[PartyOnWatchlist.MostNames]
                );
        }
        return null;
    }
}
