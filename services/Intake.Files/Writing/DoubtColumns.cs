using System.Globalization;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Files.Forms;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Files.Writing;

/// <summary>The list of doubts as a table, for the workbook and for CSV.</summary>
internal static class DoubtColumns
{
    private static readonly (string Zh, string En, int Width)[] Heads =
    [
        ("序号", "No.", 6),
        ("疑点代码", "Code", 9),
        ("级别", "Level", 10),
        ("可挑过", "Passable by", 12),
        ("表", "Form", 14),
        ("行号或关联号", "Line or association", 18),
        ("项目", "Field", 20),
        ("申报值", "Declared", 22),
        ("比对值", "Compared with", 22),
        ("疑点", "Doubt", 50),
        ("处理办法", "What to do", 50),
    ];

    public static IEnumerable<int> Widths => Heads.Select(head => head.Width);

    public static string[] Headings(bool isChinese) =>
        [.. Heads.Select(head => isChinese ? head.Zh : head.En)];

    public static string[] Of(Doubt doubt, bool isChinese)
    {
        var form = FilingForms.All.FirstOrDefault(f => f.DoubtForm == doubt.Form);
        var column = (form ?? FilingForms.Export).Columns.FirstOrDefault(c =>
            c.Name == doubt.Field
        );
        var formName = isChinese ? form?.Zh ?? "关联" : form?.En ?? doubt.Form;
        return
        [
            doubt.DoubtNo.ToString(CultureInfo.InvariantCulture),
            doubt.Code,
            isChinese ? LevelZh(doubt.Level) : WireCode.Of(doubt.Level),
            isChinese ? PassableZh(doubt.PassableBy) : WireCode.Of(doubt.PassableBy),
            formName,
            doubt.Place,
            (isChinese ? column?.Zh : column?.En) ?? doubt.Field,
            doubt.Declared,
            doubt.Expected,
            isChinese ? doubt.TextZh : doubt.TextEn,
            isChinese ? doubt.RemedyZh : doubt.RemedyEn,
        ];
    }

    private static string LevelZh(DoubtLevel level) =>
        level switch
        {
            DoubtLevel.Note => "提示",
            DoubtLevel.Warning => "警告",
            DoubtLevel.Error => "错误",
        };

    private static string PassableZh(PassableBy passable) =>
        passable switch
        {
            PassableBy.None => "不可挑过",
            PassableBy.Officer => "审核人员",
            PassableBy.Reviewer => "复审人员",
        };
}
