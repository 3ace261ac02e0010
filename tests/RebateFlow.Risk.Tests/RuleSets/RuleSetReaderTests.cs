using System.Text.Json.Nodes;
using RebateFlow.Risk.Tests.Docs;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.Exporters;
using RebateFlow.RiskScoring.Rules.RuleSets;

namespace RebateFlow.Risk.Tests.RuleSets;

public sealed class RuleSetReaderTests
{
    [Fact]
    public void The_set_of_2026_is_accepted()
    {
        var (ruleSet, faults) = Read(_ => { });

        Assert.Empty(faults);
        Assert.Equal("2026-04-10", ruleSet!.Version);
    }

    [Fact]
    public void A_value_without_unit_is_refused() =>
        Refused(
            set => First(set, "RI-01", "max")["unit"] = " ",
            "RI-01.max: a value without a unit"
        );

    [Fact]
    public void A_value_in_another_unit_is_refused() =>
        Refused(
            set => First(set, "RI-01", "max")["unit"] = "percent",
            "RI-01.max: unit percent, CNY/USD is expected"
        );

    [Fact]
    public void A_null_within_a_list_is_refused_with_its_place() =>
        Refused(
            set => set["rules"]!["RI-01"]!["max"]!.AsArray().Add(null),
            "not a rule set: rules.RI-01.max[1] is null"
        );

    [Fact]
    public void A_null_condition_is_refused_with_its_place() =>
        Refused(
            set => set["conditions"] = new JsonArray((JsonNode?)null),
            "not a rule set: conditions[0] is null"
        );

    [Fact]
    public void A_value_without_source_is_refused() =>
        Refused(
            set => First(set, "RI-12", "limitPercent")["source"] = "",
            "RI-12.limitPercent: a value without a source"
        );

    [Fact]
    public void A_value_that_begins_after_the_set_leaves_a_gap() =>
        Refused(
            set => First(set, "RI-12", "points")["from"] = "2026-04-11",
            "RI-12.points: no value on 2026-04-10, the first day"
        );

    [Fact]
    public void A_parameter_without_any_value_leaves_a_gap() =>
        Refused(
            set => set["rules"]!["RI-12"]!["points"] = new JsonArray(),
            "RI-12.points: no value on 2026-04-10, the first day"
        );

    [Fact]
    public void Dates_that_do_not_ascend_are_refused() =>
        Refused(
            set =>
                set["rules"]!["RI-06"]!["points"]!
                    .AsArray()
                    .Add(First(set, "RI-06", "points").DeepClone()),
            "RI-06.points: dates must ascend"
        );

    [Fact]
    public void An_unknown_rule_is_refused() =>
        Refused(set => set["rules"]!["RI-99"] = new JsonObject(), "RI-99: no such rule");

    [Fact]
    public void A_missing_rule_is_refused() =>
        Refused(set => set["rules"]!.AsObject().Remove("RI-08"), "RI-08: missing");

    [Fact]
    public void An_unknown_parameter_is_refused() =>
        Refused(
            set => set["rules"]!["RI-06"]!["limit"] = new JsonArray(),
            "RI-06.limit: no such parameter"
        );

    [Fact]
    public void A_missing_parameter_is_refused() =>
        Refused(set => set["rules"]!["RI-01"]!.AsObject().Remove("min"), "RI-01.min: missing");

    [Theory]
    [InlineData(-1, "RI-06.points: -1 is not from 0 to 100")]
    [InlineData(101, "RI-06.points: 101 is not from 0 to 100")]
    [InlineData(2.5, "RI-06.points: points are whole numbers")]
    public void Points_are_whole_numbers_up_to_100(decimal points, string fault) =>
        Refused(set => First(set, "RI-06", "points")["value"] = points, fault);

    [Fact]
    public void A_misspelt_member_is_refused() =>
        Refused(set => First(set, "RI-06", "points")["form"] = "2026-01-01", "not a rule set");

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var (ruleSet, faults) = Read(set =>
        {
            First(set, "RI-01", "max")["unit"] = "";
            First(set, "RI-01", "min")["source"] = "";
            set["rules"]!.AsObject().Remove("RI-14");
        });

        Assert.Null(ruleSet);
        Assert.Equal(3, faults.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"version":"x"}""")]
    [InlineData("""{"version":"x","version":"y"}""")]
    public void What_is_no_rule_set_is_refused_with_a_reason(string json)
    {
        var (ruleSet, faults) = RuleSetReader.Read(json, RuleCatalog.All);

        Assert.Null(ruleSet);
        Assert.StartsWith("not a rule set", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Sets_of_one_version_or_one_first_day_are_refused_together()
    {
        var (one, _) = Read(_ => { });
        var (other, _) = Read(set => set["version"] = "another");

        Assert.Equal(
            ["2026-04-10: two sets start on this day"],
            RuleSetReader.CheckSeries([one!, other!])
        );
        Assert.Contains(
            "2026-04-10: two sets have this version",
            RuleSetReader.CheckSeries([one!, one!])
        );
        Assert.Equal(["there is no rule set"], RuleSetReader.CheckSeries([]));
    }

    [Fact]
    public void A_value_holds_from_its_day_until_the_next_one()
    {
        var (ruleSet, _) = Read(set =>
        {
            var later = First(set, "RI-06", "points").DeepClone();
            (later["from"], later["value"]) = ("2026-07-01", 9);
            set["rules"]!["RI-06"]!["points"]!.AsArray().Add(later);
        });

        Assert.Equal(3, PointsOn(new DateOnly(2026, 6, 30)));
        Assert.Equal(9, PointsOn(new DateOnly(2026, 7, 1)));
        Assert.Equal(3, PointsOn(new DateOnly(2026, 3, 31)));

        int PointsOn(DateOnly day) =>
            ruleSet!
                .On(day)
                .Rules.Single(rule => rule.Rule.Id == "RI-06")
                .Parameters.Points(CommodityNewToExporter.Points);
    }

    [Fact]
    public void A_stored_set_that_knows_fewer_rules_still_speaks()
    {
        var json = SeedOf2026();
        json["rules"]!.AsObject().Remove("RI-14");

        var ruleSet = RuleSetReader.ReadStored(json.ToJsonString());

        Assert.DoesNotContain(ruleSet.On(ruleSet.From).Rules, rule => rule.Rule.Id == "RI-14");
        Assert.Equal(RuleCatalog.All.Count - 1, ruleSet.On(ruleSet.From).Rules.Count);
    }

    private static void Refused(Action<JsonNode> change, string fault)
    {
        var (ruleSet, faults) = Read(change);

        Assert.Null(ruleSet);
        Assert.StartsWith(fault, Assert.Single(faults), StringComparison.Ordinal);
    }

    private static (RuleSet? RuleSet, IReadOnlyList<string> Faults) Read(Action<JsonNode> change)
    {
        var json = SeedOf2026();
        change(json);
        return RuleSetReader.Read(json.ToJsonString(), RuleCatalog.All);
    }

    private static JsonNode SeedOf2026() =>
        JsonNode.Parse(
            File.ReadAllText(Path.Combine(RulesDocument.Root, "seeds/rule-sets/2026-04-10.json"))
        )!;

    private static JsonNode First(JsonNode set, string rule, string parameter) =>
        set["rules"]![rule]![parameter]![0]!;
}
