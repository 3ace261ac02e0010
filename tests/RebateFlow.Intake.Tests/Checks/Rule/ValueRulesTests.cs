using RebateFlow.Intake.Checks;

namespace RebateFlow.Intake.Tests.Checks.Rule;

/// <summary>What has no price was not sold.</summary>
public sealed class ValueRulesTests
{
    [Fact]
    public void R325_refuses_a_sample_without_a_price()
    {
        var scene = Scene
            .Er()
            .WithExport(l => l with { FobUsd = 0m })
            .WithCustoms(c => c with { FobUsd = 0m, FobCny = 0m });
        var doubt = scene.OnlyRaises("R325");
        doubt.Is("export", "0001", "fobUsd", "0.00", "0.00");
        Assert.Equal(
            "Line 0001: an export without a price is no sale and earns no rebate "
                + "(declared 0.00, customs 0.00)",
            doubt.TextEn
        );
        Assert.Equal(FeedbackOutcome.Blocked, scene.Run().Outcome);
    }

    /// <summary>Which of the values is zero makes no difference.</summary>
    [Theory]
    [InlineData("0", "16000")]
    [InlineData("0.50", "0")]
    [InlineData("0", "0")]
    public void R325_looks_at_the_declared_and_at_the_booked_value(string declared, string booked)
    {
        var scene = Scene
            .Er()
            .WithExport(l => l with { FobUsd = Number(declared) })
            .WithCustoms(c => c with { FobUsd = Number(booked) });
        scene.Raises("R325");
    }

    [Fact]
    public void R325_refuses_a_value_of_zero_in_CNY() =>
        Scene.Ecr().WithExport(l => l with { FobCny = 0m }).Raises("R325");

    [Fact]
    public void R325_names_no_customs_value_while_there_is_none()
    {
        var doubt = Scene
            .Er()
            .WithExport(l => l with { FobUsd = 0m })
            .WithInfo(i =>
                i with
                {
                    CustomsLines =
                        new Dictionary<string, Intake.Checks.Information.CustomsRecord>(),
                }
            )
            .Raises("R325");
        Assert.EndsWith("(declared 0.00)", doubt.TextEn, StringComparison.Ordinal);
        Assert.EndsWith("（申报0.00）", doubt.TextZh, StringComparison.Ordinal);
    }

    [Fact]
    public void R325_leaves_the_smallest_price_and_what_F018_asks_for_alone()
    {
        Scene
            .Er()
            .WithExport(l => l with { FobUsd = 0.01m })
            .WithCustoms(c => c with { FobUsd = 0.01m })
            .DoesNotRaise("R325");
        Scene.Er().WithExport(l => l with { Quantity = 0m, FobUsd = 0m }).DoesNotRaise("R325");
    }

    private static decimal Number(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
