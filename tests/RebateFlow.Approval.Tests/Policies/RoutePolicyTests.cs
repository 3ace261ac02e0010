using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Approval.Policies;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Tests.Policies;

public sealed class RoutePolicyTests
{
    private static readonly RoutePolicy Routes = RoutePolicy.From(
        LoadSeeds.ReadPolicies("approval-routes/")[^1].Policy
    );

    [Theory]
    [InlineData(Channel.Standard, "999999.99", null, "REVIEW")]
    [InlineData(Channel.Standard, "1000000.00", null, "REVIEW RE_REVIEW")]
    [InlineData(Channel.Standard, "10000000.00", null, "REVIEW RE_REVIEW APPROVAL")]
    [InlineData(Channel.Standard, "1.00", 2, "REVIEW RE_REVIEW")]
    [InlineData(Channel.Standard, "1.00", 3, "REVIEW")]
    [InlineData(Channel.Standard, "1.00", 1, "REVIEW EVALUATION RE_REVIEW")]
    [InlineData(Channel.Enhanced, "10000000.00", 1, "REVIEW EVALUATION RE_REVIEW APPROVAL")]
    [InlineData(Channel.Enhanced, "1.00", null, "REVIEW RE_REVIEW")]
    [InlineData(Channel.Green, "6000000.00", null, "REVIEW RE_REVIEW")]
    public void Amount_watchlist_and_channel_set_the_route(
        Channel channel,
        string rebate,
        int? level,
        string route
    ) =>
        Assert.Equal(
            route,
            string.Join(
                " ",
                Routes.Route(channel, decimal.Parse(rebate, null), level).Select(WireCode.Of<Post>)
            )
        );

    [Fact]
    public void A_version_that_names_no_evaluation_has_the_routes_it_always_had()
    {
        var first = RoutePolicy.From(LoadSeeds.ReadPolicies("approval-routes/")[0].Policy);

        Assert.Equal([Post.Review, Post.ReReview], first.Route(Channel.Standard, 1m, 1));
        Assert.Equal([Post.Review, Post.ReReview], first.Route(Channel.Enhanced, 1m, null));
        Assert.Equal([Post.Review], first.Route(Channel.Standard, 1m, null));
    }

    [Fact]
    public void A_post_that_a_channel_asks_for_is_asked_from_that_channel_on()
    {
        var rule = new PostRule(Post.Evaluation, null, Channel.Standard, null);

        Assert.False(rule.Asks(Channel.Green, 1m, 1));
        Assert.True(rule.Asks(Channel.Standard, 1m, null));
        Assert.True(rule.Asks(Channel.Enhanced, 1m, null));
    }

    [Fact]
    public void Codes_are_upper_case_with_underscores()
    {
        Assert.Equal("RE_REVIEW", WireCode.Of(Post.ReReview));
        Assert.Equal(Post.ReReview, WireCode.Find<Post>("RE_REVIEW"));
        Assert.Null(WireCode.Find<Post>("re_review"));
        Assert.Throws<InvalidDataException>(() => WireCode.Read<Post>("PAYMENT"));
    }
}
