using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Enterprises;

/// <summary>Whether the criteria allow a class. Pure.</summary>
/// <param name="Facts">What Intake's data say.</param>
/// <param name="Criteria">Those in force on the day the class begins.</param>
/// <param name="Today">Business day.</param>
/// <param name="MonthsInClassFour">How long class 4 holds at least.</param>
public sealed record ClassRules(
    EnterpriseFacts Facts,
    IReadOnlyList<ClassCriterion> Criteria,
    DateOnly Today,
    int MonthsInClassFour
)
{
    private const int LongestText = 500;
    private const int FurthestDays = 366;

    /// <summary>What is wrong with the form of a request.</summary>
    public IReadOnlyList<FieldError> FormFaults(ClassRequest request)
    {
        var faults = new List<FieldError>();
        if (request.EnterpriseClass is < 1 or > 4)
            faults.Add(new("enterpriseClass", "须为1至4", "must be 1 to 4"));
        if (request.ValidFrom < Today || request.ValidFrom > Today.AddDays(FurthestDays))
            faults.Add(
                new("validFrom", "须为今日起一年以内", "must be today or within a year from now")
            );
        if (!IsText(request.Reason) || request.Reason.Trim().Length == 0)
            faults.Add(
                new(
                    "reason",
                    $"须为1至{LongestText}个字符",
                    $"must be 1 to {LongestText} characters"
                )
            );
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < request.Answers.Count; i++)
            faults.AddRange(Faults(request.Answers[i], $"answers[{i}]", seen));
        foreach (var missing in Criteria.Where(criterion => !seen.Contains(criterion.Code)))
            faults.Add(
                new(
                    "answers",
                    $"缺少对{missing.Code}的核对结果",
                    $"has no answer to {missing.Code}"
                )
            );
        return faults;
    }

    /// <summary>Why the class cannot be given; empty when it can.</summary>
    public IReadOnlyList<FieldError> Objections(ClassRequest request)
    {
        var met = request
            .Answers.Where(answer => answer.IsMet)
            .Select(a => a.Criterion)
            .ToHashSet();
        var wanted = request.EnterpriseClass;
        var objections = new List<FieldError>();
        foreach (var criterion in Criteria)
        {
            var isMet = met.Contains(criterion.Code);
            if (criterion.Logic == "MUST" && criterion.EnterpriseClass == wanted && !isMet)
                objections.Add(Objection(criterion, "不符合", "is not met"));
            if (criterion.Logic == "ANY" && criterion.EnterpriseClass > wanted && isMet)
                objections.Add(
                    Objection(
                        criterion,
                        $"成立，应评定为{criterion.EnterpriseClass}类",
                        $"is met, which makes class {criterion.EnterpriseClass}"
                    )
                );
        }
        var own = Criteria.Where(c => c.Logic == "ANY" && c.EnterpriseClass == wanted).ToList();
        if (own.Count > 0 && !own.Exists(criterion => met.Contains(criterion.Code)))
            objections.Add(
                new(
                    "enterpriseClass",
                    $"{wanted}类的情形均不成立",
                    $"no criterion of class {wanted} is met"
                )
            );
        objections.AddRange(ObjectionsOfTime(request));
        return objections;
    }

    private IEnumerable<FieldError> ObjectionsOfTime(ClassRequest request)
    {
        if (request.EnterpriseClass < Facts.FormerClass - 1)
            yield return new(
                "enterpriseClass",
                $"现为{Facts.FormerClass}类，不得越级上调",
                $"is more than one class above the present one, {Facts.FormerClass}"
            );
        var free = Facts.FormerSince.AddMonths(MonthsInClassFour);
        if (
            Facts.FormerClass == 4
            && request.EnterpriseClass < 4
            && !request.IsCreditRepaired
            && request.ValidFrom < free
        )
            yield return new(
                "validFrom",
                $"评定为四类未满{MonthsInClassFour}个月（{free:yyyy-MM-dd}），且未完成信用修复",
                $"is before {free:yyyy-MM-dd}: class 4 holds {MonthsInClassFour} months unless the "
                    + "tax credit was repaired"
            );
    }

    private IEnumerable<FieldError> Faults(ClassAnswer? answer, string place, HashSet<string> seen)
    {
        if (answer is null)
        {
            yield return new(place, "不得为null", "must not be null");
            yield break;
        }
        var criterion = Criteria.FirstOrDefault(one => one.Code == answer.Criterion);
        if (criterion is null)
            yield return new($"{place}.criterion", "不在核对表中", "is not on the checklist");
        else if (!seen.Add(answer.Criterion))
            yield return new($"{place}.criterion", "重复出现", "occurs twice");
        if (!IsText(answer.Note ?? ""))
            yield return new(
                $"{place}.note",
                $"至多{LongestText}个字符，不含控制字符",
                $"has at most {LongestText} characters without controls"
            );
        if (criterion is null)
            yield break;
        if (criterion.IsNoteRequired && answer.IsMet && string.IsNullOrWhiteSpace(answer.Note))
            yield return new($"{place}.note", "须说明具体情形", "must say which case it is");
        if (Facts.IsMet(answer.Criterion, Today) is { } known && known != answer.IsMet)
            yield return new(
                $"{place}.isMet",
                "与系统登记的信息不符",
                "differs from what the register says"
            );
    }

    private static FieldError Objection(ClassCriterion criterion, string zh, string en) =>
        new($"answers[{criterion.Code}]", zh, en);

    private static bool IsText(string text) =>
        text.Length <= LongestText && !text.Any(char.IsControl);
}
