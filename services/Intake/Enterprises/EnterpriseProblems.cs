using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Enterprises;

/// <summary>Refusals of the register of enterprises.</summary>
public static class EnterpriseProblems
{
    public static readonly ProblemCode ClassNotAllowed = new(
        "RBF-1080",
        StatusCodes.Status422UnprocessableEntity,
        "评定标准不允许该类别",
        "The criteria do not allow the class"
    );
}
