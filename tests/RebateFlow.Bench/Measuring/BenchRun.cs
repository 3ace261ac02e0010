namespace RebateFlow.Bench.Measuring;

/// <summary>One run of one row: how large it is, and what it found.</summary>
/// <param name="output">Gets details while they are measured, then the ratios.</param>
internal sealed class BenchRun(BenchSize size, TextWriter output)
{
    private readonly List<Ratio> ratios = [];

    public IReadOnlyList<Ratio> Ratios => ratios;

    /// <summary>Rounds of a row; each takes every contender in turn.</summary>
    public int Rounds => Sized(full: 3, small: 1);

    public T Sized<T>(T full, T small) =>
        size switch
        {
            BenchSize.Full => full,
            BenchSize.Small => small,
        };

    /// <summary>A detail.</summary>
    public void Say(string line) => output.WriteLine($"  {line}");

    /// <summary>A ratio of the row.</summary>
    /// <param name="aim">What is to be reached, in words.</param>
    public void Conclude(string what, IReadOnlyList<double> rounds, string? aim)
    {
        var ratio = new Ratio(what, rounds, aim);
        ratios.Add(ratio);
        output.WriteLine(ratio);
    }

    /// <summary>
    /// How many times as fast this tree is as the other one; nothing when there is no other.
    /// </summary>
    /// <param name="seconds">
    /// Seconds, or any measure of time, of each tree, round by round; this tree comes first.
    /// </param>
    public void CompareTrees(string what, IReadOnlyList<IReadOnlyList<double>> seconds)
    {
        if (seconds is [var mine, var others])
            Conclude(
                $"{what}, this tree's speed to the other tree's",
                [.. mine.Zip(others, (own, other) => other / own)],
                aim: null
            );
    }

    /// <summary>
    /// Numbers of the contenders in the order of a round: each second round goes backwards, so that
    /// none has the better place.
    /// </summary>
    public static IEnumerable<int> Turns(int contenders, int round)
    {
        var order = Enumerable.Range(0, contenders);
        return round % 2 == 0 ? order : order.Reverse();
    }
}
