using RebateFlow.Intake.Checks.Filings;
using static RebateFlow.Intake.Files.Forms.ColumnKind;

namespace RebateFlow.Intake.Files.Forms;

/// <summary>
/// The forms of a filing as sheets: the columns of the official forms, by the members of the JSON
/// document. A test holds them against the model.
/// </summary>
public static class FilingForms
{
    /// <summary>
    /// Version of the templates that this build hands out, and the only one it reads.
    /// </summary>
    public const string TemplateVersion = "1";

    /// <summary>
    /// Where a file may name the version of its template; not part of the filing.
    /// </summary>
    public static Column Version { get; } =
        new("templateVersion", "模板版本", "Template version", Text)
        {
            HelpZh = "请勿修改。",
            HelpEn = "Leave as it is.",
        };

    public static Form Head { get; } =
        new(
            "header",
            "",
            "申报表头",
            "head",
            [
                new("method", "申报方式", "Method", Choice)
                {
                    IsRequired = true,
                    Codes = CodeTables.Methods,
                    HelpZh = "ER 免退税（外贸企业）或 ECR 免抵退税（生产企业）。",
                    HelpEn = "ER for foreign-trade, ECR for production enterprises.",
                },
                new("uscc", "纳税人识别号(统一社会信用代码)", "Taxpayer id (USCC)", Text)
                {
                    IsRequired = true,
                    HelpZh = "18位统一社会信用代码。",
                    HelpEn = "18 characters.",
                },
                new("period", "申报年月", "Period", Text)
                {
                    IsRequired = true,
                    HelpZh = "yyyyMM，例如202602。",
                    HelpEn = "yyyyMM, such as 202602.",
                },
                new("batchNo", "申报批次", "Batch", Whole)
                {
                    IsRequired = true,
                    HelpZh = "本所属期内的批次，1至999。",
                    HelpEn = "Batch within the period, 1 to 999.",
                },
            ]
        );

    public static Form Export { get; } =
        new("export", "exportLines", "出口明细", "export-lines", ExportColumns.All);

    public static Form Purchase { get; } =
        new("purchase", "purchaseLines", "进货明细", "purchase-lines", PurchaseColumns.All)
        {
            OnlyFor = RebateMethod.Er,
        };

    public static Form Summary { get; } =
        new("summary", "ecrSummary", "汇总表", "ecr-summary", SummaryRows.All)
        {
            OnlyFor = RebateMethod.Ecr,
        };

    /// <summary>All forms, in the order of the workbook.</summary>
    public static IReadOnlyList<Form> All { get; } = [Head, Export, Purchase, Summary];

    /// <summary>Name of the sheet of codes; it is not read.</summary>
    public const string CodesSheet = "代码表";

    /// <summary>Name of the sheet that lists doubts; it is not read.</summary>
    public const string DoubtsSheet = "疑点";

    /// <summary>Name of the sheet of codes in workbooks in English.</summary>
    public const string CodesSheetEn = "codes";

    /// <summary>Name of the sheet of doubts in workbooks in English.</summary>
    public const string DoubtsSheetEn = "doubts";

    /// <summary>Whether a sheet stands beside the forms and is not read.</summary>
    public static bool IsAside(string name) =>
        name.Trim() is CodesSheet or CodesSheetEn or DoubtsSheet or DoubtsSheetEn;

    /// <summary>The form that a sheet or file is named after; null for none.</summary>
    public static Form? Find(string name)
    {
        var bare = name.Trim();
        return All.FirstOrDefault(form =>
            form.Zh == bare
            || form.En.Equals(bare, StringComparison.OrdinalIgnoreCase)
            || form.Member.Length > 0
                && form.Member.Equals(bare, StringComparison.OrdinalIgnoreCase)
        );
    }
}
