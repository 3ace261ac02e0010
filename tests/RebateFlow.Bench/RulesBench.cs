using System.Diagnostics;
using RebateFlow.Contracts.Intake;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;

namespace RebateFlow.Bench;

/// <summary>
/// Scoring a filing by the full rule set, per line, against two rule engines that judge the same
/// conditions. All three take the facts out of the filing anew each time. Ours says figures in two
/// languages, names the lines that hit, and adds points up; theirs only say yes or no.
/// </summary>
/// <remarks>
/// The engines run twice: with each line as a fact, which is what says which line hit, as ours
/// does (the goal is about this one); and with the whole filing as one fact and loops inside the
/// conditions, which says no more than that some line hit, and leaves the engine next to nothing to
/// do.
/// </remarks>
internal static class RulesBench
{
    private const int Goal = 20;
    private static readonly TimeSpan measured = TimeSpan.FromSeconds(2);

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
            object Ours(FilingContent lines) =>
                ScoreCard.Score(new Facts(lines, background), ruleSet);
            var ours = Measure(pairs * 2, () => Ours(content));
            Print("RebateFlow", pairs, ours, ours);
            var shuffled = RuleBenchFacts.Shuffled(content);
            Print("  lines in no order", pairs, Measure(pairs * 2, () => Ours(shuffled)), ours);
            var microsoft = new MicrosoftRules();
            Print(
                "RulesEngine 6.0.1",
                pairs,
                Measure(pairs * 2, () => microsoft.Lines(Rows())),
                ours
            );
            Print(
                "  filing as one fact",
                pairs,
                Measure(pairs * 2, () => microsoft.Whole(Rows())),
                ours
            );
            var rete = new ReteRules();
            Print("NRules 1.0.4", pairs, Measure(pairs * 2, () => rete.Lines(Rows())), ours);
            Print(
                "  filing as one fact",
                pairs,
                Measure(pairs * 2, () => rete.Whole(Rows())),
                ours
            );
        }
        return 0;
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
