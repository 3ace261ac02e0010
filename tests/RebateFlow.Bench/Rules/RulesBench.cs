using System.Diagnostics;
using RebateFlow.Bench.Measuring;
using RebateFlow.Contracts.Intake;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;

namespace RebateFlow.Bench.Rules;

/// <summary>
/// Scoring a filing by the full rule set, per line, against two rule engines that judge the same
/// conditions. All three take the facts out of the filing anew each time. Ours says figures in two
/// languages, names the lines that hit, and adds points up; theirs only say yes or no.
/// </summary>
/// <remarks>
/// The engines run twice: with each line as a fact, which is what says which line hit, as ours
/// does; and with the whole filing as one fact and loops inside the
/// conditions, which says no more than that some line hit, and leaves the engine next to nothing to
/// do.
/// </remarks>
internal static class RulesBench
{
    public static async Task RunAsync(BenchRun run)
    {
        var json = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "rule-set.json")
        );
        var ruleSet = RuleSetReader.ReadStored(json);
        foreach (var pairs in run.Sized<int[]>([1, 50, 1_000], [1, 50]))
            Measure(run, ruleSet, pairs);
    }

    private static void Measure(BenchRun run, RuleSet ruleSet, int pairs)
    {
        var (content, background) = RuleBenchFacts.Filing(pairs);
        var shuffled = RuleBenchFacts.Shuffled(content);
        var (microsoft, rete) = (new MicrosoftRules(), new ReteRules());
        RuleBenchFacts Rows() => new(content, background);
        object Ours(FilingContent lines) => ScoreCard.Score(new Facts(lines, background), ruleSet);
        (string Name, Func<object> Once)[] contenders =
        [
            ("RebateFlow", () => Ours(content)),
            ("RebateFlow, lines in no order", () => Ours(shuffled)),
            ("RulesEngine 6.0.1", () => microsoft.Lines(Rows())),
            ("RulesEngine 6.0.1, filing as one fact", () => microsoft.Whole(Rows())),
            ("NRules 1.0.4", () => rete.Lines(Rows())),
            ("NRules 1.0.4, filing as one fact", () => rete.Whole(Rows())),
        ];
        var measured = run.Sized(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(20));
        foreach (var (_, once) in contenders)
            Repeat(once, measured);
        var nanoseconds = contenders.Select(_ => new List<double>()).ToList();
        for (var round = 0; round < run.Rounds; round++)
        {
            foreach (var turn in BenchRun.Turns(contenders.Length, round))
            {
                var cost = Repeat(contenders[turn].Once, measured);
                nanoseconds[turn].Add(cost.Nanoseconds / pairs / 2);
                run.Say(
                    $"{pairs * 2, 5} lines  {contenders[turn].Name, -38} "
                        + $"{nanoseconds[turn][^1], 10:F1} ns/line {cost.Bytes / pairs / 2, 9:F0} "
                        + "B/line"
                );
            }
        }
        for (var peer = 2; peer < contenders.Length; peer++)
        {
            run.Conclude(
                $"scoring {pairs * 2} lines, speed to that of {contenders[peer].Name}",
                [.. nanoseconds[0].Zip(nanoseconds[peer], (ours, theirs) => theirs / ours)],
                "above 1"
            );
        }
    }

    private static Cost Repeat(Func<object> once, TimeSpan atLeast)
    {
        var (runs, before) = (0, GC.GetAllocatedBytesForCurrentThread());
        var watch = Stopwatch.StartNew();
        do
        {
            once();
            runs++;
        } while (watch.Elapsed < atLeast);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return new(watch.Elapsed.TotalNanoseconds / runs, (double)bytes / runs);
    }

    /// <summary>Of one filing.</summary>
    private sealed record Cost(double Nanoseconds, double Bytes);
}
