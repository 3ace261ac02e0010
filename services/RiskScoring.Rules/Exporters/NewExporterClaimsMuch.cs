using RebateFlow.RiskScoring.Rules.FilingFacts;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Exporters;

/// <summary>An exporter that began less than a year ago claims much.</summary>
/// <remarks>
/// An exporter that never declared before began today.
/// </remarks>
public sealed class NewExporterClaimsMuch : IRiskRule
{
    /// <summary>Months after the first declaration in which an exporter is new.</summary>
    public static readonly RuleParameter Months = new(
        "months",
        "month",
        1,
        120,
        "新办企业的月数",
        "Months after the first declaration in which an exporter is new"
    );

    /// <summary>Rebate of the period from which it is much, inclusive.</summary>
    public static readonly RuleParameter MinRebate = new(
        "minRebateCny",
        "CNY",
        0,
        1000000000000,
        "大额的下限（含）",
        "Rebate of the period from which it is much, inclusive"
    );

    /// <summary>Points of a hit.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    /// <inheritdoc/>
    public string Id => "RI-17";

    /// <inheritdoc/>
    public string PhraseZh => "新办企业大额退税";

    /// <inheritdoc/>
    public string PhraseEn => "A new exporter claims much";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new(
            "STA announcement 2016 No. 46",
            "pattern of the class 3 rule on new enterprises; the amount is ours"
        );

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } = [Months, MinRebate, Points];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        var background = facts.Background;
        var first = background.Header.FirstDeclaredOn ?? background.AssessedOn;
        var until = first.AddMonths((int)p[Months]);
        var rebate = background.History.ThisPeriod.RebateCny + background.Header.RebateDueCny;
        var zh = Invariant(
            $"首次申报 {first:yyyy-MM-dd}，本期退税 {rebate:F2} 元（下限 {p[MinRebate]:F2}）"
        );
        var en = Invariant(
            $"First declared {first:yyyy-MM-dd}, rebate {rebate:F2} CNY (from {p[MinRebate]:F2})"
        );
        return background.AssessedOn < until && rebate >= p[MinRebate]
            ? RuleResult.Hit(this, p.Points(Points), zh, en)
            : RuleResult.NoHit(this, zh, en);
    }
}
