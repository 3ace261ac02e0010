using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring;

/// <summary>Every refusal of this service, with its stable code.</summary>
public static class Problems
{
    public static readonly ProblemCode InvalidEntry = new(
        "RBF-2001",
        StatusCodes.Status400BadRequest,
        "关注信息填写有误",
        "The watchlist entry is not valid"
    );

    public static readonly ProblemCode NoSuchEntry = new(
        "RBF-2002",
        StatusCodes.Status404NotFound,
        "没有该关注信息",
        "There is no such watchlist entry"
    );

    public static readonly ProblemCode SamePerson = new(
        "RBF-2003",
        StatusCodes.Status403Forbidden,
        "录入人不得审批自己的关注信息",
        "Who drafted an entry may not approve it"
    );

    public static readonly ProblemCode NothingPending = new(
        "RBF-2004",
        StatusCodes.Status409Conflict,
        "没有待审批的内容",
        "Nothing waits for approval"
    );

    public static readonly ProblemCode Overlaps = new(
        "RBF-2005",
        StatusCodes.Status409Conflict,
        "同一对象在该有效期内已有关注信息",
        "Another entry lists the same key on some of these days"
    );

    public static readonly ProblemCode AlreadyPending = new(
        "RBF-2006",
        StatusCodes.Status409Conflict,
        "已有待审批的内容，请先审批",
        "A draft waits for approval already"
    );

    public static readonly ProblemCode NotListed = new(
        "RBF-2007",
        StatusCodes.Status409Conflict,
        "该关注信息未生效或已终止",
        "The entry was never approved or has ended"
    );

    public static readonly ProblemCode NoIdempotencyKey = new(
        "RBF-2008",
        StatusCodes.Status400BadRequest,
        "缺少 Idempotency-Key 请求头，或格式不符",
        "Idempotency-Key is missing or malformed"
    );

    public static readonly ProblemCode KeyReused = new(
        "RBF-2009",
        StatusCodes.Status422UnprocessableEntity,
        "同一 Idempotency-Key 曾用于其他内容",
        "This Idempotency-Key was used with another body"
    );

    public static readonly ProblemCode InvalidQuery = new(
        "RBF-2010",
        StatusCodes.Status400BadRequest,
        "查询条件有误",
        "The query is not valid"
    );

    public static readonly ProblemCode InvalidScreening = new(
        "RBF-2011",
        StatusCodes.Status400BadRequest,
        "比对请求填写有误",
        "The request for a screening is not valid"
    );

    public static readonly ProblemCode InvalidImport = new(
        "RBF-2012",
        StatusCodes.Status400BadRequest,
        "文件无法导入",
        "The file cannot be imported"
    );

    public static readonly ProblemCode InvalidRows = new(
        "RBF-2013",
        StatusCodes.Status400BadRequest,
        "文件中有行填写有误",
        "Rows of the file are not valid"
    );

    public static readonly ProblemCode ImportTooLarge = new(
        "RBF-2014",
        StatusCodes.Status413PayloadTooLarge,
        "文件过大",
        "The file is too large"
    );

    public static readonly ProblemCode NotImportable = new(
        "RBF-2015",
        StatusCodes.Status415UnsupportedMediaType,
        "文件类型不符",
        "This type of file is not imported"
    );

    public static readonly ProblemCode NoSuchImport = new(
        "RBF-2016",
        StatusCodes.Status404NotFound,
        "没有该次导入",
        "There is no such import"
    );

    public static readonly ProblemCode NoSuchAssessment = new(
        "RBF-2020",
        StatusCodes.Status404NotFound,
        "没有该风险评估",
        "There is no such assessment"
    );

    /// <summary>
    /// The refusal of a thing that does not exist or that this caller may not see.
    /// </summary>
    public static ProblemHttpResult NotFound(HttpContext http, ProblemCode code, Guid id) =>
        Problem.Of(http, code, $"未找到 {id}", $"No {id}");
}
