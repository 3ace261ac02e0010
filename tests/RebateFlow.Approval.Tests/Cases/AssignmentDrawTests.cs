using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Tests.Cases;

public sealed class AssignmentDrawTests
{
    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(one => (byte)one)];
    private static readonly Guid Some = new("0193a2b4-5c6d-7e8f-9a0b-1c2d3e4f5061");
    private static readonly string[] Five = ["a", "b", "c", "d", "e"];

    [Fact]
    public void The_same_seed_case_and_candidates_draw_the_same_officer_in_any_order() =>
        Assert.Equal(
            AssignmentDraw.Pick(Seed, Some, 3, Five),
            AssignmentDraw.Pick(Seed, Some, 3, [.. Five.Reverse()])
        );

    // HMAC-SHA256 reckoned apart, with Python's hmac: the first eight bytes, as a share of five.
    [Theory]
    [InlineData(1, "a")]
    [InlineData(2, "a")]
    [InlineData(3, "e")]
    public void The_draw_is_the_published_formula(long version, string officer) =>
        Assert.Equal(officer, AssignmentDraw.Pick(Seed, Some, version, Five));

    [Fact]
    public void Over_many_cases_everybody_gets_about_the_same()
    {
        var counts = Enumerable
            .Range(0, 10_000)
            .Select(number => new Guid(number, 0, 0, new byte[8]))
            .CountBy(id => AssignmentDraw.Pick(Seed, id, 1, Five))
            .ToDictionary();

        Assert.Equal(Five, counts.Keys.Order(StringComparer.Ordinal));
        Assert.All(counts.Values, count => Assert.InRange(count, 1800, 2200));
    }

    [Fact]
    public void Another_seed_draws_otherwise()
    {
        byte[] other = [.. Seed.Select(one => (byte)(one ^ 0xFF))];

        Assert.Contains(
            Enumerable.Range(1, 20),
            version =>
                AssignmentDraw.Pick(Seed, Some, version, Five)
                != AssignmentDraw.Pick(other, Some, version, Five)
        );
    }
}
