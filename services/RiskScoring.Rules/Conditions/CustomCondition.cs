using System.Text.RegularExpressions;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;

namespace RebateFlow.RiskScoring.Rules.Conditions;

/// <summary>A condition of the risk team's own, which is a rule like any other.</summary>
public sealed partial class CustomCondition : IRiskRule
{
    /// <summary>Conditions that a rule set may hold.</summary>
    public const int MostInASet = 20;

    /// <summary>Points of a hit.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    private readonly ConditionDocument document;
    private readonly Step step;

    private CustomCondition(ConditionDocument document, Step step)
    {
        this.document = document;
        this.step = step;
    }

    /// <inheritdoc/>
    public string Id => document.Id;

    /// <inheritdoc/>
    public string PhraseZh => document.PhraseZh;

    /// <inheritdoc/>
    public string PhraseEn => document.PhraseEn;

    /// <inheritdoc/>
    public RuleSource Source =>
        new("风险管理人员自定义 Condition of the risk team", document.Expression);

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } = [Points];

    /// <summary>Checks and compiles a condition.</summary>
    /// <returns>The condition, or null and the faults.</returns>
    public static (CustomCondition? Condition, IReadOnlyList<string> Faults) Read(
        ConditionDocument document
    )
    {
        var faults = new List<string>();
        if (!IdForm().IsMatch(document.Id))
            faults.Add("id: CC- and two digits");
        if (document.PhraseZh.Trim().Length is 0 or > 100)
            faults.Add("phraseZh: 1 to 100 characters");
        if (document.PhraseEn.Trim().Length is 0 or > 100)
            faults.Add("phraseEn: 1 to 100 characters");
        var (step, fault) = ConditionCompiler.Compile(document.Expression);
        if (step is null)
            faults.Add($"expression: {fault}");
        return faults.Count == 0 ? (new CustomCondition(document, step!), []) : (null, faults);
    }

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        try
        {
            return step(new Scope(facts)).IsTrue
                ? RuleResult.Hit(this, p.Points(Points), document.Expression, document.Expression)
                : RuleResult.NoHit(this);
        }
        catch (ConditionTooCostlyException)
        {
            return RuleResult.Error(this, 0, "条件运算量过大", "The condition costs too much");
        }
        catch (ArithmeticException)
        {
            // Division by zero or an overflow: it says so, and the filing counts as unjudged.
            return RuleResult.Error(this, 0, "条件无法计算", "The condition cannot be computed");
        }
    }

    [GeneratedRegex("^CC-[0-9]{2}$")]
    private static partial Regex IdForm();
}
