using System.Globalization;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Calendars;

/// <summary>A reckoning in words, for people who want to count after it.</summary>
public static class ClockText
{
    public static Bilingual Of(Deadlines deadlines)
    {
        var start = deadlines.Due.StartedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var (due, legal, goal) = (
            deadlines.Due.LimitDays,
            deadlines.Legal.LimitDays,
            deadlines.Goal.LimitDays
        );
        var text = new Bilingual(
            $"自 {start} 次日起第 {due} 个工作日到期（法定 {legal} 个，服务目标 {goal} 个）",
            $"working day {due} after {start} (legal limit {legal}, service goal {goal})"
        );
        var stops = deadlines.Due.Stops.Count;
        if (stops > 0)
            text = new($"{text.Zh}；其间停止计时 {stops} 次", $"{text.En}; clock stopped: {stops}");
        return deadlines.Provisional
            ? new(
                $"{text.Zh}；所涉年度节假日安排尚未公布，暂按周末推算",
                $"{text.En}; holidays are not announced yet, so plain weeks were counted"
            )
            : text;
    }
}
