using RebateFlow.Risk.Tests.Docs;
using RebateFlow.RiskScoring.Rules.RuleSets;

namespace RebateFlow.Risk.Tests.RuleSets;

public sealed class RuleSetDifferencesTests
{
    private static readonly RuleSetDocument document = RulesDocument.ReadSeeds()[^1].Document;

    [Fact]
    public void A_set_does_not_differ_from_itself() =>
        Assert.Empty(RuleSetDifferences.Of(document, document));

    [Fact]
    public void Every_value_that_differs_is_named_with_both_sides()
    {
        var points = document.Rules["RI-06"]["points"];
        var changed = document with
        {
            From = document.From.AddDays(1),
            Rules = document.Rules.ToDictionary(
                rule => rule.Key,
                rule =>
                    rule.Key == "RI-06"
                        ? new Dictionary<string, IReadOnlyList<DatedValue>>
                        {
                            ["points"] = [points[0] with { Value = 77 }],
                        }
                        : rule.Value
            ),
            Levels = document.Levels!.ToDictionary(
                level => level.Key,
                level => level.Key == "1" ? [level.Value[0] with { Effects = [] }] : level.Value
            ),
            Conditions =
            [
                new ConditionDocument
                {
                    Id = "CC-01",
                    PhraseZh = "测试",
                    PhraseEn = "a test",
                    Expression = "1/0 > 1",
                    Points = points,
                },
            ],
        };

        var told = RuleSetDifferences.Of(document, changed).ToDictionary(one => one.Path);

        Assert.Equal(
            [
                "conditions.CC-01",
                "conditions.CC-01.phraseEn",
                "conditions.CC-01.phraseZh",
                "conditions.CC-01.points",
                "from",
                "levels.1",
                "rules.RI-06.points",
            ],
            told.Keys
        );
        Assert.Equal(("ADDED", null, "1/0 > 1"), Sides(told["conditions.CC-01"]));
        Assert.StartsWith("3 point, ", told["rules.RI-06.points"].Before);
        Assert.StartsWith("77 point, ", told["rules.RI-06.points"].After);
        Assert.Contains("LETTER", told["levels.1"].Before, StringComparison.Ordinal);
        Assert.StartsWith("[], ", told["levels.1"].After);
        Assert.Equal(
            ("REMOVED", "1/0 > 1", null),
            Sides(RuleSetDifferences.Of(changed, document)[0])
        );
    }

    private static (string, string?, string?) Sides(RuleSetDifference one) =>
        (one.Change, one.Before, one.After);
}
