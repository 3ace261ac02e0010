using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.RuleSets;

namespace RebateFlow.Risk.Tests.Docs;

public sealed class RulesDocumentTests
{
    private static readonly string path = Path.Combine(RulesDocument.Root, RulesDocument.Path);

    [Fact]
    public void The_document_says_what_catalogue_and_rule_sets_say()
    {
        var expected = RulesDocument.Write(RuleCatalog.All, RulesDocument.ReadSeeds());
        if (Environment.GetEnvironmentVariable("REBATEFLOW_UPDATE_DOCS") == "1")
            File.WriteAllText(path, expected);

        Assert.True(
            IsCurrent(expected),
            $"{RulesDocument.Path} is stale. Write it anew with "
                + "REBATEFLOW_UPDATE_DOCS=1 dotnet run --project tests/RebateFlow.Risk.Tests"
        );
    }

    [Fact]
    public void A_changed_rule_makes_the_document_stale()
    {
        var changed = RulesDocument.Write([.. RuleCatalog.All.Skip(1)], RulesDocument.ReadSeeds());

        Assert.False(IsCurrent(changed));
    }

    [Fact]
    public void Every_rule_has_a_file_a_test_and_cases_of_its_name()
    {
        foreach (var rule in RuleCatalog.All)
        {
            var name = rule.GetType().Name;
            Assert.True(File.Exists(In(RulesDocument.FileOf(rule))), name);
            Assert.True(File.Exists(In($"tests/RebateFlow.Risk.Tests/Rules/{name}Tests.cs")), name);
            Assert.True(File.Exists(In($"tests/RebateFlow.Risk.Tests/Cases/{name}.csv")), name);
        }
    }

    [Fact]
    public void Every_rule_stands_once_and_in_order()
    {
        string[] ids = [.. RuleCatalog.All.Select(rule => rule.Id)];

        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
        Assert.All(RuleCatalog.All, rule => Assert.NotEmpty(rule.Parameters));
        Assert.All(RuleCatalog.All, rule => Assert.NotEmpty(rule.Source.Document));
    }

    [Fact]
    public void Every_indicator_of_the_catalogue_has_a_rule_or_a_reason()
    {
        var ids = RuleCatalog
            .All.Select(rule => rule.Id)
            .Concat(RulesDocument.NotComputable.Select(missing => missing.Id))
            .Order(StringComparer.Ordinal);

        Assert.Equal(Enumerable.Range(1, 30).Select(number => $"RI-{number:D2}"), ids);
    }

    [Fact]
    public void The_seeds_are_a_series_from_the_first_policy_period_on()
    {
        var seeds = RulesDocument.ReadSeeds();

        Assert.Empty(RuleSetReader.CheckSeries(seeds));
        Assert.Equal(new DateOnly(2014, 1, 1), seeds[0].From);
        Assert.True(seeds.Count >= 2);
    }

    private static bool IsCurrent(string expected) =>
        File.Exists(path) && File.ReadAllText(path) == expected;

    private static string In(string relative) => Path.Combine(RulesDocument.Root, relative);
}
