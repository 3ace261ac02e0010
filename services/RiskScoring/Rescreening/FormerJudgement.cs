using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;

namespace RebateFlow.RiskScoring.Rescreening;

/// <summary>The last assessment of a live filing, and the values by which it was made.</summary>
public sealed class FormerJudgement(LiveFiling filing, Background background, RuleSet ruleSet)
{
    private RiskScore? score;

    /// <summary>The filing with that assessment.</summary>
    public LiveFiling Filing => filing;

    /// <summary>What Risk knew then.</summary>
    public Background Background => background;

    /// <summary>The values by which it was scored.</summary>
    public RuleSetValues Values { get; } = ruleSet.On(background.AssessedOn);

    /// <summary>What the rules made of it; unpacked when somebody asks.</summary>
    public RiskScore Score => score ??= RiskScore.FromBytes(Payload.Decompress(filing.Result));

    /// <summary>The hits with what their levels asked for.</summary>
    public IReadOnlyList<WatchlistHit> Hits => Values.WithEffects(background.Watchlist.Hits);

    /// <summary>Whether it was scored by these values.</summary>
    public bool IsBy(RuleSetValues values) =>
        (Values.Version, Values.Start) == (values.Version, values.Start);
}
