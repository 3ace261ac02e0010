namespace RebateFlow.Intake.Tests.Checks.Match;

public sealed class ValueMatchTests
{
    [Fact]
    public void M105_allows_one_percent_and_no_more()
    {
        Declaring(16_160m).IsClean();
        Declaring(15_840m).IsClean();
        Declaring(16_160.01m)
            .OnlyRaises("M105")
            .Is("export", "0001", "fobUsd", "16160.01", "16000.00");
    }

    [Fact]
    public void M105_compares_a_part_with_its_part_of_the_customs_value()
    {
        var part = Scene.Er().WithExport(l => l with { Quantity = 500m });
        part.WithExport(l => l with { FobUsd = 8_000m }).DoesNotRaise("M105");
        part.Raises("M105").Is("export", "0001", "fobUsd", "16000.00", "8000.00");
    }

    [Fact]
    public void M113_allows_five_percent_around_the_rate_of_the_month()
    {
        InCny(112_000m * 1.05m).DoesNotRaise("M113");
        InCny(112_000m * 0.95m).DoesNotRaise("M113");
        InCny(112_000m * 1.06m)
            .Raises("M113")
            .Is("export", "0001", "fobCny", "USD 7.4200", "6.6500-7.3500");
    }

    [Fact]
    public void M113_leaves_a_currency_without_a_rate_to_an_officer()
    {
        InCurrency("XOF", "XOF").OnlyRaises("M113").Is("export", "0001", "currency", "XOF", "");
        InCurrency("CNY", "CNY").IsClean();
    }

    [Theory]
    [InlineData("CNY", "USD", "M120")]
    [InlineData("USD", "CNY", "M120")]
    [InlineData("502", "USD", null)]
    [InlineData("usd", "502", null)]
    [InlineData("142", "CNY", null)]
    [InlineData("USD", "", null)]
    [InlineData("ZZZ", "USD", "F025")]
    public void M120_compares_the_currency_in_either_notation(
        string declared,
        string booked,
        string? code
    )
    {
        var scene = InCurrency(declared, booked);
        if (code is null)
            scene.IsClean();
        else
            scene
                .OnlyRaises(code)
                .Is("export", "0001", "currency", declared, code == "M120" ? booked : "");
    }

    private static Scene InCurrency(string declared, string booked) =>
        Scene
            .Er()
            .WithExport(l => l with { Currency = declared })
            .WithCustoms(c => c with { Currency = booked });

    [Fact]
    public void M113_does_not_let_CNY_stand_without_dollars() =>
        Scene
            .Ecr()
            .WithExport(l => l with { FobUsd = 0m })
            .Raises("M113")
            .Is("export", "0001", "fobCny", "112000.00", "");

    private static Scene Declaring(decimal fobUsd) =>
        Scene.Er().WithExport(l => l with { FobUsd = fobUsd });

    private static Scene InCny(decimal fobCny) =>
        Scene.Ecr().WithExport(l => l with { FobCny = fobCny });
}
