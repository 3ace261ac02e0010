using CsCheck;
using RebateFlow.Risk.Tests.Builders;
using RebateFlow.Risk.Tests.Docs;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;

namespace RebateFlow.Risk.Tests.Scoring;

public sealed class ScoreCardTests
{
    private static readonly RuleSet ruleSet = RulesDocument.ReadSeeds()[^1];
    private static readonly RuleSetValues values = ruleSet.On(new DateOnly(2026, 2, 2));

    private static readonly Gen<RuleResult> results = Gen.Select(
        Gen.Enum<RuleOutcome>(),
        Gen.Int[0, 100],
        (outcome, points) => new RuleResult("RI-00", outcome, points, "", "")
    );

    [Fact]
    public void A_score_never_falls_when_a_hit_is_added() =>
        Gen.Select(results.List[0, 12], results)
            .Sample(
                (list, added) =>
                {
                    var before = ScoreCard.Sum(list, values);
                    var after = ScoreCard.Sum([.. list, added], values);
                    return after.Score >= before.Score
                        && after.Grade >= before.Grade
                        && (after.HasUnjudgedRule || !before.HasUnjudgedRule);
                }
            );

    [Fact]
    public void A_score_lies_from_0_to_100_and_is_the_sum_below_it() =>
        results
            .List[0, 12]
            .Sample(list =>
                ScoreCard.Sum(list, values).Score
                == Math.Min(100, list.Sum(result => result.Points))
            );

    [Fact]
    public void The_order_of_results_changes_nothing() =>
        results
            .List[0, 12]
            .Sample(list =>
            {
                var (one, other) = (
                    ScoreCard.Sum(list, values),
                    ScoreCard.Sum([.. list.AsEnumerable().Reverse()], values)
                );
                return one.Score == other.Score
                    && one.Grade == other.Grade
                    && one.HasUnjudgedRule == other.HasUnjudgedRule;
            });

    [Theory]
    [InlineData(29, Grade.Low)]
    [InlineData(30, Grade.Medium)]
    [InlineData(59, Grade.Medium)]
    [InlineData(60, Grade.High)]
    public void A_grade_begins_at_its_limit(int points, Grade grade)
    {
        var result = new RuleResult("RI-00", RuleOutcome.Hit, points, "", "");

        Assert.Equal(grade, ScoreCard.Sum([result], values).Grade);
    }

    [Theory]
    [InlineData(0, Grade.Medium)]
    [InlineData(29, Grade.Medium)]
    [InlineData(60, Grade.High)]
    public void What_could_not_be_judged_is_never_low(int points, Grade grade)
    {
        var unjudged = new RuleResult("RI-00", RuleOutcome.Error, points, "", "");

        Assert.Equal(grade, ScoreCard.Sum([unjudged], values).Grade);
    }

    [Fact]
    public void Every_set_of_the_seeds_judges_the_specimens_in_full()
    {
        foreach (var seed in RulesDocument.ReadSeeds())
        foreach (var facts in Specimen.On(seed.From))
            Assert.DoesNotContain(
                ScoreCard.Score(facts, seed).Results,
                result => result.Outcome == RuleOutcome.Error
            );
    }

    [Fact]
    public void Every_rule_of_the_set_speaks_in_catalogue_order()
    {
        var score = ScoreCard.Score(new Facts(Filings.Content, Backgrounds.Quiet), ruleSet);

        Assert.Equal(
            RuleCatalog.All.Select(rule => rule.Id),
            score.Results.Select(result => result.RuleId)
        );
        Assert.Equal(0, score.Score);
        Assert.False(score.HasUnjudgedRule);
        Assert.Equal("2026-04-10", score.RuleSetVersion);
    }

    [Fact]
    public void A_rule_that_fails_is_an_error_and_never_a_pass()
    {
        var score = ScoreCard.Score(
            new Facts(Filings.Content, Backgrounds.Quiet with { Header = null! }),
            ruleSet
        );

        Assert.True(score.HasUnjudgedRule);
        Assert.Contains(score.Results, result => result.Outcome == RuleOutcome.Error);
    }

    [Fact]
    public void The_set_of_the_day_decides_the_points()
    {
        var first = RulesDocument.ReadSeeds()[0];
        var fresh = Backgrounds.Quiet with
        {
            History = Backgrounds.Quiet.History with { CommoditiesLastYear = [] },
        };

        Assert.Equal(5, ScoreCard.Score(new Facts(Filings.Content, fresh), first).Score);
        Assert.Equal(3, ScoreCard.Score(new Facts(Filings.Content, fresh), ruleSet).Score);
    }
}
