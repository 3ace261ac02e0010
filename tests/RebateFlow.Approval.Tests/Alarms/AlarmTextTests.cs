using RebateFlow.Approval.Casework.Alarms;
using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Tests.Alarms;

public sealed class AlarmTextTests
{
    [Theory]
    [InlineData(2, "还剩 2 个工作日", "2 working days are left")]
    [InlineData(0, "今天到期", "ends today")]
    [InlineData(-3, "已超过 3 个工作日", "passed 3 working days ago")]
    public void A_deadline_is_told_with_its_day_and_how_far_it_is(int left, string zh, string en)
    {
        var text = AlarmText.OfDeadline(AlarmStage.Warning, new(2026, 5, 7), left);

        Assert.Contains(zh, text.Zh, StringComparison.Ordinal);
        Assert.Contains(en, text.En, StringComparison.Ordinal);
        Assert.Contains("2026-05-07", text.En, StringComparison.Ordinal);
        Assert.DoesNotContain("head", text.En, StringComparison.Ordinal);
        var escalated = AlarmText.OfDeadline(AlarmStage.Escalation, new(2026, 5, 7), left);
        Assert.Contains("the head of the post was told", escalated.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Ages_and_letters_are_told_with_their_figures()
    {
        Assert.Equal(
            "in the state HELD for 91 days; the limit is 90",
            AlarmText.OfAge(CaseState.Held, 91, 90).En
        );
        Assert.Equal(
            "letter 2 was due by 2026-05-07 and is not answered",
            AlarmText.OfLetter(2, new(2026, 5, 7)).En
        );
    }

    [Fact]
    public void Every_stage_says_something_in_the_queue() =>
        Assert.All(
            Enum.GetValues<AlarmStage>(),
            stage => Assert.NotEqual("", AlarmText.InQueue(stage).Zh)
        );
}
