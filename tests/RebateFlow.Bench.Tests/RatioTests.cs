using RebateFlow.Bench.Measuring;

namespace RebateFlow.Bench.Tests;

public sealed class RatioTests
{
    [Fact]
    public void It_says_the_median_and_the_spread() =>
        Assert.Equal(
            "ours to theirs: 1.5 (1.25 to 2 in 3 rounds), aim 1.4",
            new Ratio("ours to theirs", [2, 1.25, 1.5], "1.4").ToString()
        );

    [Fact]
    public void A_tree_that_takes_half_as_long_is_twice_as_fast()
    {
        var run = new BenchRun(BenchSize.Small, TextWriter.Null);
        run.CompareTrees(
            "a claim",
            [
                [1, 2, 3],
                [2, 4, 6],
            ]
        );
        Assert.Equal([2, 2, 2], Assert.Single(run.Ratios).Rounds);
    }

    [Fact]
    public void One_tree_is_compared_with_nothing()
    {
        var run = new BenchRun(BenchSize.Small, TextWriter.Null);
        run.CompareTrees(
            "a claim",
            [
                [1, 2, 3],
            ]
        );
        Assert.Empty(run.Ratios);
    }

    [Fact]
    public void Each_second_round_goes_backwards()
    {
        Assert.Equal([0, 1, 2], BenchRun.Turns(3, round: 0));
        Assert.Equal([2, 1, 0], BenchRun.Turns(3, round: 1));
    }
}
