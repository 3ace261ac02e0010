using System.Globalization;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Alarms;

/// <summary>What the scan tells of.</summary>
public enum AlarmStage
{
    /// <summary>The legal limit comes near: who holds the case, or its post, is told.</summary>
    Warning,

    /// <summary>The legal limit is reached: the head of the post is told.</summary>
    Escalation,

    /// <summary>Too long in one state: the head of the post is told.</summary>
    Age,

    /// <summary>A letter was not answered in time: the post is told.</summary>
    Letter,
}

/// <summary>Why an alarm was raised, in words.</summary>
public static class AlarmText
{
    public static Bilingual Of(AlarmRaised alarm) =>
        alarm switch
        {
            Warned warned => OfDeadline(
                AlarmStage.Warning,
                warned.LegalDueOn,
                warned.WorkingDaysLeft
            ),
            Escalated escalated => OfDeadline(
                AlarmStage.Escalation,
                escalated.LegalDueOn,
                escalated.WorkingDaysLeft
            ),
            AgeAlarmed aged => OfAge(aged.State, aged.Days, aged.LimitDays),
            LetterOverdue overdue => OfLetter(overdue.LetterNo, overdue.DueOn),
            _ => throw new ArgumentException(alarm.GetType().Name),
        };

    public static Bilingual OfDeadline(AlarmStage stage, DateOnly legalDueOn, int workingDaysLeft)
    {
        var due = Day(legalDueOn);
        var (zh, en) = workingDaysLeft switch
        {
            < 0 => (
                $"法定期限 {due} 已超过 {-workingDaysLeft} 个工作日",
                $"the legal limit {due} passed {-workingDaysLeft} working days ago"
            ),
            0 => ($"法定期限 {due} 今天到期", $"the legal limit {due} ends today"),
            _ => (
                $"法定期限 {due} 还剩 {workingDaysLeft} 个工作日",
                $"{workingDaysLeft} working days are left to the legal limit {due}"
            ),
        };
        return stage == AlarmStage.Escalation
            ? new($"{zh}，已升级至岗位负责人", $"{en}; the head of the post was told")
            : new(zh, en);
    }

    public static Bilingual OfAge(CaseState state, int days, int limitDays) =>
        new(
            $"处于 {WireCode.Of(state)} 状态已 {days} 天，期限为 {limitDays} 天",
            $"in the state {WireCode.Of(state)} for {days} days; the limit is {limitDays}"
        );

    public static Bilingual OfLetter(int letterNo, DateOnly dueOn) =>
        new(
            $"第 {letterNo} 号函调应于 {Day(dueOn)} 复函，至今未复",
            $"letter {letterNo} was due by {Day(dueOn)} and is not answered"
        );

    /// <summary>What the queue adds to the reason of a case with an open alarm.</summary>
    public static Bilingual InQueue(AlarmStage stage) =>
        stage switch
        {
            AlarmStage.Warning => new("；临近法定期限", "; the legal limit is near"),
            AlarmStage.Escalation => new(
                "；法定期限已到，已升级至岗位负责人",
                "; the legal limit is reached, the head of the post was told"
            ),
            AlarmStage.Age => new("；滞留过久", "; too long in its state"),
            AlarmStage.Letter => new("；函调逾期未复", "; a letter is overdue"),
        };

    private static string Day(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
