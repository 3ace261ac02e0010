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
    public void Parts_of_a_split_add_up_to_the_fen_and_lie_within_a_fen_of_their_shares() =>
        Gen.Select(Fen, Gen.Int[0, 1_000_000].Array[1, 20])
            .Sample(
                (total, shares) =>
                {
                    decimal[] weights = [.. shares.Select(s => s / 100m)];
                    var parts = Split(total, weights);
                    Assert.Equal(total, parts.Sum());
                    var sum = weights.Sum();
                    for (var i = 0; sum > 0 && i < parts.Length; i++)
                    {
                        Assert.Equal(Money.Round(parts[i]), parts[i]);
                        // Compared by the whole: the exact share may have no end.
                        Assert.True(Math.Abs(parts[i] * sum - total * weights[i]) < 0.01m * sum);
                    }
                }
            );

    /// <summary>Weights are drawn from few values, so that many parts lose the same.</summary>
    [Fact]
    public void No_order_of_the_weights_changes_a_part() =>
        Gen.Select(Fen, Gen.Int[0, 5].Array[1, 20])
            .SelectMany(
                (total, shares) =>
                    Gen.Shuffle(Enumerable.Range(0, shares.Length).ToArray())
                        .Select(order => (total, shares, order))
            )
            .Sample(
                (total, shares, order) =>
                {
                    var parts = Split(total, [.. shares.Select(s => (decimal)s)]);
                    var moved = Money.Split(
                        total,
                        [.. order.Select(place => (decimal)shares[place])],
                        (one, other) => order[one].CompareTo(order[other])
                    );
                    for (var i = 0; i < order.Length; i++)
                        Assert.Equal(parts[order[i]], moved[i]);
                }
            );

    [Fact]
    public void A_split_of_the_negative_is_the_negative_of_the_split() =>
        Gen.Select(Fen, Gen.Int[0, 5].Array[1, 20])
            .Sample(
                (total, shares) =>
                {
                    decimal[] weights = [.. shares.Select(s => (decimal)s)];
                    Assert.Equal(
                        Split(total, weights).Select(part => -part),
                        Split(-total, weights)
                    );
                }
            );

    [Theory]
    [InlineData("100.00", "1 1 1", "33.34 33.33 33.33")]
    [InlineData("0.05", "3 3 4", "0.02 0.01 0.02")]
    [InlineData("10.00", "0 1 0", "0.00 10.00 0.00")]
    [InlineData("0.02", "0 0 0", "0.02 0.00 0.00")]
    [InlineData("6.00", "1 2 3", "1.00 2.00 3.00")]
    [InlineData("9999999999999999.99", "9999999999999999.99 0.01", "9999999999999999.98 0.01")]
    public void The_fen_that_are_left_go_to_the_parts_that_lost_most(
        string total,
        string weights,
        string parts
    ) =>
        Assert.Equal(
            parts.Split(' ').Select(Number),
            Split(Number(total), [.. weights.Split(' ').Select(Number)])
        );

    [Fact]
    public void A_split_over_nothing_gives_nothing() => Assert.Empty(Split(0m, []));

    [Fact]
    public void A_share_keeps_a_half_a_half() => Assert.Equal(0.005m, Money.Share(0.03m, 1m, 6m));

    [Theory]
    [InlineData("9999999999999999.99", "999999999999", "0.0001")]
    [InlineData("9999999999999999.99", "999999999999", "999999999999")]
    [InlineData("1", "1", "0")]
    public void A_share_never_overflows(string amount, string part, string whole) =>
        Assert.True(Money.Share(Number(amount), Number(part), Number(whole)) >= 0m);

    /// <summary>The first of those that lost the same gets the fen.</summary>
    private static decimal[] Split(decimal total, decimal[] weights) =>
        Money.Split(total, weights, (one, other) => one.CompareTo(other));

    private static decimal Number(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
