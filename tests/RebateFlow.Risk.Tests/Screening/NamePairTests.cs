using RebateFlow.RiskScoring.Rules.Names;

namespace RebateFlow.Risk.Tests.Screening;

/// <summary>
/// How well names are told apart, on the pairs that the README beside this file explains. The
/// threshold is decided on every other pair and measured on the rest.
/// </summary>
public sealed class NamePairTests(ITestOutputHelper output)
{
    private static readonly NameWeights weights = NameWeights.On(new DateOnly(2026, 4, 20));
    private static readonly IReadOnlyList<NamePair> all = NamePairs.All();

    private static IEnumerable<NamePair> Deciding => all.Where((_, i) => i % 2 == 0);

    private static IEnumerable<NamePair> Measured => all.Where((_, i) => i % 2 == 1);

    [Fact]
    public void The_file_holds_what_the_rules_make()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Screening", "name-pairs.csv");
        if (Environment.GetEnvironmentVariable("REBATEFLOW_UPDATE_GOLDEN") is { } target)
            File.WriteAllLines(
                target,
                ["rule,kind,left,right,same", .. all.Select(p => p.ToCsv())]
            );

        Assert.Equal(all.Select(pair => pair.ToCsv()), File.ReadAllLines(path).Skip(1));
        Assert.True(all.Count >= 500);
    }

    [Fact]
    public void The_thresholds_are_the_best_of_the_pairs_that_decide()
    {
        foreach (var kind in Enum.GetValues<NameKind>())
        {
            var pairs = Deciding.Where(pair => pair.Kind == kind).ToList();
            var best = Enumerable.Range(50, 51).Max(at => Rate(pairs, at).F1);

            Assert.Equal(best, Rate(pairs, ThresholdOf(kind)).F1);
        }
    }

    [Fact]
    public void Precision_and_recall_on_the_other_pairs_are_high()
    {
        var rate = Rate([.. Measured], null);
        output.WriteLine(
            $"{rate.Right} right, {rate.Wrong} wrong, {rate.Missed} missed: "
                + $"precision {rate.Precision:P1}, recall {rate.Recall:P1}"
        );
        foreach (var pair in Measured.Where(pair => IsCalledSame(pair, null) != pair.IsSame))
            output.WriteLine($"{pair.ToCsv()}: {ScoreOf(pair)}");

        Assert.True(rate.Precision >= 0.98m, $"precision {rate.Precision}");
        Assert.True(rate.Recall >= 0.97m, $"recall {rate.Recall}");
    }

    [Fact]
    public void The_order_of_the_two_names_does_not_matter() =>
        Assert.All(
            all,
            pair =>
                Assert.Equal(
                    ScoreOf(pair),
                    ScoreOf(pair with { Left = pair.Right, Right = pair.Left })
                )
        );

    [Fact]
    public void The_index_finds_every_pair_that_the_comparison_calls_the_same()
    {
        var index = new NameIndex(
            all.Select((pair, i) => new ListedName(i, pair.Left, pair.Kind, IsAlias: false))
        );

        for (var i = 0; i < all.Count; i++)
        {
            var found = index
                .Find(all[i].Right, all[i].Kind, weights)
                .Any(match => match.Owner == i);
            Assert.Equal((all[i].ToCsv(), IsCalledSame(all[i], null)), (all[i].ToCsv(), found));
        }
    }

    private static (
        int Right,
        int Wrong,
        int Missed,
        decimal Precision,
        decimal Recall,
        decimal F1
    ) Rate(IReadOnlyList<NamePair> pairs, int? threshold)
    {
        var right = pairs.Count(pair => pair.IsSame && IsCalledSame(pair, threshold));
        var wrong = pairs.Count(pair => !pair.IsSame && IsCalledSame(pair, threshold));
        var missed = pairs.Count(pair => pair.IsSame) - right;
        return (
            right,
            wrong,
            missed,
            right == 0 ? 0 : (decimal)right / (right + wrong),
            right == 0 ? 0 : (decimal)right / (right + missed),
            right == 0 ? 0 : 2m * right / (2 * right + wrong + missed)
        );
    }

    private static bool IsCalledSame(NamePair pair, int? threshold) =>
        ScoreOf(pair).Score >= (threshold ?? ThresholdOf(pair.Kind));

    private static int ThresholdOf(NameKind kind) =>
        kind == NameKind.Person ? weights.PersonThreshold : weights.CompanyThreshold;

    private static NameScore ScoreOf(NamePair pair) =>
        NameComparison.Compare(
            PartyName.Parse(pair.Left, pair.Kind),
            PartyName.Parse(pair.Right, pair.Kind),
            weights.Deductions
        );
}
