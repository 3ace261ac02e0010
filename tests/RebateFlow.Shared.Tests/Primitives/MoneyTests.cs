using CsCheck;
using RebateFlow.Primitives;

namespace RebateFlow.Shared.Tests.Primitives;

public sealed class MoneyTests
{
    private static readonly Gen<decimal> Fen = Gen.Long[-1_000_000_000, 1_000_000_000]
        .Select(fen => fen / 100m);

    [Theory]
    [InlineData("0.005", "0.01")]
    [InlineData("0.0049", "0.00")]
    [InlineData("-0.005", "-0.01")]
    [InlineData("4.3329", "4.33")]
    [InlineData("12.3350", "12.34")]
    public void Halves_are_rounded_away_from_zero(string amount, string expected) =>
        Assert.Equal(Number(expected), Money.Round(Number(amount)));

    [Fact]
    public void An_offset_is_the_exact_negative_of_its_original() =>
        Fen.Sample(amount => Assert.Equal(-Money.Tax(amount, 13m), Money.Tax(-amount, 13m)));

    [Fact]
    public void Parts_of_a_split_add_up_to_the_fen() =>
        Gen.Select(Fen, Gen.Int[0, 1_000_000].Array[1, 20])
            .Sample(
                (total, shares) =>
                {
                    decimal[] weights = [.. shares.Select(s => s / 100m)];
                    var parts = Money.Split(total, weights);
                    Assert.Equal(total, parts.Sum());
                    var sum = weights.Sum();
                    for (var i = 0; sum > 0 && i < parts.Length; i++)
                        Assert.True(Math.Abs(parts[i] - total * weights[i] / sum) < 0.011m);
                }
            );

    [Fact]
    public void A_split_over_nothing_gives_nothing() => Assert.Empty(Money.Split(0m, []));

    [Fact]
    public void A_share_keeps_a_half_a_half() => Assert.Equal(0.005m, Money.Share(0.03m, 1m, 6m));

    [Theory]
    [InlineData("9999999999999999.99", "999999999999", "0.0001")]
    [InlineData("9999999999999999.99", "999999999999", "999999999999")]
    [InlineData("1", "1", "0")]
    public void A_share_never_overflows(string amount, string part, string whole) =>
        Assert.True(Money.Share(Number(amount), Number(part), Number(whole)) >= 0m);

    private static decimal Number(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
