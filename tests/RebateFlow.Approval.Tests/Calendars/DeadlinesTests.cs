using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Approval.Policies;
using RebateFlow.GreenChannel;

namespace RebateFlow.Approval.Tests.Calendars;

public sealed class DeadlinesTests
{
    private static readonly RoutePolicy Routes = RoutePolicy.From(
        LoadSeeds.ReadPolicies("approval-routes/")[^1].Policy
    );

    [Theory]
    [InlineData(Channel.Standard, 1, 5, 5, 3)]
    [InlineData(Channel.Standard, 2, 10, 10, 3)]
    [InlineData(Channel.Standard, 3, 15, 15, 10)]
    [InlineData(Channel.Enhanced, 4, 20, 20, 15)]
    [InlineData(Channel.Green, 1, 5, 3, 3)]
    [InlineData(Channel.Green, 2, 10, 3, 3)]
    [InlineData(Channel.Standard, 0, 20, 20, 15)]
    public void Class_sets_the_legal_limit_and_green_is_due_sooner(
        Channel channel,
        int enterpriseClass,
        int legal,
        int due,
        int goal
    ) =>
        Assert.Equal(
            new DeadlineLimits(legal, due, goal),
            Routes.Deadlines.For(channel, enterpriseClass)
        );

    [Fact]
    public void The_three_clocks_start_together()
    {
        var calendar = new WorkingDayCalendar(LoadSeeds.ReadCalendar());
        var start = new DateOnly(2026, 11, 25);

        var deadlines = Deadlines.Of(calendar, new(10, 3, 2), new(start, [], start));

        Assert.Equal(new(2026, 12, 9), deadlines.Legal.DueOn);
        Assert.Equal(new(2026, 11, 30), deadlines.Due.DueOn);
        Assert.Equal(new(2026, 11, 27), deadlines.Goal.DueOn);
    }
}
