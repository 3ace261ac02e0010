using RulesEngine.Models;

namespace RebateFlow.Bench.Rules;

/// <summary>The conditions of the bench in Microsoft RulesEngine.</summary>
internal sealed class MicrosoftRules
{
    private readonly RulesEngine.RulesEngine engine = new(
        [
            Of("whole", RuleBenchConditions.All.Select(one => (one.Id, one.Text))),
            Of("filing", RuleBenchConditions.OfFiling.Select(one => (one.Id, one.Text))),
            Of("export", RuleBenchConditions.OfExports.Select(one => (one.Id, one.Text))),
            Of("purchase", RuleBenchConditions.OfPurchases.Select(one => (one.Id, one.Text))),
        ],
        new ReSettings()
    );

    /// <summary>The filing as one fact; the number of hits.</summary>
    public object Whole(RuleBenchFacts facts) => HitsOf("whole", new RuleParameter("f", facts));

    /// <summary>Each line as a fact; the number of hits.</summary>
    public object Lines(RuleBenchFacts facts)
    {
        var filing = new RuleParameter("f", facts);
        var hits = HitsOf("filing", filing);
        foreach (var line in facts.Exports)
            hits += HitsOf("export", filing, new RuleParameter("l", line));
        foreach (var line in facts.Purchases)
            hits += HitsOf("purchase", filing, new RuleParameter("l", line));
        return hits;
    }

    private int HitsOf(string workflow, params RuleParameter[] facts)
    {
        var hits = 0;
        foreach (var result in engine.ExecuteAllRulesAsync(workflow, facts).AsTask().Result)
        {
            if (result.IsSuccess)
                hits++;
            else if (result.ExceptionMessage.Contains("xception", StringComparison.Ordinal))
                throw new InvalidOperationException(result.ExceptionMessage);
        }
        return hits;
    }

    private static Workflow Of(string name, IEnumerable<(string Id, string Text)> conditions) =>
        new()
        {
            WorkflowName = name,
            Rules =
            [
                .. conditions.Select(one => new Rule
                {
                    RuleName = one.Id,
                    Expression = one.Text,
                    RuleExpressionType = RuleExpressionType.LambdaExpression,
                }),
            ],
        };
}
