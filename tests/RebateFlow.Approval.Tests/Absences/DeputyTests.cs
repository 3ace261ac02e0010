using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Officers;

namespace RebateFlow.Approval.Tests.Absences;

public sealed class DeputyTests
{
    private static readonly DateOnly Today = new(2026, 4, 20);

    [Fact]
    public void A_deputy_gains_the_posts_of_who_is_away_and_says_for_whom()
    {
        var deputy = new Officer("b", "1", [Post.Review]);

        var today = OfficerRegister.WithAbsences(deputy, [Away("a", "b")]);

        Assert.Equal([Post.Review, Post.ReReview], today.Posts.Order());
        Assert.Equal("a", today.DeputyOf[Post.ReReview]);
        Assert.False(today.DeputyOf.ContainsKey(Post.Review));
        Assert.False(today.IsAbsent);
    }

    [Fact]
    public void Who_is_away_is_marked_and_others_stay_as_they_are()
    {
        Assert.True(OfficerRegister.WithAbsences(new("a", "1", []), [Away("a", "b")]).IsAbsent);
        var other = new Officer("c", "1", [Post.Approval]);
        Assert.Equal(other.Posts, OfficerRegister.WithAbsences(other, [Away("a", "b")]).Posts);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void An_absence_covers_its_days_and_no_other(int days, bool covers) =>
        Assert.Equal(covers, Away("a", null).Covers(Today.AddDays(days)));

    private static Absence Away(string officer, string? deputy) =>
        new(
            Guid.CreateVersion7(),
            1,
            "1",
            officer,
            [Post.Review, Post.ReReview],
            Today,
            Today.AddDays(4)
        )
        {
            Deputy = deputy,
            Reason = "leave",
            RecordedBy = officer,
            RecordedAt = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero),
        };
}
