using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.Intake.Files.Reading;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Attachments;

/// <summary>Refusals of attachments.</summary>
public static class AttachmentProblems
{
    public static readonly ProblemCode Unknown = new(
        "RBF-1110",
        StatusCodes.Status404NotFound,
        "没有该附件",
        "There is no such attachment"
    );

    public static readonly ProblemCode Closed = new(
        "RBF-1111",
        StatusCodes.Status409Conflict,
        "当前状态不能添加附件",
        "Nothing can be attached in this state"
    );

    public static readonly ProblemCode TooMany = new(
        "RBF-1112",
        StatusCodes.Status409Conflict,
        "附件数量或总大小已达上限",
        "The filing has as many attachments as it may have"
    );

    public static readonly ProblemCode WrongKind = new(
        "RBF-1113",
        StatusCodes.Status415UnsupportedMediaType,
        "不接受该类文件",
        "Files of this kind are not taken"
    );

    internal static ProblemHttpResult OfUnknown(HttpContext http) =>
        Problem.Of(http, Unknown, "请核对附件编号。", "Check the id of the attachment.");

    internal static ProblemHttpResult OfClosed(HttpContext http, string state) =>
        Problem.Of(
            http,
            Closed,
            $"当前状态为{state}；已撤回或不予退税的申报不再接受附件。",
            $"It is {state}; a filing that was withdrawn or rejected takes no attachments."
        );

    internal static ProblemHttpResult OfTooMany(HttpContext http) =>
        Problem.Of(
            http,
            TooMany,
            $"每份申报最多{AttachmentRules.MostFiles}个附件，合计{AttachmentRules.MostMebibytes}MB。"
                + "请合并后上传。",
            $"A filing has at most {AttachmentRules.MostFiles} attachments of "
                + $"{AttachmentRules.MostMebibytes} MB together. Put papers together in one file."
        );

    internal static ProblemHttpResult OfTooLarge(HttpContext http) =>
        Problem.Of(
            http,
            Problems.FileTooLarge,
            $"附件不得超过{AttachmentRules.LargestMebibytes}MB；请降低扫描分辨率或分成几个文件。",
            $"An attachment has at most {AttachmentRules.LargestMebibytes} MB; scan it at a lower "
                + "resolution or split it."
        );

    /// <summary>Refusal of content that is not what is accepted.</summary>
    internal static ProblemHttpResult OfKind(HttpContext http, string zh, string en) =>
        Problem.Of(
            http,
            WrongKind,
            $"{zh}可上传PDF、JPEG或PNG图片、Excel工作簿(.xlsx)，扩展名须与内容一致。",
            $"{en} Send a PDF, a JPEG or PNG picture or an Excel workbook (.xlsx), with the "
                + "extension of its content."
        );

    /// <summary>Refusal of a workbook.</summary>
    internal static ProblemHttpResult Of(HttpContext http, FileRefusal refusal) =>
        refusal.Kind switch
        {
            FileRefusalKind.TooLarge => Problem.Of(
                http,
                Problems.FileTooLarge,
                refusal.Zh,
                refusal.En
            ),
            FileRefusalKind.Forbidden => Problem.Of(
                http,
                Problems.ForbiddenContent,
                "附件不得加密，不得含有宏、外部链接、嵌入对象等内容；请另存为普通的.xlsx或PDF。",
                "An attached workbook is not encrypted and holds no macros, links to other files "
                    + "or embedded objects. Save it as a plain .xlsx or as PDF."
            ),
            FileRefusalKind.Unreadable
            or FileRefusalKind.TooManyLines
            or FileRefusalKind.WrongForms
            or FileRefusalKind.Checksum
            or FileRefusalKind.Version => OfKind(http, refusal.Zh, refusal.En),
        };
}
