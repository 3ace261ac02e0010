using System.Xml;
using RebateFlow.Intake.Files.Forms;

namespace RebateFlow.Intake.Files.Writing;

/// <summary>Drop-downs and limits (data validation) of a sheet.</summary>
internal static class CellRules
{
    public static void Write(XmlWriter xml, IReadOnlyList<CellRule> rules)
    {
        if (rules.Count == 0)
            return;
        xml.WriteStartElement("dataValidations", WorkbookWriter.Main);
        xml.WriteAttributeString("count", SheetWriter.Text(rules.Count));
        foreach (var rule in rules)
            Write(xml, rule);
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, CellRule rule)
    {
        var column = rule.Column;
        var (type, operation, first, second) = LimitOf(rule);
        xml.WriteStartElement("dataValidation", WorkbookWriter.Main);
        xml.WriteAttributeString("type", type);
        // An open list only offers; what it lacks may still be typed.
        if (column.Codes is { IsClosed: false })
            xml.WriteAttributeString("errorStyle", "information");
        if (operation.Length > 0)
            xml.WriteAttributeString("operator", operation);
        xml.WriteAttributeString("allowBlank", "1");
        xml.WriteAttributeString("showErrorMessage", "1");
        xml.WriteAttributeString("errorTitle", Cut(column.Zh, 32));
        xml.WriteAttributeString("error", Cut($"{column.HelpZh}\n{column.HelpEn}", 255));
        xml.WriteAttributeString("sqref", rule.Cells);
        xml.WriteElementString("formula1", WorkbookWriter.Main, first);
        if (second.Length > 0)
            xml.WriteElementString("formula2", WorkbookWriter.Main, second);
        xml.WriteEndElement();
    }

    private static (string Type, string Operator, string First, string Second) LimitOf(
        CellRule rule
    ) =>
        rule.List is { } list
            ? ("list", "", list, "")
            : rule.Column.Kind switch
            {
                // 1994-01-01 and 2099-12-31 as Excel counts days.
                ColumnKind.Date => ("date", "between", "34335", "73050"),
                ColumnKind.Whole => ("whole", "between", "1", "999"),
                ColumnKind.Percent => ("decimal", "between", "0", "100"),
                ColumnKind.Text or ColumnKind.Choice or ColumnKind.Money or ColumnKind.Number => (
                    "decimal",
                    "between",
                    "-9999999999999",
                    "9999999999999"
                ),
            };

    private static string Cut(string text, int most) => text.Length > most ? text[..most] : text;
}
