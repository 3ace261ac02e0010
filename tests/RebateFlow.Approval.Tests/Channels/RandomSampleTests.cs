using System.Security.Cryptography;
using RebateFlow.Approval.Channels;

namespace RebateFlow.Approval.Tests.Channels;

public sealed class RandomSampleTests
{
    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];
    private static readonly Guid Filing = new("019ab5c0-0000-7000-8000-00000000002a");

    [Fact]
    public void The_draw_can_be_repeated_by_hand()
    {
        // HMAC-SHA256(00..1f, the 16 bytes of the id): first eight bytes over 2^64.
        var mac = HMACSHA256.HashData(
            Seed,
            Convert.FromHexString("019ab5c000007000800000000000002a")
        );
        var first = Convert.ToUInt64(Convert.ToHexString(mac[..8]), 16);
        var expected = decimal.Floor(first / 18446744073709551616m * 100_000_000m) / 1_000_000m;

        Assert.Equal(expected, RandomSample.DrawPercent(Seed, Filing));
    }

    [Fact]
    public void Another_seed_draws_differently()
    {
        var other = (byte[])Seed.Clone();
        other[0] ^= 1;

        Assert.NotEqual(
            RandomSample.DrawPercent(Seed, Filing),
            RandomSample.DrawPercent(other, Filing)
        );
    }

    [Fact]
    public void About_two_in_a_hundred_fall_under_two_percent()
    {
        var drawn = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var draw = RandomSample.DrawPercent(Seed, new Guid(i, 0, 0, new byte[8]));
            Assert.InRange(draw, 0m, 99.999999m);
            drawn += draw < 2m ? 1 : 0;
        }

        Assert.InRange(drawn, 340, 460);
    }

    [Fact]
    public void A_short_seed_is_refused() =>
        Assert.Throws<ArgumentException>(() => RandomSample.DrawPercent(new byte[31], Filing));
}
