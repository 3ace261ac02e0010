using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.Conditions;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;

namespace RebateFlow.Risk.Tests.Conditions;

public sealed class ConditionCompilerTests
{
    [Theory]
    [InlineData("filing.fobUsd > 99999.99", true)]
    [InlineData("filing.fobUsd == 100000 && filing.method == 'ER'", true)]
    [InlineData("filing.fobUsd < 1 || filing.rebateDueCny >= 78000", true)]
    [InlineData("!(filing.method == \"ECR\")", true)]
    [InlineData("exportLines.exists(l, l.commodityCode.startsWith('8512'))", true)]
    [InlineData("exportLines.all(l, l.fobUsd / l.quantity < 100)", false)]
    [InlineData("exportLines.exists_one(line, line.unit == '个')", true)]
    [InlineData("exportLines.filter(l, l.fobUsd > 0).size() >= 1", true)]
    [InlineData("size(purchaseLines) == 1", true)]
    [InlineData("filing.customsDistrict in ['0202', '5301']", false)]
    [InlineData("exportLines.exists(l, l.destinationCountry in ['DEU', 'HKG'])", true)]
    [InlineData("(filing.fobUsd > 0 ? filing.rebateDueCny : 0) * 0.1 + 1 == 7801", true)]
    [InlineData("-filing.fobUsd < 0 && filing.fobUsd % 3 == 1", true)]
    [InlineData("filing.period >= '202601' && filing.firstDeclaredOn < '2014-01-01'", true)]
    [InlineData("history.yearBeforeFobUsd * 2 > filing.fobUsd", true)]
    [InlineData("watchlistHits.exists(h, h.level <= 2)", false)]
    [InlineData("0.1 + 0.2 == 0.3", true)]
    public void A_condition_says_what_it_says(string expression, bool expected)
    {
        var (step, fault) = ConditionCompiler.Compile(expression);

        Assert.Equal("", fault);
        Assert.Equal(expected, step!(new Scope(Facts())).IsTrue);
    }

    [Theory]
    [InlineData("", "1 to 1000 characters")]
    [InlineData("filing.fobUsd", "it is a number, a condition is a bool")]
    [InlineData("filing.fobUsd > 'a'", "number and string do not go together")]
    [InlineData("filing.fob > 1", "filing has no fob; it has method, uscc")]
    [InlineData("exporter == 'x'", "unknown; there are filing")]
    [InlineData("filing.fobUsd >", "character")]
    [InlineData("while (true) {}", "character")]
    [InlineData("exportLines.map(l, l.unit)", "has no map like this")]
    [InlineData("filing.method.matches('(a+)+')", "there is no matches")]
    [InlineData("[1, 'a'].exists(x, x == 1)", "items of one type")]
    [InlineData("exportLines.exists(l, l.fobUsd)", "it is a number, a bool is expected")]
    [InlineData(
        "exportLines.exists(l, exportLines.exists(m, m.fobUsd > l.fobUsd))",
        "a macro within a macro costs too much"
    )]
    [InlineData("((((((((((((true))))))))))))", "nested deeper than 10")]
    [InlineData("duration('1h') > duration('2h')", "there is no function duration")]
    public void What_is_wrong_or_costs_too_much_is_refused_when_it_is_saved(
        string expression,
        string reason
    )
    {
        var (step, fault) = ConditionCompiler.Compile(expression);

        Assert.Null(step);
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_too_long_is_refused() =>
        Assert.Null(
            ConditionCompiler.Compile(string.Concat(Enumerable.Repeat("true||", 200)) + "true").Step
        );

    [Fact]
    public void A_condition_that_takes_too_many_steps_leaves_the_filing_unjudged()
    {
        var term = string.Join(" + ", Enumerable.Repeat("l.fobUsd * l.quantity", 30));
        var condition = Condition($"exportLines.exists(l, {term} < 0)");
        var content = Filings.Content with
        {
            ExportLines = [.. Enumerable.Repeat(Filings.ExportLine, 50_000)],
        };

        var result = Judge(condition, new Facts(content, Backgrounds.Quiet));

        Assert.Equal(RuleOutcome.Error, result.Outcome);
        Assert.Equal("The condition costs too much", result.EvidenceEn);
    }

    [Fact]
    public void A_division_by_zero_leaves_the_filing_unjudged_and_is_no_pass()
    {
        var result = Judge(Condition("filing.fobUsd / (filing.fobUsd - 100000) > 1"), Facts());

        Assert.Equal(RuleOutcome.Error, result.Outcome);
    }

    [Fact]
    public void A_condition_of_a_rule_set_is_a_rule_like_any_other()
    {
        var result = Judge(Condition("filing.fobUsd >= 100000"), Facts());

        Assert.Equal(
            ("CC-01", RuleOutcome.Hit, 12),
            (result.RuleId, result.Outcome, result.Points)
        );
    }

    private static CustomCondition Condition(string expression)
    {
        var (condition, faults) = CustomCondition.Read(
            new ConditionDocument
            {
                Id = "CC-01",
                PhraseZh = "示例",
                PhraseEn = "Sample",
                Expression = expression,
                Points = [],
            }
        );
        Assert.Empty(faults);
        return condition!;
    }

    private static RuleResult Judge(CustomCondition condition, Facts facts) =>
        condition.Evaluate(
            facts,
            new RuleParameters(new Dictionary<string, decimal> { ["points"] = 12 })
        );

    private static Facts Facts() => new(Filings.Content, Backgrounds.Quiet);
}
