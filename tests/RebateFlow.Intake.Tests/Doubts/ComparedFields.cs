using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using nietras.SeparatedValues;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Feeds;

namespace RebateFlow.Intake.Tests.Doubts;

/// <summary>
/// The list of what is compared, seeds/reference/compared-fields.csv: a row for every field that an
/// exporter declares or an authority feeds, with the doubts that compare it or why none does.
/// </summary>
public static class ComparedFields
{
    /// <summary>Forms and feeds whose fields the list has, and their titles.</summary>
    public static readonly IReadOnlyList<(Type Record, string Title)> Records =
    [
        (typeof(SubmittedFiling), "Header 表头"),
        (typeof(ExportLine), "Export line 出口明细"),
        (typeof(PurchaseLine), "Purchase line 进货明细"),
        (typeof(EcrFigures), "Figures of the month 免抵退税汇总"),
        (typeof(CustomsDeclarationRow), "Feed customs-declarations 报关单电子信息"),
        (typeof(VatInvoiceRow), "Feed vat-invoices 发票信息"),
        (typeof(AgencyCertificateRow), "Feed agency-certificates 代理出口货物证明"),
        (typeof(FxReceiptRow), "Feed fx-receipts 收汇信息"),
        (typeof(VatReturnRow), "Feed vat-returns 增值税申报表"),
        (typeof(ProcessingBookRow), "Feed processing-books 手（账）册"),
        (typeof(EnterpriseRow), "Feed enterprises 企业备案"),
    ];

    /// <summary>Fields of a record as JSON names them; a version is no fact.</summary>
    public static IEnumerable<string> FieldsOf(Type record) =>
        record
            .GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(field => field.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .Where(field => field.Name != "Version" && field.SetMethod is not null)
            .Select(field => char.ToLowerInvariant(field.Name[0]) + field.Name[1..]);

    /// <summary>The rows of the list.</summary>
    public static List<ComparedField> Read(string csv)
    {
        var rows = new List<ComparedField>();
        using var reader = Sep.New(',').Reader(o => o with { Unescape = true }).FromText(csv);
        foreach (var row in reader)
        {
            rows.Add(
                new ComparedField(row["record"].ToString(), row["field"].ToString())
                {
                    Codes = row["codes"]
                        .ToString()
                        .Split('|', StringSplitOptions.RemoveEmptyEntries),
                    ComparedWith = row["compared_with"].ToString(),
                    ReasonZh = row["not_compared_zh"].ToString(),
                    ReasonEn = row["not_compared_en"].ToString(),
                }
            );
        }
        return rows;
    }

    /// <summary>The list as a chapter of the document.</summary>
    public static string Write(string csv)
    {
        var rows = Read(csv);
        var text = new StringBuilder();
        text.Append(
            """

            ## What is compared 比对范围

            Every field that a form or a feed has, from `seeds/reference/compared-fields.csv`: with
            what it is compared and by which doubts, or why it is not.

            """
        );
        foreach (var (record, title) in Records)
        {
            text.Append(
                $"""

                ### {title}

                | Field | Compared with | Doubts | Not compared, because |
                | --- | --- | --- | --- |

                """
            );
            foreach (var row in rows.Where(row => row.Record == record.Name))
                text.Append(LineOf(row));
        }
        return text.ToString();
    }

    private static string LineOf(ComparedField row)
    {
        var reason = row.ReasonZh.Length == 0 ? "" : $"{row.ReasonZh}<br>{row.ReasonEn}";
        var codes = string.Join(", ", row.Codes);
        return $"| `{row.Field}` | {row.ComparedWith} | {codes} | {reason} |\n";
    }
}

/// <summary>A row of the list.</summary>
/// <param name="Record">Type of the form or feed row.</param>
/// <param name="Field">Its field by its JSON name.</param>
public sealed record ComparedField(string Record, string Field)
{
    /// <summary>Doubts that compare it; empty when it is not compared.</summary>
    public required IReadOnlyList<string> Codes { get; init; }

    /// <summary>What it is compared with; empty when it is not.</summary>
    public required string ComparedWith { get; init; }

    /// <summary>Why it is not compared, Chinese; empty when it is.</summary>
    public required string ReasonZh { get; init; }

    /// <summary>The same in English.</summary>
    public required string ReasonEn { get; init; }
}
