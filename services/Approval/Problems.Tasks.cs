using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Tasks;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval;

/// <summary>Refusals about tasks that have to be done before an approval.</summary>
public static partial class Problems
{
    public static readonly ProblemCode NoSuchTask = new(
        "RBF-3100",
        404,
        "没有这一待办任务",
        "There is no such open task"
    );

    public static readonly ProblemCode TasksOpen = new(
        "RBF-3101",
        409,
        "尚有待办任务，完成或经核准岗说明理由免除后方可同意",
        "Tasks are open; they have to be done, or waived by the approval post with a reason"
    );

    public static readonly ProblemCode TaskClosesItself = new(
        "RBF-3102",
        409,
        "该任务在复函登记或第二人同意后自动完成",
        "An answered letter or a second officer's agreement closes this task"
    );

    public static readonly ProblemCode SelfInspectionMissing = new(
        "RBF-3103",
        409,
        "企业尚未报送自查表",
        "The exporter has not handed in the self-inspection form"
    );

    public static readonly ProblemCode TaskNeedsEvaluation = new(
        "RBF-3104",
        409,
        "实地核查由调查评估岗完成并填写核查报告",
        "A visit is made and reported by the evaluation post"
    );

    /// <summary>A refusal of a case; open tasks are named.</summary>
    public static ProblemHttpResult Of(HttpContext http, CaseRefusal refusal, ApprovalCase some)
    {
        if (refusal != CaseRefusal.TasksOpen)
            return Of(http, refusal);
        return Problem.Of(
            http,
            TasksOpen,
            TasksOpen.TitleZh,
            TasksOpen.TitleEn,
            [
                .. some.BarringTasks.Select(task =>
                {
                    var (zh, en) = TaskTexts.Of(task.Kind, task.Subject);
                    return new FieldError($"tasks[{task.TaskNo}].{WireCode.Of(task.Kind)}", zh, en);
                }),
            ]
        );
    }
}
