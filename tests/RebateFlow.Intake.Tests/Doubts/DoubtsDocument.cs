using System.Text;
using nietras.SeparatedValues;

namespace RebateFlow.Intake.Tests.Doubts;

/// <summary>Writes <c>shared/docs/doubts.md</c> from the catalogue.</summary>
public static class DoubtsDocument
{
    public const string Path = "shared/docs/doubts.md";

    private static readonly (string Stage, string Title)[] Stages =
    [
        ("F", "F: form 填报"),
        ("M", "M: match 比对"),
        ("R", "R: rule 规则"),
        ("K", "K: risk 风险"),
    ];

    /// <summary>The document as it should be.</summary>
    public static string Write(string csv, string comparedFields)
    {
        var text = new StringBuilder();
        text.Append(
            """
            # Doubts 疑点

            Generated from `seeds/reference/doubt-codes.csv` and, at its end,
            `seeds/reference/compared-fields.csv`; do not edit. To write it anew:
            `REBATEFLOW_UPDATE_DOCS=1 dotnet run --project tests/RebateFlow.Intake.Tests`.

            Every doubt of an attempt comes at once, with place, both values and what to do. The
            rows below are those of the build; one that the feed `doubt-codes` brings stands before
            them from its day on. Passable by: who may pass the doubt by hand 人工挑过; NONE blocks.
            What stands in brackets is said only when all its values are known, what follows a bar
            within them otherwise.

            """
        );
        using var reader = Sep.New(',').Reader(o => o with { Unescape = true }).FromText(csv);
        var rows = new List<(string Stage, string Line)>();
        foreach (var row in reader)
            rows.Add((row["stage"].ToString(), LineOf(row)));
        foreach (var (stage, title) in Stages)
        {
            text.Append(
                $"""

                ## {title}

                | Code | On | Level | Passable by | Doubt 疑点 | What to do 处理 | Source |
                | --- | --- | --- | --- | --- | --- | --- |

                """
            );
            foreach (var (_, line) in rows.Where(row => row.Stage == stage))
                text.Append(line);
        }
        return text.Append(ComparedFields.Write(comparedFields)).ToString();
    }

    private static string LineOf(SepReader.Row row) =>
        $"| {row["code"]} | {row["object"]} | {row["level"]} | {row["passable_by"]} "
        + $"| {Text(row["text_zh"])}<br>{Text(row["text_en"])} "
        + $"| {row["remedy_zh"]}<br>{row["remedy_en"]} "
        + $"| {row["source"]} |\n";

    /// <summary>A bar would end the cell.</summary>
    private static string Text(SepReader.Col text) =>
        text.ToString().Replace("|", "\\|", StringComparison.Ordinal);
}
