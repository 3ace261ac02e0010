using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake;

/// <summary>The refusals of Intake. Codes are stable; texts may improve.</summary>
public static class Problems
{
    public static readonly ProblemCode UnreadableDocument = new(
        "RBF-1001",
        StatusCodes.Status400BadRequest,
        "请求内容不是可读的JSON文档",
        "The body is not a readable JSON document"
    );

    public static readonly ProblemCode InvalidFields = new(
        "RBF-1002",
        StatusCodes.Status400BadRequest,
        "请求中有字段不符合要求",
        "Fields of the request are not valid"
    );

    public static readonly ProblemCode TooManyLines = new(
        "RBF-1003",
        StatusCodes.Status413PayloadTooLarge,
        "申报行数过多",
        "The filing has too many lines"
    );

    public static readonly ProblemCode IdempotencyKeyMissing = new(
        "RBF-1004",
        StatusCodes.Status400BadRequest,
        "缺少有效的 Idempotency-Key 请求头",
        "A valid Idempotency-Key header is missing"
    );

    public static readonly ProblemCode IdempotencyKeyReused = new(
        "RBF-1005",
        StatusCodes.Status422UnprocessableEntity,
        "Idempotency-Key 已用于内容不同的请求",
        "The Idempotency-Key was used for a request with other content"
    );

    public static readonly ProblemCode ForeignExporter = new(
        "RBF-1006",
        StatusCodes.Status403Forbidden,
        "不得代其他企业申报",
        "Another enterprise cannot be declared for"
    );

    public static readonly ProblemCode UnknownPreDeclaration = new(
        "RBF-1007",
        StatusCodes.Status404NotFound,
        "没有该预申报",
        "There is no such pre-declaration"
    );

    public static readonly ProblemCode NoNextAttempt = new(
        "RBF-1008",
        StatusCodes.Status409Conflict,
        "当前状态不能重新申报",
        "Another attempt is not possible in this state"
    );

    public static readonly ProblemCode NotWithdrawable = new(
        "RBF-1009",
        StatusCodes.Status409Conflict,
        "当前状态不能撤回",
        "Withdrawal is not possible in this state"
    );

    public static readonly ProblemCode InvalidQuery = new(
        "RBF-1010",
        StatusCodes.Status400BadRequest,
        "查询参数无效",
        "A query parameter is not valid"
    );

    public static readonly ProblemCode UnknownEnterprise = new(
        "RBF-1011",
        StatusCodes.Status404NotFound,
        "没有该企业",
        "There is no such enterprise"
    );

    public static readonly ProblemCode WrongMediaType = new(
        "RBF-1012",
        StatusCodes.Status415UnsupportedMediaType,
        "请求体的媒体类型不受支持",
        "The media type of the body is not supported"
    );

    public static readonly ProblemCode UnreadableCsv = new(
        "RBF-1013",
        StatusCodes.Status400BadRequest,
        "CSV无法读取",
        "The CSV cannot be read"
    );

    public static readonly ProblemCode PackageAtWork = new(
        "RBF-1014",
        StatusCodes.Status503ServiceUnavailable,
        "正在接收另一个压缩包",
        "Another zip is being taken"
    );

    public static readonly ProblemCode UnreadableFile = new(
        "RBF-1030",
        StatusCodes.Status400BadRequest,
        "文件无法读取",
        "The file cannot be read"
    );

    public static readonly ProblemCode ForbiddenContent = new(
        "RBF-1031",
        StatusCodes.Status400BadRequest,
        "文件已加密或含有宏、外部链接等内容",
        "The file is encrypted or holds macros, external links or the like"
    );

    public static readonly ProblemCode FileTooLarge = new(
        "RBF-1032",
        StatusCodes.Status413PayloadTooLarge,
        "文件过大",
        "The file is too large"
    );

    public static readonly ProblemCode WrongForms = new(
        "RBF-1033",
        StatusCodes.Status400BadRequest,
        "工作表或列与模板不符",
        "Sheets or columns differ from the template"
    );

    public static readonly ProblemCode ChecksumDiffers = new(
        "RBF-1034",
        StatusCodes.Status400BadRequest,
        "申报文件校验和不符",
        "The checksum of the file differs"
    );

    public static readonly ProblemCode UnsupportedVersion = new(
        "RBF-1035",
        StatusCodes.Status400BadRequest,
        "申报文件版本不受支持",
        "The version of the file is not supported"
    );

    public static readonly ProblemCode NotCheckedYet = new(
        "RBF-1036",
        StatusCodes.Status409Conflict,
        "审核尚未完成",
        "The checks have not ended yet"
    );

    public static readonly ProblemCode UnknownTemplate = new(
        "RBF-1037",
        StatusCodes.Status404NotFound,
        "没有该模板",
        "There is no such template"
    );

    public static readonly ProblemCode NoReceipt = new(
        "RBF-1040",
        StatusCodes.Status409Conflict,
        "尚无回执",
        "There is no receipt"
    );

    public static readonly ProblemCode ReceiptNotValid = new(
        "RBF-1041",
        StatusCodes.Status400BadRequest,
        "回执无效",
        "The receipt is not valid here"
    );

    public static readonly ProblemCode NotDeclarable = new(
        "RBF-1042",
        StatusCodes.Status409Conflict,
        "当前状态不能正式申报",
        "A formal declaration is not possible in this state"
    );

    public static readonly ProblemCode ReceiptReplaced = new(
        "RBF-1043",
        StatusCodes.Status409Conflict,
        "回执已被新的回执取代",
        "A newer receipt has replaced this one"
    );

    public static readonly ProblemCode DeclarationTooLate = new(
        "RBF-1044",
        StatusCodes.Status409Conflict,
        "已超过正式申报期限",
        "The time to declare formally is over"
    );

    public static readonly ProblemCode FactsChanged = new(
        "RBF-1039",
        StatusCodes.Status409Conflict,
        "比对所依据的电子信息已有变化",
        "Information that it was compared with has changed"
    );

    public static readonly ProblemCode TooManyStreams = new(
        "RBF-1045",
        StatusCodes.Status429TooManyRequests,
        "打开的事件流过多",
        "Too many streams of events are open"
    );

    public static readonly ProblemCode UnknownWebhook = new(
        "RBF-1046",
        StatusCodes.Status404NotFound,
        "没有该webhook",
        "There is no such webhook"
    );

    public static readonly ProblemCode TooManyWebhooks = new(
        "RBF-1047",
        StatusCodes.Status409Conflict,
        "webhook数量已达上限",
        "There are as many webhooks as there may be"
    );

    public static readonly ProblemCode UnknownDelivery = new(
        "RBF-1048",
        StatusCodes.Status404NotFound,
        "没有该投递记录",
        "There is no such delivery"
    );

    public static readonly ProblemCode WebhookDisabled = new(
        "RBF-1049",
        StatusCodes.Status409Conflict,
        "该webhook已停用",
        "The webhook is disabled"
    );

    public static readonly ProblemCode NotAwaitingData = new(
        "RBF-1070",
        StatusCodes.Status409Conflict,
        "当前状态不能填报无相关电子信息申报表",
        "The form on missing information cannot be filed in this state"
    );

    public static readonly ProblemCode NoDataFormElsewhere = new(
        "RBF-1071",
        StatusCodes.Status409Conflict,
        "凭证已随另一申报填报",
        "The voucher is on the form of another filing"
    );

    public static readonly ProblemCode SelfInspectionNotAsked = new(
        "RBF-1072",
        StatusCodes.Status409Conflict,
        "未要求报送自查表",
        "The self-inspection form is not asked for"
    );
}
