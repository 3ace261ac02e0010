using RebateFlow.Bench.Measuring;

namespace RebateFlow.Bench.Tests;

public sealed class BenchArgumentsTests
{
    [Fact]
    public void Without_words_every_row_with_a_ratio_runs_in_full()
    {
        var arguments = BenchArguments.Parse([]);
        Assert.Equal(BenchArguments.Ratios, arguments.Rows);
        Assert.Equal(BenchSize.Full, arguments.Size);
        Assert.Null(arguments.Against);
    }

    [Fact]
    public void A_row_may_be_small_and_against_another_tree()
    {
        var arguments = BenchArguments.Parse(["claim", "--against", "../base", "--small"]);
        Assert.Equal(["claim"], arguments.Rows);
        Assert.Equal(BenchSize.Small, arguments.Size);
        Assert.Equal("../base", arguments.Against);
    }

    [Theory]
    [InlineData("hop-round")]
    [InlineData("--help")]
    [InlineData("--against")]
    [InlineData("rules", "--against", "../base")]
    public void What_cannot_run_is_refused(params string[] args) =>
        Assert.Throws<WrongUseException>(() => BenchArguments.Parse(args));
}
