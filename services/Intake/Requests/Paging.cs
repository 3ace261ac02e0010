using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Requests;

/// <summary>Query parameters that every list takes.</summary>
public static class Paging
{
    private const int UsualLimit = 50;

    /// <summary>Reads limit: 1 to 200, 50 when absent.</summary>
    public static bool TryReadLimit(IQueryCollection query, out int limit)
    {
        limit = UsualLimit;
        var text = query["limit"].ToString();
        return text.Length == 0
            || (
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                && limit is >= 1 and <= Cursor.MaximumLimit
            );
    }

    /// <summary>Reads cursor; the default value when absent.</summary>
    public static bool TryReadCursor<T>(IQueryCollection query, out T? after)
    {
        after = default;
        var text = query["cursor"].ToString();
        return text.Length == 0 || Cursor.TryDecode(text, out after);
    }

    /// <summary>Refusal of a query parameter.</summary>
    public static ProblemHttpResult Invalid(HttpContext http, string name, string zh, string en) =>
        Problem.Of(
            http,
            Problems.InvalidQuery,
            $"参数 {name} {zh}。",
            $"Parameter {name} {en}.",
            [new FieldError(name, zh, en)]
        );

    /// <summary>Refusal of limit.</summary>
    public static ProblemHttpResult InvalidLimit(HttpContext http) =>
        Invalid(
            http,
            "limit",
            $"须为1至{Cursor.MaximumLimit}",
            $"must be 1 to {Cursor.MaximumLimit}"
        );

    /// <summary>Refusal of cursor.</summary>
    public static ProblemHttpResult InvalidCursor(HttpContext http) =>
        Invalid(http, "cursor", "须为上一页返回的值", "must be what the page before returned");
}
