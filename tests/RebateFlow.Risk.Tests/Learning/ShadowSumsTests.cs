using RebateFlow.RiskScoring.Learning;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.Scores;
using RebateFlow.RiskScoring.Simulation;

namespace RebateFlow.Risk.Tests.Learning;

/// <summary>A draft in shadow beside the set in force, filing by filing.</summary>
public sealed class ShadowSumsTests
{
    private readonly ShadowSums sums = new();

    [Fact]
    public void A_rule_agrees_or_hits_by_one_set_alone()
    {
        Add("draft", active: ["RI-01", "RI-02"], shadow: ["RI-02", "CC-01"]);
        Add("draft", active: ["RI-01"], shadow: ["RI-01", "CC-01"]);

        Assert.Equal((1, 1, 0), sums.Rules[("draft", "RI-01")]);
        Assert.Equal((1, 0, 0), sums.Rules[("draft", "RI-02")]);
        Assert.Equal((0, 0, 2), sums.Rules[("draft", "CC-01")]);
    }

    [Fact]
    public void A_rule_that_could_not_judge_is_no_hit_and_one_that_hit_by_neither_has_no_row()
    {
        sums.Add(
            "draft",
            Score(Result("RI-01", RuleOutcome.Error), Result("RI-02", RuleOutcome.NoHit)),
            Judged(Score(Result("RI-01", RuleOutcome.Hit), Result("RI-02", RuleOutcome.NoHit)))
        );

        Assert.Equal((0, 0, 1), Assert.Single(sums.Rules).Value);
    }

    [Fact]
    public void Drafts_are_counted_apart_with_grades_channels_and_rebates()
    {
        Add("one", ["RI-01"], []);
        Add("one", ["RI-01"], []);
        Add("other", ["RI-01"], ["RI-01"]);

        Assert.Equal((2, 20m), sums.Grades[("one", "HIGH", "LOW")]);
        Assert.Equal((1, 10m), sums.Grades[("other", "HIGH", "LOW")]);
        Assert.Equal((2, 20m), sums.Channels[("one", "ENHANCED", "GREEN")]);
        Assert.Equal((0, 2, 0), sums.Rules[("one", "RI-01")]);
        Assert.Equal((1, 0, 0), sums.Rules[("other", "RI-01")]);
    }

    [Fact]
    public void Without_a_policy_no_channel_is_counted()
    {
        sums.Add("draft", Score(), Judged(Score(), channel: ""));

        Assert.Empty(sums.Channels);
        Assert.Single(sums.Grades);
    }

    private void Add(string version, string[] active, string[] shadow) =>
        sums.Add(version, Score(Hits(active)), Judged(Score(Hits(shadow))));

    private static RuleResult[] Hits(string[] rules) =>
        [.. rules.Select(rule => Result(rule, RuleOutcome.Hit))];

    private static RuleResult Result(string rule, RuleOutcome outcome) =>
        new(rule, outcome, 0, "", "");

    private static RiskScore Score(params RuleResult[] results) =>
        new("set", 0, Grade.Low, false, results);

    private static Judgement Judged(RiskScore score, string channel = "ENHANCED") =>
        new(
            score,
            new ChangedFiling(
                Guid.Empty,
                Guid.Empty,
                "91120116MA99R5C01W",
                10,
                90,
                0,
                "HIGH",
                "LOW",
                channel,
                channel.Length > 0 ? "GREEN" : "",
                []
            )
        );
}
