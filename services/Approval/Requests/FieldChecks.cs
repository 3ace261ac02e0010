using System.Globalization;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Requests;

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

    /// <summary>No NUL and no half of a character, which no database keeps.</summary>
    private static bool IsStorable(string text) =>
        !text.Contains('\0')
        && text.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar);

    /// <summary>A text that has to be given; its fault is added to the errors.</summary>
    public static void Text(string field, string? text, int longest, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > longest || !IsStorable(text))
            errors.Add(
                new(field, $"请填写至多{longest}字", $"1 to {longest} characters are expected")
            );
    }

    public static readonly FieldError WrongAmount = new(
        "amount",
        "应为大于0、至多两位小数的金额（元）；驳回及整案暂不办理时不填",
        "CNY yuan above 0, at most two decimals; none for a rejection or a whole case"
    );

    /// <returns>Null when the text is no amount above 0 with at most two decimals.</returns>
    public static decimal? Amount(string? text) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var amount
        )
        && amount > 0
        && amount < 1_000_000_000_000_000m
        && amount.Scale <= 2
            ? amount
            : null;

    /// <summary>A code that has to be given; its fault is added to the errors.</summary>
    public static T? Code<T>(string field, string? code, List<FieldError> errors)
        where T : struct, Enum
    {
        var value = WireCode.Find<T>(code);
        var all = string.Join(", ", WireCode.All<T>());
        if (value is null)
            errors.Add(new(field, $"应为其中之一：{all}", $"One of {all} is expected"));
        return value;
    }

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
