using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Tasks;

/// <summary>What happened to a task or a raised doubt, in words.</summary>
public static class TaskEventTexts
{
    public static Bilingual Of(CaseEvent happened) =>
        happened switch
        {
            TaskOpened opened => Told(
                "待办任务",
                "task",
                opened.TaskNo,
                opened.Kind,
                opened.Subject
            ),
            TaskWithdrawn gone => Told("任务不再需要", "no longer needed", gone.TaskNo, gone.Kind),
            SelfInspectionReceived received => new(
                $"企业报送自查表（第 {received.RevisionNo} 版）",
                $"the exporter's self-inspection form came (revision {received.RevisionNo})"
            ),
            TaskDone done => With(Told("任务完成", "task done", done.TaskNo, done.Kind), done),
            TaskWaived waived => With(
                Told("任务免除", "task waived", waived.TaskNo, waived.Kind),
                waived
            ),
            DoubtRaised raised => new(
                $"提出第 {raised.DoubtNo} 号疑点（{raised.Code}，{raised.Place}）：{raised.Reason}",
                $"doubt {raised.DoubtNo} raised ({raised.Code}, {raised.Place}): {raised.Reason}"
            ),
            _ => throw new ArgumentException(happened.GetType().Name),
        };

    private static Bilingual Told(
        string zh,
        string en,
        int taskNo,
        TaskKind kind,
        string subject = ""
    )
    {
        var text = TaskTexts.Of(kind, subject);
        return new($"{zh} {taskNo}：{text.Zh}", $"{en} {taskNo}: {text.En}");
    }

    private static Bilingual With(Bilingual text, OfficerAct act) =>
        act.Reason.Length == 0 ? text : new($"{text.Zh}：{act.Reason}", $"{text.En}: {act.Reason}");
}
