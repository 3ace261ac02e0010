using System.Globalization;

namespace RebateFlow.Intake.Checks.Reference;

/// <summary>A question of the self-inspection form 自查表.</summary>
/// <param name="Code">Such as Q01.</param>
public sealed record SelfInspectionQuestion(string Code, string Zh, string En);

/// <summary>
/// The self-inspection form by its versions, dated rows of
/// <c>seeds/reference/self-inspection-form.csv</c>.
/// </summary>
/// <param name="From">First day of the version.</param>
/// <param name="Questions">In the order of the form; each is answered.</param>
public sealed record SelfInspectionForm(
    DateOnly From,
    IReadOnlyList<SelfInspectionQuestion> Questions
)
{
    private static readonly Lazy<IReadOnlyList<SelfInspectionForm>> versions = new(Load);

    /// <summary>The version in force on a day.</summary>
    public static SelfInspectionForm On(DateOnly day) =>
        versions.Value.LastOrDefault(form => form.From <= day) ?? versions.Value[0];

    private static SelfInspectionForm[] Load()
    {
        using var table = EmbeddedTable.Open("self-inspection-form.csv");
        var rows = new List<(DateOnly From, SelfInspectionQuestion Question)>();
        foreach (var row in table)
            rows.Add(
                (
                    DateOnly.ParseExact(
                        row["form_from"].Span,
                        "yyyy-MM-dd",
                        CultureInfo.InvariantCulture
                    ),
                    new(
                        row["code"].ToString(),
                        row["question_zh"].ToString(),
                        row["question_en"].ToString()
                    )
                )
            );
        return
        [
            .. rows.GroupBy(row => row.From)
                .OrderBy(group => group.Key)
                .Select(group => new SelfInspectionForm(
                    group.Key,
                    [.. group.Select(row => row.Question)]
                )),
        ];
    }
}
