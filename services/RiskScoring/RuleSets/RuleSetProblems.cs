using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.RuleSets;

/// <summary>Refusals about rule sets.</summary>
public static class RuleSetProblems
{
    public static readonly ProblemCode NoSuchRuleSet = new(
        "RBF-2030",
        StatusCodes.Status404NotFound,
        "没有该指标方案",
        "There is no such rule set"
    );

    public static readonly ProblemCode Faulty = new(
        "RBF-2031",
        StatusCodes.Status400BadRequest,
        "指标方案有误",
        "The rule set is faulty"
    );

    public static readonly ProblemCode VersionTaken = new(
        "RBF-2032",
        StatusCodes.Status409Conflict,
        "该版本名已被使用",
        "The version is taken"
    );

    public static readonly ProblemCode SamePerson = new(
        "RBF-2033",
        StatusCodes.Status403Forbidden,
        "拟定人不得审批自己的指标方案",
        "Who drafted a rule set may not approve it"
    );

    public static readonly ProblemCode WrongStage = new(
        "RBF-2034",
        StatusCodes.Status409Conflict,
        "指标方案所处阶段不允许该操作",
        "The rule set is not at the stage for this"
    );

    public static readonly ProblemCode Busy = new(
        "RBF-2035",
        StatusCodes.Status409Conflict,
        "已有试算正在进行",
        "A simulation is running"
    );

    public static readonly ProblemCode WrongDay = new(
        "RBF-2036",
        StatusCodes.Status409Conflict,
        "不能自该日起启用",
        "It cannot start on this day"
    );

    public static readonly ProblemCode NeverTried = new(
        "RBF-2037",
        StatusCodes.Status404NotFound,
        "该指标方案尚未试算",
        "The rule set was never tried"
    );

    public static readonly ProblemCode LeavesMoreUnjudged = new(
        "RBF-2038",
        StatusCodes.Status409Conflict,
        "该指标方案比现行方案留下更多无法判断的情形",
        "The rule set leaves more unjudged than the one in force"
    );

    /// <summary>404 of a version.</summary>
    public static ProblemHttpResult NotFound(HttpContext http, string version) =>
        Problem.Of(http, NoSuchRuleSet, $"未找到版本 {version}", $"No version {version}");

    /// <summary>409 with what the stage is and what it should be.</summary>
    public static ProblemHttpResult Stage(HttpContext http, string stage, string expected) =>
        Problem.Of(
            http,
            WrongStage,
            $"当前阶段为 {stage}，应为 {expected}",
            $"It is {stage}, it has to be {expected}"
        );
}
