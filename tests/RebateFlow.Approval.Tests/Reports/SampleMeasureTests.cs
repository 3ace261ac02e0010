using RebateFlow.Approval.Casework.Reports;

namespace RebateFlow.Approval.Tests.Reports;

public sealed class SampleMeasureTests
{
    [Fact]
    public void Findings_are_weighed_by_the_chance_of_being_drawn()
    {
        var measure = SampleMeasure.Of([new(0m, 7m), new(700m, 7m), new(100m, 10m), new(null, 7m)]);

        Assert.Equal((4, 3, 2), (measure.Drawn, measure.Closed, measure.Irregular));
        Assert.Equal(800m, measure.FoundCny);
        // 700 / 7 % + 100 / 10 %, and the open one is taken to be like the three closed ones.
        Assert.Equal(decimal.Round(11_000m * 4 / 3, 2), measure.EstimatedCny);
        Assert.Equal(66.67m, measure.IrregularPercent);
    }

    [Fact]
    public void The_interval_is_that_of_Wilson()
    {
        var drawn = Enumerable.Range(0, 100).Select(i => new SampledFiling(i < 5 ? 1m : 0m, 7m));

        var measure = SampleMeasure.Of([.. drawn]);

        // 5 of 100: 2.15 % to 11.18 %, as in the tables of binomial intervals.
        Assert.Equal((2.15m, 11.18m), (measure.LowPercent!.Value, measure.HighPercent!.Value));
    }

    [Fact]
    public void Nothing_closed_says_nothing()
    {
        var measure = SampleMeasure.Of([new(null, 7m)]);

        Assert.Null(measure.IrregularPercent);
        Assert.Null(measure.HighPercent);
    }

    [Fact]
    public void The_estimate_over_all_filings_is_right_on_average()
    {
        // 2,000 filings, each tenth with 1,000 CNY too much, drawn with a chance of 20 percent.
        var mean = Enumerable.Range(1, 200).Average(round => Estimate(new Random(round)));

        Assert.InRange(mean, 195_000m, 205_000m);

        static decimal Estimate(Random random) =>
            SampleMeasure
                .Of([
                    .. Enumerable
                        .Range(0, 2_000)
                        .Where(_ => random.NextDouble() < 0.2)
                        .Select(i => new SampledFiling(i % 10 == 0 ? 1_000m : 0m, 20m)),
                ])
                .EstimatedCny;
    }
}
