using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>Checks of the few fields that officers send.</summary>
public static class FieldChecks
{
    public const int LongestReason = 2000;

    /// <summary>A reason that has to be given: 1 to 2,000 characters, not only blanks.</summary>
    public static IReadOnlyList<FieldError> Reason(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? [new("reason", "请填写理由", "A reason is required")]
        : reason.Length > LongestReason
            ? [new("reason", "理由不得超过2000字", "A reason has at most 2,000 characters")]
        : [];

    public static Task<IResult> Refuse(HttpContext http, IReadOnlyList<FieldError> errors) =>
        Task.FromResult<IResult>(
            Problem.Of(
                http,
                Problems.FieldsWrong,
                "请按提示修改后重新提交",
                "Correct the fields and send the request again",
                errors
            )
        );
}
