using System.Diagnostics;
using NRules;
using NRules.RuleModel;
using NRules.RuleModel.Builders;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.RiskScoring.Scoring;
using RulesEngine.Models;

namespace RebateFlow.Bench;

/// <summary>
/// Scoring a filing by the full rule set, per line, against two rule engines that judge the same
/// conditions. All three take the facts out of the filing anew each time. Ours says figures in two
/// languages and adds points up; theirs only say yes or no.
/// </summary>
internal static class RulesBench
{
    private const int Goal = 20;
    private static readonly TimeSpan measured = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync()
    {
        var json = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "rule-set.json")
        );
        var ruleSet = RuleSetReader.ReadStored(json);
        foreach (var pairs in new[] { 1, 50, 1_000 })
        {
            var (content, background) = RuleBenchFacts.Filing(pairs);
            RuleBenchFacts Rows() => new(content, background);
            var ours = Measure(
                pairs * 2,
                () => ScoreCard.Score(new Facts(content, background), ruleSet)
            );
            Print("RebateFlow", pairs, ours, ours);
            Print("Microsoft RulesEngine 6.0.1", pairs, MicrosoftRules(Rows, pairs), ours);
            Print("NRules 1.0.4", pairs, Rete(Rows, pairs), ours);
        }
        return 0;
    }

    private static Cost MicrosoftRules(Func<RuleBenchFacts> rows, int pairs)
    {
        var workflow = new Workflow
        {
            WorkflowName = "risk",
            Rules =
            [
                .. RuleBenchConditions.All.Select(one => new Rule
                {
                    RuleName = one.Id,
                    Expression = one.Text,
                    RuleExpressionType = RuleExpressionType.LambdaExpression,
                }),
            ],
        };
        var engine = new RulesEngine.RulesEngine([workflow], new ReSettings());
        List<RuleResultTree> Judge() =>
            engine.ExecuteAllRulesAsync("risk", new RuleParameter("f", rows())).AsTask().Result;
        var results = Judge();
        var faults = results.Where(result => result.ExceptionMessage is { Length: > 0 });
        if (faults.FirstOrDefault(result => !result.IsSuccess && Failed(result)) is { } fault)
            throw new InvalidOperationException(fault.ExceptionMessage);
        return Measure(pairs * 2, Judge);
    }

    private static bool Failed(RuleResultTree result) =>
        result.ExceptionMessage.Contains("xception", StringComparison.Ordinal);

    private static Cost Rete(Func<RuleBenchFacts> rows, int pairs)
    {
        var compiled = new RuleCompiler().Compile([.. RuleBenchConditions.All.Select(RuleOf)]);
        return Measure(
            pairs * 2,
            () =>
            {
                var session = compiled.CreateSession();
                session.Insert(rows());
                return session.Fire();
            }
        );
    }

    private static IRuleDefinition RuleOf(RuleBenchCondition condition)
    {
        var builder = new RuleBuilder();
        builder.Name(condition.Id);
        var pattern = builder.LeftHandSide().Pattern(typeof(RuleBenchFacts), "f");
        pattern.Condition(condition.Lambda);
        System.Linq.Expressions.Expression<Action<IContext, RuleBenchFacts>> noted = (_, f) =>
            f.Note();
        builder.RightHandSide().Action(noted);
        return builder.Build();
    }

    private static Cost Measure(int lines, Func<object> once)
    {
        var warm = Stopwatch.StartNew();
        while (warm.Elapsed < measured / 2)
            once();
        var (runs, before) = (0, GC.GetAllocatedBytesForCurrentThread());
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < measured)
        {
            once();
            runs++;
        }
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return new(watch.Elapsed.TotalNanoseconds / runs / lines, (double)bytes / runs / lines);
    }

    private static void Print(string name, int pairs, Cost cost, Cost ours) =>
        Console.WriteLine(
            $"{pairs * 2, 5} lines  {name, -28} {cost.Nanoseconds, 10:F1} ns/line "
                + $"{cost.Bytes, 9:F0} B/line  {cost.Nanoseconds / ours.Nanoseconds, 7:F1} times"
                + $" (goal {Goal})"
        );

    private sealed record Cost(double Nanoseconds, double Bytes);
}
