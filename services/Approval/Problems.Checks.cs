using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval;

/// <summary>Refusals of the reports and of the checks apart from the decision.</summary>
public static partial class Problems
{
    public static readonly ProblemCode NoSuchReport = new(
        "RBF-3050",
        404,
        "没有这一报表：durations、backlog、green-share、rebate、officers、findings",
        "No such report: durations, backlog, green-share, rebate, officers, findings"
    );

    public static readonly ProblemCode NoSuchCheck = new(
        "RBF-3051",
        404,
        "没有这一检查任务",
        "There is no such check"
    );

    public static readonly ProblemCode CheckNotClaimed = new(
        "RBF-3052",
        409,
        "请先领取该检查任务",
        "Claim the check first"
    );

    public static readonly ProblemCode NoSuchSample = new(
        "RBF-3053",
        404,
        "该日没有抽样",
        "Nothing was drawn on that day"
    );
}
