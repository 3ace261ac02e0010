using System.Globalization;
using RebateFlow.Approval.Casework.Alarms;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Queue;

/// <summary>
/// Why a case stands where it stands in the queue: its due date, then its rebate.
/// </summary>
public static class QueueReason
{
    public static Bilingual Of(QueueRow row, int workingDaysLeft)
    {
        var (zh, en) = workingDaysLeft switch
        {
            < 0 => (
                $"已超期 {-workingDaysLeft} 个工作日",
                $"{-workingDaysLeft} working days overdue"
            ),
            0 => ("今天到期", "due today"),
            _ => ($"还剩 {workingDaysLeft} 个工作日", $"{workingDaysLeft} working days left"),
        };
        var due = row.DueOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var money = row.RebateDueCny.ToString("#,0.00", CultureInfo.InvariantCulture);
        var alarm = WireCode.Find<AlarmStage>(row.Alarm) is { } stage
            ? AlarmText.InQueue(stage)
            : new("", "");
        var sooner = row.DueOn < row.LegalDueOn;
        return new(
            $"到期日 {due}，{zh}；同日到期按应退税额排序：{money} 元"
                + (sooner ? "；绿色通道期限早于法定期限" : "")
                + alarm.Zh,
            $"due {due}, {en}; among those due that day by rebate: CNY {money}"
                + (sooner ? "; the channel's limit is sooner than the legal one" : "")
                + alarm.En
        );
    }
}
