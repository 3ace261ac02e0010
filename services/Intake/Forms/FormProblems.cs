using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Forms;

/// <summary>Refusals of forms that answer doubts.</summary>
public static class FormProblems
{
    public static readonly ProblemCode Unknown = new(
        "RBF-1120",
        StatusCodes.Status404NotFound,
        "没有该表",
        "There is no such form"
    );

    public static readonly ProblemCode WrongRows = new(
        "RBF-1121",
        StatusCodes.Status422UnprocessableEntity,
        "表内有栏目不符合要求",
        "Columns of the form are not filled in as they have to be"
    );

    public static readonly ProblemCode Closed = new(
        "RBF-1122",
        StatusCodes.Status409Conflict,
        "当前状态不能填报",
        "No form can be filed in this state"
    );

    internal static ProblemHttpResult OfUnknown(HttpContext http) =>
        Problem.Of(http, Unknown, "可填报的表见 /v1/forms。", "/v1/forms lists those there are.");

    internal static ProblemHttpResult OfRows(HttpContext http, IReadOnlyList<FieldError> faults) =>
        Problem.Of(
            http,
            WrongRows,
            $"共{faults.Count}处有误，均列于errors。",
            $"Faults found: {faults.Count}. All of them are listed in errors.",
            faults
        );

    internal static ProblemHttpResult OfClosed(HttpContext http, string state) =>
        Problem.Of(
            http,
            Closed,
            $"当前状态为{state}；已撤回或不予退税的申报不再填报。",
            $"It is {state}; nothing is filed with one that was withdrawn or rejected."
        );
}
