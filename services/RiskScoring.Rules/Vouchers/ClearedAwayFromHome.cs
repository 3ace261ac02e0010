using RebateFlow.RiskScoring.Rules.FilingFacts;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Vouchers;

/// <summary>The share of declarations cleared outside the home customs district rose.</summary>
/// <remarks>
/// A declaration is one 18-digit number; its district is that of its first line. Districts are
/// compared by their first two digits, the customs house. Compared with the same month of the
/// last year.
/// </remarks>
public sealed class ClearedAwayFromHome : IRiskRule
{
    /// <summary>Rise of the share beyond which the rule hits.</summary>
    public static readonly RuleParameter LimitPoints = new(
        "limitPercentagePoints",
        "percentage point",
        0,
        100,
        "上升上限（不含）",
        "Rise of the share beyond which the rule hits"
    );

    /// <summary>Fewest declarations of either period that are worth comparing.</summary>
    public static readonly RuleParameter MinDeclarations = new(
        "minDeclarations",
        "declaration",
        1,
        1000000,
        "比较所需的最少报关单数",
        "Fewest declarations of either period that are worth comparing"
    );

    /// <summary>Points of a hit.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    /// <inheritdoc/>
    public string Id => "RI-05";

    /// <inheritdoc/>
    public string PhraseZh => "异地报关比例明显上升";

    /// <inheritdoc/>
    public string PhraseEn => "More declarations were cleared away from home";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new(
            "Shandong export rebate alerts, 2005",
            "four indicators, the fourth: share cleared elsewhere; limit not published"
        );

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } =
    [LimitPoints, MinDeclarations, Points];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        var background = facts.Background;
        if (background.Header.CustomsDistrict.Length == 0)
            return RuleResult.NotApplicable(
                this,
                "申报企业没有登记主管海关",
                "The exporter has no home customs district on record"
            );

        var filed = DeclarationCount.Of(facts.ExportLines, background.Header.CustomsDistrict);
        var before = background.History.SamePeriodLastYear;
        var all = background.History.ThisPeriod.Declarations + filed.Declarations;
        var away = background.History.ThisPeriod.AwayDeclarations + filed.Away;
        if (all < p[MinDeclarations] || before.Declarations < p[MinDeclarations])
            return RuleResult.NotApplicable(
                this,
                Invariant($"报关单 {all} 份，上年同期 {before.Declarations} 份，不足以比较"),
                Invariant($"{all} declarations after {before.Declarations}: too few to compare")
            );

        var now = away * 100m / all;
        var then = before.AwayDeclarations * 100m / before.Declarations;
        var zh = Invariant(
            $"异地报关 {now:F1}%，上年同期 {then:F1}%（上升上限 {p[LimitPoints]:F0} 个百分点）"
        );
        var en = Invariant(
            $"{now:F1}% away from home after {then:F1}% (limit +{p[LimitPoints]:F0} points)"
        );
        return now - then > p[LimitPoints]
            ? RuleResult.Hit(this, p.Points(Points), zh, en)
            : RuleResult.NoHit(this, zh, en);
    }
}
