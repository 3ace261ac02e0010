using System.Text.RegularExpressions;

namespace RebateFlow.Intake.Files.Reading;

/// <summary>
/// Refuses what a filing has no use for and what could run or fetch something where the workbook is
/// opened next: macros, links to other files, embedded objects, queries, DDE.
/// </summary>
internal static partial class WorkbookGuard
{
    private static readonly (string Mark, string Zh, string En)[] Forbidden =
    [
        ("vbaproject", "宏", "macros"),
        ("macrosheets/", "宏表", "macro sheets"),
        ("externallinks/", "外部链接", "links to other files"),
        ("embeddings/", "嵌入对象", "embedded objects"),
        ("activex/", "控件", "controls"),
        ("ctrlprops/", "控件", "controls"),
        ("connections.xml", "数据连接", "data connections"),
        ("querytables/", "外部查询", "queries"),
        ("webextensions/", "加载项", "add-ins"),
        ("customui/", "自定义界面", "custom user interfaces"),
    ];

    private static readonly string[] FetchingFunctions =
    [
        "WEBSERVICE(",
        "DDE(",
        "DDEAUTO",
        "CALL(",
        "REGISTER(",
        "REGISTER.ID(",
        "RTD(",
        "EXEC(",
        "IMAGE(",
    ];

    /// <summary>Looks at the parts and at what they refer to.</summary>
    public static void Check(ZipPackage package)
    {
        foreach (var name in package.Names)
        {
            foreach (var (mark, zh, en) in Forbidden)
            {
                if (name.Contains(mark, StringComparison.OrdinalIgnoreCase))
                    throw Refuse(zh, en);
            }
            if (name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase))
                CheckRelations(package, name);
        }
        CheckContentTypes(package);
    }

    /// <summary>Refuses formulas that reach outside the workbook.</summary>
    public static void CheckFormula(string formula)
    {
        if (ReachesOutside(formula))
            throw Refuse("引用外部文件或程序的公式", "formulas that reach outside the workbook");
    }

    /// <summary>Refuses a text of a CSV file that Excel would run as DDE.</summary>
    public static void CheckText(string text)
    {
        var trimmed = text.AsSpan().TrimStart();
        if (trimmed.Length > 0 && trimmed[0] is '=' or '+' or '-' or '@' && IsDde(trimmed))
            throw Refuse("DDE命令", "DDE commands");
    }

    private static bool ReachesOutside(string formula) =>
        IsDde(formula)
        || OtherWorkbook().IsMatch(formula)
        || FetchingFunctions.Any(f => formula.Contains(f, StringComparison.OrdinalIgnoreCase));

    /// <summary>Such as cmd|'/c calc'!A1.</summary>
    private static bool IsDde(ReadOnlySpan<char> formula)
    {
        var bar = formula.IndexOf('|');
        return bar >= 0 && formula[bar..].Contains('!');
    }

    /// <summary>[1]Sheet1!A1 or [prices.xlsx]Sheet1!A1.</summary>
    [GeneratedRegex(@"\[\d+\]|\[[^\]]*\.xl", RegexOptions.CultureInvariant)]
    private static partial Regex OtherWorkbook();

    private static void CheckRelations(ZipPackage package, string name)
    {
        using var reader = WorkbookXml.Open(package, name);
        while (reader.NextElement())
        {
            // A hyperlink does nothing until somebody clicks it; Excel makes them of addresses.
            if (
                reader.LocalName == "Relationship"
                && reader.GetAttribute("TargetMode") == "External"
                && reader.GetAttribute("Type")?.EndsWith("/hyperlink", StringComparison.Ordinal)
                    != true
            )
                throw Refuse("外部链接", "links to other files");
        }
    }

    private static void CheckContentTypes(ZipPackage package)
    {
        using var reader = WorkbookXml.Open(package, "[Content_Types].xml");
        while (reader.NextElement())
        {
            var type = reader.GetAttribute("ContentType") ?? "";
            if (type.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase))
                throw Refuse("宏", "macros");
        }
    }

    private static FileRefusedException Refuse(string zh, string en) =>
        FileRefusedException.Of(
            FileRefusalKind.Forbidden,
            $"工作簿含有{zh}，不予读取；请用模板另建不含此类内容的.xlsx。",
            $"The file holds {en} and is not read. Make an .xlsx without them from the template."
        );
}
