using System.Diagnostics;
using FuzzySharp;
using RebateFlow.RiskScoring.Rules.Names;

namespace RebateFlow.Bench;

/// <summary>
/// One party against 100,000 listed names: the index beside FuzzySharp over the whole list, with
/// its plainest and fastest ratio. Recall and precision are those of the pairs by which the tests
/// decide the threshold; FuzzySharp gets the threshold that is best for it.
/// </summary>
internal static class ScreeningBench
{
    private const int Names = 100_000;
    private const int Rounds = 20;
    private const int ScannedParties = 20;

    public static int Run(TextWriter output)
    {
        var pairs = ReadPairs();
        var companies = pairs.Where(pair => pair.Kind == NameKind.Company).ToList();
        string[] listed =
        [
            .. companies.Select(pair => pair.Left).Concat(Invented()).Distinct().Take(Names),
        ];
        var weights = NameWeights.On(new DateOnly(2026, 4, 20));

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        var index = new NameIndex(
            listed.Select((name, i) => new ListedName(i, name, NameKind.Company, IsAlias: false))
        );
        var built = Stopwatch.GetElapsedTime(started);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;

        string[] parties = [.. companies.Select(pair => pair.Right)];
        var ours = TimeIndex(index, parties, weights);
        var theirs = TimeScan(listed, parties);
        output.WriteLine(
            $"  index of {index.Count} names: {bytes / 1048576.0:F1} MiB, built in "
                + $"{built.TotalMilliseconds:F0} ms"
        );
        output.WriteLine(
            $"  index: median {At(ours, 0.5):F4} ms, 99th percentile {At(ours, 0.99):F4} ms a party"
        );
        output.WriteLine($"  FuzzySharp over the list: median {At(theirs, 0.5):F1} ms a party");
        var (ourRate, theirRate, theirThreshold) = Rates(pairs, weights);
        output.WriteLine($"  index on the pairs: {ourRate}");
        output.WriteLine($"  FuzzySharp on the pairs, threshold {theirThreshold}: {theirRate}");
        var alike = Best(pairs, pair => Fuzz.Ratio(pair.Left, pair.Right), ourRate.Recall);
        output.WriteLine($"  FuzzySharp at no less recall than ours: {alike.Rate}");
        output.WriteLine(
            $"one party against {index.Count} names: p99 {At(ours, 0.99):F3} ms (goal 1), "
                + $"{At(theirs, 0.5) / At(ours, 0.5):F0} times FuzzySharp (goal 100)"
        );
        return 0;
    }

    private sealed record Pair(NameKind Kind, string Left, string Right, bool IsSame);

    private sealed record Rate(double Precision, double Recall)
    {
        public double F1 => 2 * Precision * Recall / Math.Max(Precision + Recall, 1e-9);

        public override string ToString() => $"precision {Precision:P1}, recall {Recall:P1}";
    }

    private static List<double> TimeIndex(NameIndex index, string[] parties, NameWeights weights)
    {
        var times = new List<double>(parties.Length * Rounds);
        for (var round = -2; round < Rounds; round++)
        {
            foreach (var party in parties)
            {
                var started = Stopwatch.GetTimestamp();
                index.Find(party, NameKind.Company, weights);
                if (round >= 0) // The first rounds warm up.
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }
        return times;
    }

    private static List<double> TimeScan(string[] listed, string[] parties)
    {
        var times = new List<double>();
        for (var i = -2; i < ScannedParties; i++)
        {
            var party = parties[(i + 2) * parties.Length / (ScannedParties + 2)];
            var (best, started) = (0, Stopwatch.GetTimestamp());
            foreach (var name in listed)
                best = Math.Max(best, Fuzz.Ratio(party, name));
            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return times;
    }

    private static (Rate Ours, Rate Theirs, int Threshold) Rates(
        List<Pair> pairs,
        NameWeights weights
    )
    {
        var ours = RateOf(
            pairs,
            pair =>
                NameComparison
                    .Compare(
                        PartyName.Parse(pair.Left, pair.Kind),
                        PartyName.Parse(pair.Right, pair.Kind),
                        weights.Deductions
                    )
                    .Score
                >= (
                    pair.Kind == NameKind.Person
                        ? weights.PersonThreshold
                        : weights.CompanyThreshold
                )
        );
        var (theirs, threshold) = Best(pairs, pair => Fuzz.Ratio(pair.Left, pair.Right), 0);
        return (ours, theirs, threshold);
    }

    private static (Rate Rate, int Threshold) Best(
        List<Pair> pairs,
        Func<Pair, int> score,
        double leastRecall
    ) =>
        Enumerable
            .Range(0, 101)
            .Select(at => (Rate: RateOf(pairs, pair => score(pair) >= at), Threshold: at))
            .Where(found => found.Rate.Recall >= leastRecall)
            .MaxBy(found => found.Rate.F1);

    private static Rate RateOf(List<Pair> pairs, Func<Pair, bool> isCalledSame)
    {
        var right = pairs.Count(pair => pair.IsSame && isCalledSame(pair));
        var called = pairs.Count(isCalledSame);
        return new Rate(
            right / Math.Max(1.0, called),
            right / (double)pairs.Count(pair => pair.IsSame)
        );
    }

    private static double At(List<double> times, double share) =>
        times.Order().ElementAt((int)(share * (times.Count - 1)));

    private static List<Pair> ReadPairs() =>
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "name-pairs.csv"))
                .Skip(1)
                .Select(line => line.Split(','))
                .Select(cells => new Pair(
                    cells[1] == "person" ? NameKind.Person : NameKind.Company,
                    cells[2],
                    cells[3],
                    cells[4] == "yes"
                )),
        ];

    /// <summary>Names as companies have them, of characters that companies like.</summary>
    private static IEnumerable<string> Invented()
    {
        const string Liked =
            "华远鑫达宏泰瑞丰盛嘉恒源隆昌诚辉联晨富祥博锋荣旭立鼎海悦安宇金晴天技永延和冶东方新世大中"
            + "兴凯美康顺通利民信德福星宝龙凤翔飞腾跃腾明光亮正义仁智勇强伟业成功胜利春夏秋冬梅兰竹菊";
        string[] regions = ["天津", "上海市", "北京", "广东深圳", "宁波", "青岛市", "苏州", ""];
        string[] trades =
        [
            "国际贸易",
            "进出口贸易",
            "电子科技",
            "机械设备",
            "纺织服饰",
            "五金制品",
            "塑胶模具",
            "物流",
            "食品",
            "建材",
            "化工",
            "医疗器械",
        ];
        string[] forms = ["有限公司", "有限责任公司", "股份有限公司"];
        var random = new Random(20_260_101);
        while (true)
        {
            var brand = string.Concat(
                Enumerable.Range(0, random.Next(2, 4)).Select(_ => Liked[random.Next(Liked.Length)])
            );
            yield return regions[random.Next(regions.Length)]
                + brand
                + trades[random.Next(trades.Length)]
                + forms[random.Next(forms.Length)];
        }
    }
}
