using System.Globalization;
using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Reference;

/// <summary>What a column of a form holds.</summary>
[JsonConverter(typeof(WireCodeJsonConverter<RemedyColumnKind>))]
public enum RemedyColumnKind
{
    /// <summary>Number of a line, from 1.</summary>
    Line,

    /// <summary>An amount of 0 or more, at most two decimals.</summary>
    Amount,

    /// <summary>A commodity code, 8 to 13 digits.</summary>
    Code,

    /// <summary>A currency, three capital letters.</summary>
    Currency,

    /// <summary>A day, yyyy-MM-dd.</summary>
    Date,

    /// <summary>At most 500 characters.</summary>
    Text,

    /// <summary>At most 2,000 characters.</summary>
    LongText,
}

/// <summary>A column of a form.</summary>
/// <param name="Name">As rows name it, such as customsCode.</param>
/// <param name="IsRequired">Whether each row has to fill it in.</param>
public sealed record RemedyColumn(
    string Name,
    string Zh,
    string En,
    RemedyColumnKind Kind,
    bool IsRequired
);

/// <summary>A form by which an exporter answers doubts, in one of its versions.</summary>
/// <param name="Code">Such as fob-difference.</param>
/// <param name="From">First day of the version.</param>
/// <param name="Doubts">Codes of the doubts whose remedies ask for it.</param>
public sealed record RemedyForm(
    string Code,
    DateOnly From,
    string Zh,
    string En,
    IReadOnlyList<RemedyColumn> Columns,
    IReadOnlyList<string> Doubts
);

/// <summary>
/// The forms that remedies ask for: dated rows of <c>remedy-forms.csv</c>,
/// <c>remedy-form-columns.csv</c> and <c>remedy-answers.csv</c> in seeds/reference.
/// </summary>
public static class RemedyForms
{
    /// <summary>The answer that is a paper and no form.</summary>
    public const string Attachment = "attachment";

    /// <summary>The answer that is the self-inspection form 自查表.</summary>
    public const string SelfInspection = "self-inspection";

    private static readonly Lazy<
        IReadOnlyList<(DateOnly From, string Code, string Answer)>
    > answers = new(LoadAnswers);

    private static readonly Lazy<IReadOnlyList<RemedyForm>> versions = new(LoadForms);

    /// <summary>The forms in force on a day.</summary>
    public static IReadOnlyList<RemedyForm> On(DateOnly day) =>
        [
            .. versions
                .Value.Where(form => form.From <= day)
                .GroupBy(form => form.Code)
                .Select(ofCode =>
                    ofCode.MaxBy(form => form.From)! with
                    {
                        Doubts = DoubtsOf(ofCode.Key, day),
                    }
                ),
        ];

    /// <summary>The codes of doubts that are answered so, on a day.</summary>
    public static IReadOnlyList<string> DoubtsOf(string answer, DateOnly day) =>
        [
            .. answers
                .Value.Where(row => row.Answer == answer && row.From <= day)
                .Select(row => row.Code)
                .Distinct(),
        ];

    /// <summary>The codes of doubts that are answered with anything, and with what.</summary>
    public static ILookup<string, string> Answers(DateOnly day) =>
        answers
            .Value.Where(row => row.From <= day)
            .Distinct()
            .ToLookup(row => row.Code, row => row.Answer);

    private static List<(DateOnly, string, string)> LoadAnswers()
    {
        using var table = EmbeddedTable.Open("remedy-answers.csv");
        var rows = new List<(DateOnly, string, string)>();
        foreach (var row in table)
            rows.Add(
                (Day(row["answers_from"].Span), row["code"].ToString(), row["answer"].ToString())
            );
        return rows;
    }

    private static List<RemedyForm> LoadForms()
    {
        var columns = LoadColumns();
        using var table = EmbeddedTable.Open("remedy-forms.csv");
        var forms = new List<RemedyForm>();
        foreach (var row in table)
        {
            var (code, from) = (row["form"].ToString(), Day(row["form_from"].Span));
            forms.Add(
                new(
                    code,
                    from,
                    row["name_zh"].ToString(),
                    row["name_en"].ToString(),
                    [.. columns[(code, from)]],
                    []
                )
            );
        }
        return forms;
    }

    private static ILookup<(string, DateOnly), RemedyColumn> LoadColumns()
    {
        using var table = EmbeddedTable.Open("remedy-form-columns.csv");
        var columns = new List<((string, DateOnly) Form, RemedyColumn Column)>();
        foreach (var row in table)
        {
            var kind = row["kind"].ToString();
            if (!WireCode.TryParse(kind, out RemedyColumnKind known))
                throw new InvalidDataException($"Unknown kind of column {kind}.");
            columns.Add(
                (
                    (row["form"].ToString(), Day(row["form_from"].Span)),
                    new(
                        row["column"].ToString(),
                        row["title_zh"].ToString(),
                        row["title_en"].ToString(),
                        known,
                        row["required"].Span is "true"
                    )
                )
            );
        }
        return columns.ToLookup(one => one.Form, one => one.Column);
    }

    private static DateOnly Day(ReadOnlySpan<char> text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
