using RebateFlow.Risk.Tests.Docs;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;

namespace RebateFlow.Risk.Tests.Scoring;

/// <summary>Why a score came out as it did, in words of both languages.</summary>
public sealed class ExplanationTests
{
    private static readonly RuleSetValues values = RulesDocument
        .ReadSeeds()[^1]
        .On(new DateOnly(2026, 4, 10));

    [Fact]
    public void A_medium_grade_says_what_is_missing_for_high_and_which_hits_made_it()
    {
        var ways = Explanation.OtherGrades(Scored(("RI-08", 40), ("RI-07", 5)), values, false);

        Assert.Equal(["HIGH", "LOW"], ways.Select(way => way.Grade));
        Assert.Equal("15 points more (from 60 points on)", ways[0].Text);
        Assert.Equal(60, ways[0].Score);
        Assert.Equal(["RI-08"], ways[1].Rules);
        Assert.Equal(
            "without RI-08 A commodity is on the watchlist: 5 points (under 30 points)",
            ways[1].Text
        );
        Assert.Equal(5, ways[1].Score);
    }

    [Fact]
    public void A_low_grade_has_nothing_below_it_and_a_high_one_nothing_above()
    {
        Assert.Equal(
            ["再多30 分（30 分起）"],
            Explanation.OtherGrades(Scored(), values, true).Select(way => way.Text)
        );
        Assert.Equal(
            ["若无 RI-08 商品为特别关注商品，则为0 分（低于60 分）"],
            Explanation.OtherGrades(Scored(("RI-08", 60)), values, true).Select(way => way.Text)
        );
    }

    [Fact]
    public void The_limits_of_a_rule_are_told_with_their_units_in_words()
    {
        var limits = Explanation.LimitsOf("RI-17", values, isChinese: false);

        Assert.Equal(
            ["12 months", "1,000,000.00 yuan", "15 points"],
            limits.Select(limit => limit.Text)
        );
        Assert.Equal(
            "1,000,000.00 元",
            Explanation.LimitsOf("RI-17", values, isChinese: true)[1].Text
        );
        Assert.Empty(Explanation.LimitsOf("RI-99", values, isChinese: true));
    }

    [Fact]
    public void Every_unit_of_the_catalogue_has_words() =>
        Assert.All(
            RuleCatalog.All.SelectMany(rule => rule.Parameters),
            parameter => Assert.True(Wording.Knows(parameter.Unit), parameter.Unit)
        );

    [Fact]
    public void A_unit_without_words_is_found() => Assert.False(Wording.Knows("furlong"));

    private static RiskScore Scored(params (string Rule, int Points)[] hits) =>
        ScoreCard.Sum(
            [.. hits.Select(hit => new RuleResult(hit.Rule, RuleOutcome.Hit, hit.Points, "", ""))],
            values
        );
}
