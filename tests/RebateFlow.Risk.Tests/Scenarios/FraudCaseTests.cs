using System.Text.Json;
using RebateFlow.GreenChannel;
using RebateFlow.Risk.Tests.Builders;
using RebateFlow.Risk.Tests.Docs;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;

namespace RebateFlow.Risk.Tests.Scenarios;

/// <summary>
/// Each published fraud case, scored by the last rule set of the product and channelled by its last
/// policy.
/// </summary>
public sealed class FraudCaseTests
{
    private static readonly RuleSet ruleSet = RulesDocument.ReadSeeds()[^1];

    public static IEnumerable<TheoryDataRow<string>> Cases =>
        FraudCases.All.Select(one => new TheoryDataRow<string>(one.Key)
        {
            TestDisplayName = $"{one.Key} {one.Value.Title}: enhanced, its honest twin is not",
        });

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void A_fraud_case_is_enhanced_and_its_honest_twin_is_not(string id)
    {
        Assert.Equal(Channel.Enhanced, ChannelOf(FraudCases.All[id].Fraud));
        Assert.NotEqual(Channel.Enhanced, ChannelOf(FraudCases.All[id].Twin));
    }

    [Fact]
    public void Each_case_has_an_honest_twin_of_its_own()
    {
        string[] twins =
        [
            .. FraudCases.All.Values.Select(one => JsonSerializer.Serialize(one.Twin)),
        ];

        Assert.Equal(twins.Length, twins.Distinct().Count());
        Assert.DoesNotContain(JsonSerializer.Serialize(Scene.Honest), twins);
        Assert.All(
            FraudCases.All.Values,
            one => Assert.NotEqual(Score(one.Fraud).Score, Score(one.Twin).Score)
        );
    }

    [Fact]
    public void Every_published_case_is_a_scenario_or_says_why_not() =>
        Assert.Equal(
            Enumerable.Range(1, 14).Select(number => $"C{number:D2}"),
            FraudCases.All.Keys.Concat(FraudCases.NotShown.Keys).Order(StringComparer.Ordinal)
        );

    private static RiskScore Score(Scene scene) =>
        ScoreCard.Score(new Facts(scene.Content, scene.Background), ruleSet);

    private static Channel ChannelOf(Scene scene)
    {
        var score = Score(scene);
        var hits = ruleSet
            .On(scene.Background.AssessedOn)
            .WithEffects(scene.Background.Watchlist.Hits);
        var facts = new ChannelFacts
        {
            Today = scene.Background.AssessedOn,
            Enrolment = null,
            RebateDueCny = scene.Background.Header.RebateDueCny,
            EnterpriseClass = 2,
            GravestWatchlistLevel = hits.Count == 0 ? null : hits.Min(hit => hit.Level),
            WatchlistEffects = [.. hits.SelectMany(hit => hit.Effects ?? []).Distinct()],
            Score = score.Score,
            Grade = Enum.Parse<RiskGrade>(score.Grade.ToString()),
            HasUnjudgedRule = score.HasUnjudgedRule,
            GravestDoubt = scene.Content.Doubts.Count == 0 ? DoubtLevel.None : DoubtLevel.Warning,
            Case = null,
        };
        return ChannelDecision.Forecast(facts, Policies.Newest);
    }
}
