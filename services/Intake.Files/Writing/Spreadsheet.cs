using RebateFlow.Primitives;

namespace RebateFlow.Intake.Files.Writing;

/// <summary>
/// Texts on their way into a spreadsheet. What begins with =, +, -, @, tab or return is run as a
/// formula when a CSV file is opened; an apostrophe before it makes it text. Numbers stay numbers.
/// </summary>
internal static class Spreadsheet
{
    public static string Harmless(string text)
    {
        var start = text.AsSpan().TrimStart(" \u3000\uFEFF");
        var isFormula =
            start.Length > 0
            && start[0]
                is '='
                    or '+'
                    or '-'
                    or '@'
                    or '\t'
                    or '\r'
                    or '\n'
                    or '＝'
                    or '＋'
                    or '－'
                    or '＠';
        return isFormula && !DecimalText.TryParse(text, 28, 28, out _) ? "'" + text : text;
    }
}
