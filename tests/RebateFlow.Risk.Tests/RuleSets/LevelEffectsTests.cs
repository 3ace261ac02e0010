using System.Text.Json.Nodes;
using RebateFlow.Risk.Tests.Docs;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.RuleSets;

namespace RebateFlow.Risk.Tests.RuleSets;

/// <summary>What levels ask for, as dated data of a rule set.</summary>
public sealed class LevelEffectsTests
{
    private static readonly DateOnly first = new(2026, 4, 10);

    [Fact]
    public void Effects_hold_from_their_day_until_the_next_ones()
    {
        var (ruleSet, faults) = Read(levels =>
            levels["3"]!.AsArray().Add(Effects("2026-07-01", "NO_GREEN", "SELF_INSPECTION"))
        );

        Assert.Empty(faults);
        Assert.Equal(["SELF_INSPECTION"], Of(new DateOnly(2026, 6, 30)));
        Assert.Equal(["NO_GREEN", "SELF_INSPECTION"], Of(new DateOnly(2026, 7, 1)));
        Assert.Equal(["SELF_INSPECTION"], Of(new DateOnly(2026, 1, 1)));

        IReadOnlyList<string> Of(DateOnly day) => ruleSet!.On(day).Levels!.Of(3);
    }

    [Fact]
    public void A_draft_that_says_nothing_of_levels_is_refused()
    {
        var json = Seed();
        json.AsObject().Remove("levels");

        var (ruleSet, faults) = RuleSetReader.Read(json.ToJsonString(), RuleCatalog.All);

        Assert.Null(ruleSet);
        Assert.Equal(["levels: missing"], faults);
        Assert.Null(RuleSetReader.ReadStored(json.ToJsonString()).On(first).Levels);
    }

    [Fact]
    public void A_level_that_begins_after_the_set_leaves_a_gap() =>
        Refused(
            levels => levels["2"]![0]!["from"] = "2026-04-11",
            "levels.2: no effects on 2026-04-10, the first day"
        );

    [Fact]
    public void Two_periods_of_one_day_overlap() =>
        Refused(
            levels => levels["4"]!.AsArray().Add(Effects("2026-04-10")),
            "levels.4: dates must ascend"
        );

    [Fact]
    public void A_level_left_out_is_refused() =>
        Refused(levels => levels.AsObject().Remove("4"), "levels.4: missing");

    [Fact]
    public void A_fifth_level_is_refused() =>
        Refused(
            levels => levels["5"] = new JsonArray(Effects("2026-04-10")),
            "levels.5: no such level"
        );

    [Fact]
    public void An_unknown_effect_is_refused() =>
        Refused(
            levels => levels["1"]![0]!["effects"]!.AsArray().Add("BAN"),
            "levels.1: no such effect BAN"
        );

    [Fact]
    public void Effects_without_a_source_are_refused() =>
        Refused(levels => levels["1"]![0]!["source"] = " ", "levels.1: effects without a source");

    [Fact]
    public void A_graver_level_asks_for_no_less_than_a_lighter_one() =>
        Refused(
            levels => levels["3"]!.AsArray().Add(Effects("2026-07-01", "HOLD")),
            "levels.2: lacks HOLD of level 3 on 2026-07-01"
        );

    private static void Refused(Action<JsonNode> change, string fault)
    {
        var (ruleSet, faults) = Read(change);

        Assert.Null(ruleSet);
        Assert.Equal(fault, Assert.Single(faults));
    }

    private static (RuleSet? RuleSet, IReadOnlyList<string> Faults) Read(Action<JsonNode> change)
    {
        var json = Seed();
        change(json["levels"]!);
        return RuleSetReader.Read(json.ToJsonString(), RuleCatalog.All);
    }

    private static JsonObject Effects(string from, params string[] effects) =>
        new()
        {
            ["effects"] = new JsonArray([.. effects.Select(effect => JsonValue.Create(effect))]),
            ["from"] = from,
            ["source"] = "test",
        };

    private static JsonNode Seed() =>
        JsonNode.Parse(
            File.ReadAllText(Path.Combine(RulesDocument.Root, "seeds/rule-sets/2026-04-10.json"))
        )!;
}
