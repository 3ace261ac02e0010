using System.Text;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.SelfInspections;

/// <summary>A self-inspection form 自查表 as an exporter fills it in.</summary>
public sealed record SelfInspectionRequest
{
    /// <summary>Name of the person who answers for the exporter, 1 to 100 characters.</summary>
    public required string SignedBy { get; init; }

    /// <summary>One answer to each question of the form, in any order.</summary>
    public required IReadOnlyList<GivenAnswer> Answers { get; init; }
}

/// <summary>An answer to a question.</summary>
public sealed record GivenAnswer
{
    /// <summary>Code of the question.</summary>
    public required string Code { get; init; }

    /// <summary>YES, NO or NOT_APPLICABLE.</summary>
    public required string Answer { get; init; }

    /// <summary>At most 2,000 characters; needed unless the answer is YES.</summary>
    public string? Explanation { get; init; }
}

/// <summary>What a form has to keep to. Pure.</summary>
public static class SelfInspectionRules
{
    private const int LongestName = 100;
    private const int LongestExplanation = 2_000;

    private static readonly string[] answers = ["YES", "NO", "NOT_APPLICABLE"];

    /// <summary>Every fault of the form, answer by answer.</summary>
    public static IReadOnlyList<FieldError> Faults(
        SelfInspectionRequest request,
        SelfInspectionForm form
    )
    {
        var faults = new List<FieldError>();
        if (
            string.IsNullOrWhiteSpace(request.SignedBy)
            || request.SignedBy.Length > LongestName
            || !IsStorable(request.SignedBy)
        )
            faults.Add(
                new(
                    "signedBy",
                    $"须为1至{LongestName}字",
                    $"must have 1 to {LongestName} characters"
                )
            );
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(request.Answers.Count, form.Questions.Count + 1); i++)
            if (Fault(request.Answers[i], form, seen) is { } fault)
                faults.Add(fault with { Field = $"answers[{i}].{fault.Field}" });
        var open = form.Questions.Where(question => !seen.Contains(question.Code)).ToArray();
        if (open.Length > 0 || request.Answers.Count > form.Questions.Count)
        {
            var codes = string.Join(", ", open.Select(question => question.Code));
            faults.Add(
                new("answers", $"每题答一次；尚缺 {codes}", $"answer each once; missing: {codes}")
            );
        }
        return faults;
    }

    /// <summary>The answers in the order of the form, each with its question.</summary>
    public static IReadOnlyList<SelfInspectionAnswer> Read(
        SelfInspectionRequest request,
        SelfInspectionForm form
    )
    {
        var given = request.Answers.ToDictionary(answer => answer.Code);
        return
        [
            .. form.Questions.Select(question => new SelfInspectionAnswer
            {
                Code = question.Code,
                QuestionZh = question.Zh,
                QuestionEn = question.En,
                Answer = given[question.Code].Answer,
                Explanation = given[question.Code].Explanation?.Trim() ?? "",
            }),
        ];
    }

    /// <summary>No NUL and no half of a character, which no database keeps.</summary>
    private static bool IsStorable(string text) =>
        !text.Contains('\0') && text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);

    private static FieldError? Fault(
        GivenAnswer? given,
        SelfInspectionForm form,
        HashSet<string> seen
    )
    {
        if (given is null || form.Questions.All(question => question.Code != given.Code))
            return new("code", "表中没有这一题", "the form has no such question");
        if (!seen.Add(given.Code))
            return new("code", "重复作答", "is answered twice");
        if (!answers.Contains(given.Answer))
            return new("answer", $"应为 {string.Join("、", answers)}", "YES, NO or NOT_APPLICABLE");
        var length = given.Explanation?.Trim().Length ?? 0;
        if (length > LongestExplanation || !IsStorable(given.Explanation ?? ""))
            return new(
                "explanation",
                $"不得超过{LongestExplanation}字",
                $"has at most {LongestExplanation} characters"
            );
        return given.Answer != "YES" && length == 0
            ? new("explanation", "答“是”以外的须说明", "say why, unless the answer is YES")
            : null;
    }
}
