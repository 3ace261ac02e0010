using System.Diagnostics;
using FuzzySharp;
using RebateFlow.Bench.Measuring;
using RebateFlow.RiskScoring.Rules.Names;

namespace RebateFlow.Bench.Screening;

/// <summary>
/// One party against 100,000 listed names: the index beside FuzzySharp over the whole list, with
/// its plainest and fastest ratio. Recall and precision are those of the pairs by which the tests
/// decide the threshold; FuzzySharp gets the threshold that is best for it.
/// </summary>
internal static class ScreeningBench
{
    private const int WarmUps = 2;

    public static void Run(BenchRun run)
    {
        var pairs = ReadPairs();
        var companies = pairs.Where(pair => pair.Kind == NameKind.Company).ToList();
        string[] listed =
        [
            .. companies
                .Select(pair => pair.Left)
                .Concat(Invented())
                .Distinct()
                .Take(run.Sized(100_000, 1_000)),
        ];
        var weights = NameWeights.On(new DateOnly(2026, 4, 20));
        var index = Build(run, listed);
        string[] parties = [.. companies.Select(pair => pair.Right)];
        Func<List<double>>[] contenders =
        [
            () => TimeIndex(index, parties, weights),
            () => TimeScan(listed, parties),
        ];
        foreach (var contender in contenders)
        {
            for (var i = 0; i < WarmUps; i++)
                contender();
        }
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < run.Rounds; round++)
        {
            foreach (var turn in BenchRun.Turns(contenders.Length, round))
            {
                var times = contenders[turn]();
                (turn == 0 ? ours : theirs).Add(At(times, 0.5));
                run.Say(
                    $"{(turn == 0 ? "index" : "FuzzySharp over the list")}: median "
                        + $"{At(times, 0.5):F4} ms, p99 {At(times, 0.99):F4} ms a party"
                        + (turn == 0 ? " (aim: p99 below 1)" : "")
                );
            }
        }
        var (ourRate, theirRate, theirThreshold) = Rates(pairs, weights);
        run.Say($"index on the pairs: {ourRate}");
        run.Say($"FuzzySharp on the pairs, threshold {theirThreshold}: {theirRate}");
        var alike = Best(pairs, pair => Fuzz.Ratio(pair.Left, pair.Right), ourRate.Recall);
        run.Say($"FuzzySharp at no less recall than ours: {alike.Rate}");
        run.Conclude(
            $"one party against {index.Count} names, speed to that of FuzzySharp",
            [.. ours.Zip(theirs, (own, other) => other / own)],
            "1000 at better recall"
        );
    }

    private static NameIndex Build(BenchRun run, string[] listed)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        var index = new NameIndex(
            listed.Select((name, i) => new ListedName(i, name, NameKind.Company, IsAlias: false))
        );
        var built = Stopwatch.GetElapsedTime(started);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        run.Say(
            $"index of {index.Count} names: {bytes / 1048576.0:F1} MiB, built in "
                + $"{built.TotalMilliseconds:F0} ms"
        );
        return index;
    }

    private sealed record Pair(NameKind Kind, string Left, string Right, bool IsSame);

    private sealed record Rate(double Precision, double Recall)
    {
        public double F1 => 2 * Precision * Recall / Math.Max(Precision + Recall, 1e-9);

        public override string ToString() => $"precision {Precision:P1}, recall {Recall:P1}";
    }

    private static List<double> TimeIndex(NameIndex index, string[] parties, NameWeights weights)
    {
        var times = new List<double>(parties.Length);
        foreach (var party in parties)
        {
            var started = Stopwatch.GetTimestamp();
            index.Find(party, NameKind.Company, weights);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return times;
    }

    // A scan takes long: some of the parties, from all over them.
    private static List<double> TimeScan(string[] listed, string[] parties)
    {
        const int Scanned = 20;
        var times = new List<double>();
        for (var i = 0; i < Scanned; i++)
        {
            var party = parties[i * parties.Length / Scanned];
            var (best, started) = (0, Stopwatch.GetTimestamp());
            foreach (var name in listed)
                best = Math.Max(best, Fuzz.Ratio(party, name));
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
