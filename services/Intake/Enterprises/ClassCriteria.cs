using System.Globalization;
using nietras.SeparatedValues;

namespace RebateFlow.Intake.Enterprises;

/// <summary>A criterion of an enterprise class, from a day on; see seeds/reference.</summary>
public sealed record ClassCriterion
{
    /// <summary>Stable code, such as C1-TAX-CREDIT.</summary>
    public required string Code { get; init; }

    /// <summary>
    /// The class it is a criterion of: 1, 3 or 4. Class 2 is what none of them is.
    /// </summary>
    public required int EnterpriseClass { get; init; }

    /// <summary>FT, PE, CS, or ANY.</summary>
    public required string Kind { get; init; }

    /// <summary>MUST: every one has to be met. ANY: one that is met makes the class.</summary>
    public required string Logic { get; init; }

    /// <summary>Chinese text.</summary>
    public required string TextZh { get; init; }

    /// <summary>English text.</summary>
    public required string TextEn { get; init; }

    /// <summary>Whether the officer who says it is met has to say which case it is.</summary>
    public required bool IsNoteRequired { get; init; }

    /// <summary>First day in force.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day in force; null is open.</summary>
    public required DateOnly? ValidTo { get; init; }
}

/// <summary>The criteria of enterprise classes 出口企业管理类别 as dated rows.</summary>
/// <param name="rows">Of one code, kind and day the first counts.</param>
public sealed class ClassCriteria(IEnumerable<ClassCriterion> rows)
{
    private static readonly Lazy<ClassCriteria> Loaded = new(static () => new(Load()));

    private readonly IReadOnlyList<ClassCriterion> all = [.. rows];

    /// <summary>The rows of seeds/reference/class-criteria.csv that this build carries.</summary>
    public static ClassCriteria Embedded => Loaded.Value;

    /// <summary>The rows of this table, and others that stand before them.</summary>
    public ClassCriteria With(IEnumerable<ClassCriterion> rows) => new(rows.Concat(all));

    /// <summary>
    /// What has to be answered to set a class: the criteria of classes 3 and 4 always, those of
    /// class 1 when it is asked for.
    /// </summary>
    public IReadOnlyList<ClassCriterion> For(string kind, int enterpriseClass, DateOnly day) =>
        [
            .. all.Where(row => row.Kind == kind || row.Kind == "ANY")
                .GroupBy(row => row.Code)
                .Select(ofCode =>
                    ofCode
                        .Where(row => row.ValidFrom <= day)
                        .OrderByDescending(row => row.ValidFrom)
                        .FirstOrDefault()
                )
                .OfType<ClassCriterion>()
                .Where(row => row.ValidTo is not { } last || day <= last)
                .Where(row => row.EnterpriseClass != 1 || enterpriseClass == 1)
                .OrderBy(row => row.EnterpriseClass)
                .ThenBy(row => row.Code, StringComparer.Ordinal),
        ];

    private static List<ClassCriterion> Load()
    {
        var stream = typeof(ClassCriteria).Assembly.GetManifestResourceStream(
            "class-criteria.csv"
        )!;
        using var reader = Sep.New(',').Reader(o => o with { Unescape = true }).From(stream);
        var rows = new List<ClassCriterion>();
        foreach (var row in reader)
        {
            var lastDay = row["valid_to"].Span;
            rows.Add(
                new ClassCriterion
                {
                    Code = row["code"].ToString(),
                    EnterpriseClass = row["class"].Parse<int>(),
                    Kind = row["kind"].ToString(),
                    Logic = row["logic"].ToString(),
                    TextZh = row["text_zh"].ToString(),
                    TextEn = row["text_en"].ToString(),
                    IsNoteRequired = row["note"].Span is "REQUIRED",
                    ValidFrom = Day(row["valid_from"].Span),
                    ValidTo = lastDay.IsEmpty ? null : Day(lastDay),
                }
            );
        }
        return rows;
    }

    private static DateOnly Day(ReadOnlySpan<char> text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
