using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RebateFlow.ServiceDefaults.Refusals;
using RebateFlow.ServiceDefaults.Requests;

namespace RebateFlow.ServiceDefaults;

/// <summary>
/// A refusal with a stable code. Each service lists its own in <c>Problems.cs</c>.
/// </summary>
/// <param name="Code">RBF- and four digits: 0 shared, 1 Intake, 2 Risk, 3 Approval.</param>
/// <param name="Status">HTTP status, 400 to 503.</param>
public sealed record ProblemCode(string Code, int Status, string TitleZh, string TitleEn);

/// <summary>One wrong field.</summary>
/// <param name="Field">Path as in the request, such as <c>exportLines[3].quantity</c>.</param>
public sealed record FieldError(string Field, string MessageZh, string MessageEn);

/// <summary>Builds problem documents (RFC 9457) in the reader's language.</summary>
public static class Problem
{
    /// <summary>A refusal: what is wrong, and what to do about it.</summary>
    /// <param name="errors">
    /// Every wrong field at once; null when no single field is to blame.
    /// </param>
    public static ProblemHttpResult Of(
        HttpContext http,
        ProblemCode code,
        string detailZh,
        string detailEn,
        IReadOnlyList<FieldError>? errors = null
    )
    {
        var chinese = Language.IsChinese(http);
        var details = new ProblemDetails
        {
            Status = code.Status,
            Title = chinese ? code.TitleZh : code.TitleEn,
            Detail = chinese ? detailZh : detailEn,
            Type = ProblemCatalogue.AddressOf(code.Code),
            Instance = http.Request.Path,
        };
        details.Extensions["code"] = code.Code;
        if (errors is not null)
        {
            details.Extensions["errors"] = errors
                .Select(error => new
                {
                    field = error.Field,
                    message = chinese ? error.MessageZh : error.MessageEn,
                })
                .ToArray();
        }
        return TypedResults.Problem(details);
    }

    /// <summary>
    /// Gives every problem that the framework wrote itself a code and a title in the reader's
    /// language.
    /// </summary>
    internal static void Complete(ProblemDetailsContext context)
    {
        var details = context.ProblemDetails;
        if (details.Extensions.ContainsKey("code"))
            return;
        var status = details.Status ?? context.HttpContext.Response.StatusCode;
        var code = string.Create(CultureInfo.InvariantCulture, $"RBF-0{status}");
        details.Extensions["code"] = code;
        details.Type = ProblemCatalogue.AddressOf(code);
        var (zh, en) = TextOf(status);
        details.Title = Language.IsChinese(context.HttpContext) ? zh : en;
        details.Instance ??= context.HttpContext.Request.Path;
        if (status == 415)
            details.Detail =
                $"{details.Detail} {AcceptedTypes.Describe(context.HttpContext)}".Trim();
    }

    /// <summary>Whether the framework may answer so; other statuses share one text.</summary>
    internal static bool HasTextOf(int status) => TextOf(status) != TextOf(0);

    internal static (string Zh, string En) TextOf(int status) =>
        status switch
        {
            400 => (
                "请求有误，请按提示修改后重发",
                "The request is wrong; correct it and send it again"
            ),
            401 => ("请先取得有效的访问令牌", "Get a valid access token first"),
            403 => ("该令牌无权执行此操作", "This token may not do that"),
            404 => ("找不到该资源", "There is no such resource"),
            405 => ("此地址不支持该方法", "This address does not take that method"),
            408 => ("请求体未按时发完", "The body did not arrive in time"),
            413 => ("请求体过大，请拆分后提交", "The body is too large; split it"),
            415 => ("请求体的媒体类型不受支持", "The media type of the body is not supported"),
            429 => ("请求过于频繁，请稍后再试", "Too many requests; wait as Retry-After says"),
            503 => ("服务暂时不可用，请稍后重试", "Not available for the moment; try again later"),
            >= 500 => ("系统内部错误，已记录", "An internal error, which was recorded"),
            _ => ("请求未被接受", "The request was not accepted"),
        };
}
