using System.Text.Json.Nodes;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging;
using RebateFlow.Risk.Tests.Builders;
using RebateFlow.Risk.Tests.Docs;
using RebateFlow.RiskScoring.Rescreening;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Scoring;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Risk.Tests.Rescreening;

public sealed class ReassessmentTests
{
    private static readonly WatchlistHit hit = new()
    {
        EntryId = new Guid("01900000-0000-7000-8000-000000000009"),
        Kind = "COMMODITY",
        Key = "8507",
        MatchedValue = "8507600090",
        Level = 2,
        Reason = "测试",
    };

    [Fact]
    public void An_entry_more_or_less_is_a_difference()
    {
        Assert.True(Reassessment.IsDifferent([], [hit]));
        Assert.True(Reassessment.IsDifferent([hit], []));
    }

    [Fact]
    public void Another_level_reason_or_value_is_a_difference()
    {
        Assert.True(Reassessment.IsDifferent([hit], [hit with { Level = 1 }]));
        Assert.True(Reassessment.IsDifferent([hit], [hit with { Reason = "其他" }]));
        Assert.True(Reassessment.IsDifferent([hit], [hit with { MatchedValue = "8507800000" }]));
    }

    [Fact]
    public void A_new_version_that_says_the_same_is_no_difference() =>
        Assert.False(Reassessment.IsDifferent([hit], [hit with { EntryId = Guid.Empty }]));

    [Fact]
    public void Another_version_with_the_same_outcome_does_not_matter_to_Approval()
    {
        var next = Again(set => set["version"] = "other");

        Assert.False(next.MattersToApproval);
        Assert.False(next.Former.IsBy(next.Values));
        Assert.Equal("RULE_SET", next.ToRiskReassessed().Cause);
    }

    [Fact]
    public void Another_score_matters_and_says_which_rules_made_it()
    {
        var next = Again(set =>
        {
            set["version"] = "other";
            set["conditions"] = Condition("filing.fobUsd > 0", points: 7);
        });

        var told = next.ToRiskReassessed();
        Assert.True(next.MattersToApproval);
        var before = next.Former.Score.Score;
        Assert.Equal(before + 7, told.Score);
        Assert.Equal(
            $"指标方案由 2026-04-10 改为 other；评分由 {before} 变为 {before + 7}；新命中指标 CC-01",
            told.ReasonZh
        );
        Assert.Equal(
            $"Rule set other took the place of 2026-04-10; score {before + 7} instead of {before}; "
                + "hit by CC-01",
            told.ReasonEn
        );
    }

    [Fact]
    public void Another_rule_of_the_same_points_matters()
    {
        var next = Again(set => set["conditions"] = Condition("filing.fobUsd > 0", points: 0));

        Assert.Equal(next.Former.Score.Score, next.Score.Score);
        Assert.True(next.MattersToApproval);
    }

    [Fact]
    public void Another_grade_of_the_same_score_matters()
    {
        var next = Again(set =>
        {
            set["grades"]!["mediumFrom"]![0]!["value"] = 0;
            set["grades"]!["highFrom"]![0]!["value"] = 0;
        });

        Assert.Equal(next.Former.Score.Score, next.Score.Score);
        Assert.Equal("HIGH", next.ToRiskReassessed().Grade);
        Assert.True(next.MattersToApproval);
    }

    [Fact]
    public void A_level_that_asks_for_something_else_matters()
    {
        var next = Again(
            set =>
                set["levels"]!["2"]![0]!["effects"] = set["levels"]!["1"]![0]![
                    "effects"
                ]!.DeepClone(),
            [hit]
        );

        Assert.Equal(next.Former.Score.Score, next.Score.Score);
        Assert.NotEqual(next.Former.Hits[0].Effects, next.Hits[0].Effects);
        Assert.True(next.MattersToApproval);
    }

    [Fact]
    public void Other_values_of_the_same_version_are_told_by_their_first_day()
    {
        var next = Again(
            set =>
            {
                var grades = set["grades"]!["highFrom"]!.AsArray();
                var later = grades[0]!.DeepClone();
                (later["value"], later["from"]) = (0, "2026-04-15");
                set["grades"]!["mediumFrom"]![0]!["value"] = 0;
                grades.Add(later);
            },
            changesVersion: false
        );

        var told = next.ToRiskReassessed();
        Assert.Equal(("RULE_SET", "HIGH"), (told.Cause, told.Grade));
        Assert.Equal("Rule set 2026-04-10 has new values from 2026-04-15 on", told.ReasonEn);
        Assert.Equal("指标方案 2026-04-10 自 2026-04-15 起用新值", told.ReasonZh);
    }

    /// <summary>A filing that was scored on 12 April by the last set, scored by another.</summary>
    private static Reassessment Again(
        Action<JsonNode> change,
        WatchlistHit[]? hits = null,
        bool changesVersion = true
    )
    {
        var now = new DateTimeOffset(2026, 4, 20, 2, 0, 0, TimeSpan.Zero);
        var path = Path.Combine(RulesDocument.Root, "seeds/rule-sets/2026-04-10.json");
        var set = JsonNode.Parse(File.ReadAllText(path))!;
        change(set);
        var next = RuleSetReader.ReadStored(set.ToJsonString());
        var plain = changesVersion ? RulesDocument.ReadSeeds()[^1] : next;
        var filing = Filings.Of(Filings.Content);
        var watchlist = new WatchlistFacts
        {
            Revision = 1,
            KindsInForce = [],
            Hits = hits ?? [],
        };
        var known = new KnownFacts(null, Backgrounds.Quiet.History, []);
        var first = Assessment.Of(
            filing,
            Filings.Content,
            known,
            watchlist,
            plain,
            MomentOf(now.AddDays(-8))
        );
        var live = new LiveFiling(
            first.Id,
            filing.PreDeclarationId,
            filing.AttemptNo,
            1,
            filing.Lane,
            filing.Content,
            Payload.Pack(first.Background),
            Payload.Compress(first.Score.ToBytes()),
            plain.Version
        );
        var former = new FormerJudgement(live, first.Background, plain);
        return Reassessment.Of(former, Filings.Content, watchlist, next, MomentOf(now));
    }

    private static Moment MomentOf(DateTimeOffset at) =>
        new AuthorityClock(TimeProvider.System).MomentOf(at);

    private static JsonArray Condition(string expression, int points) =>
        new(
            new JsonObject
            {
                ["id"] = "CC-01",
                ["phraseZh"] = "测试条件",
                ["phraseEn"] = "Condition of a test",
                ["expression"] = expression,
                ["points"] = new JsonArray(
                    new JsonObject
                    {
                        ["value"] = points,
                        ["unit"] = "point",
                        ["from"] = "2014-01-01",
                        ["source"] = "测试",
                    }
                ),
            }
        );
}
