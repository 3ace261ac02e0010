using System.Globalization;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Attachments;

/// <summary>What an upload says beside its content.</summary>
/// <param name="DoubtCode">The doubt it answers; null when it belongs to the whole filing.</param>
/// <param name="Form">header, export, purchase, association or summary.</param>
/// <param name="Place">Line or association number.</param>
public sealed record AttachmentLabel(
    string FileName,
    string? DoubtCode,
    string? Form,
    string? Place
);

/// <summary>What an attachment has to keep to. Pure.</summary>
public static class AttachmentRules
{
    /// <summary>Largest file, MiB.</summary>
    public const int LargestMebibytes = 20;

    /// <summary>Largest file, bytes.</summary>
    public const int LargestBytes = LargestMebibytes * 1024 * 1024;

    /// <summary>Most attachments of a filing.</summary>
    public const int MostFiles = 50;

    /// <summary>Most MiB of all attachments of a filing.</summary>
    public const int MostMebibytes = 200;

    private const int LongestName = 150;
    private const int LongestPlace = 40;

    private static readonly string[] forms =
    [
        "header",
        "export",
        "purchase",
        "association",
        "summary",
    ];

    /// <summary>Whether a filing in this state still takes attachments and forms.</summary>
    public static bool IsOpen(PreDeclarationState state) =>
        state is not (PreDeclarationState.Withdrawn or PreDeclarationState.Rejected);

    /// <summary>Whether a filing with so many files of so many bytes takes another.</summary>
    public static bool HasRoom(long files, long bytes, int more) =>
        files < MostFiles && bytes + more <= MostMebibytes * 1024L * 1024;

    /// <summary>Every fault of a label.</summary>
    public static IReadOnlyList<FieldError> Faults(AttachmentLabel label)
    {
        var faults = new List<FieldError>();
        if (!IsName(label.FileName))
            faults.Add(
                new(
                    "fileName",
                    $"须为1至{LongestName}字的文件名，不含路径、控制字符和 : * ? \" < > |",
                    $"must be a name of 1 to {LongestName} characters without a path, control "
                        + "characters or any of : * ? \" < > |"
                )
            );
        if (label.DoubtCode is { } code && !DoubtCatalogue.Embedded.Codes.Contains(code))
            faults.Add(new("doubtCode", "没有该疑点代码", "there is no such doubt code"));
        if (label.Form is { } form && !forms.Contains(form))
        {
            var names = string.Join(", ", forms);
            faults.Add(new("form", $"须为{names}之一", $"must be one of {names}"));
        }
        if (label.Place is { Length: > LongestPlace } || !IsPlain(label.Place ?? ""))
            faults.Add(
                new(
                    "place",
                    $"不得超过{LongestPlace}字",
                    $"has at most {LongestPlace} characters, none of them a control character"
                )
            );
        if (label.DoubtCode is null && (label.Form ?? label.Place) is not null)
            faults.Add(new("doubtCode", "指明位置时须填写", "is needed with form or place"));
        return faults;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName
        && name.Trim() == name
        && name.IndexOfAny(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) < 0
        && IsPlain(name);

    /// <summary>
    /// No control character, no half of a character, and none that turns the direction of writing:
    /// with it a name can show another end than it has.
    /// </summary>
    private static bool IsPlain(string text) =>
        text.EnumerateRunes()
            .All(rune =>
                rune.Value != '\uFFFD'
                && CharUnicodeInfo.GetUnicodeCategory(rune.Value)
                    is not (UnicodeCategory.Control or UnicodeCategory.Format)
            );
}
