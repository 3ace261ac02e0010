using RebateFlow.RiskScoring.Rules.FilingFacts;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Vouchers;

/// <summary>A commodity is named otherwise than on the customs declaration.</summary>
/// <remarks>
/// Looks at the names that Intake found to differ (doubt M107) and tells a spelling from another
/// thing: the likeness is the share of neighbouring character pairs that both names have, 0 to 1,
/// width and case not counting.
/// </remarks>
public sealed class NameUnlikeCustoms : IRiskRule
{
    /// <summary>Likeness from which two names pass, inclusive.</summary>
    public static readonly RuleParameter MinLikeness = new(
        "minLikeness",
        "share",
        0,
        1,
        "名称相似度下限（含）",
        "Likeness from which two names pass, inclusive"
    );

    /// <summary>Points of a hit.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    /// <inheritdoc/>
    public string Id => "RI-15";

    /// <inheritdoc/>
    public string PhraseZh => "商品名称与报关单名称不像";

    /// <inheritdoc/>
    public string PhraseEn => "A commodity is named otherwise than at customs";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new("STA announcement 2013 No. 12", "article 2(5), names must agree; the likeness is ours");

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } = [MinLikeness, Points];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        var unlike = new Findings();
        foreach (var doubt in facts.Doubts)
        {
            if (doubt.Code != "M107")
                continue;
            var likeness = Likeness.Of(doubt.Declared, doubt.Expected);
            if (likeness < p[MinLikeness] && unlike.CountOne())
                unlike.Tell(
                    $"{doubt.Place} 行“{doubt.Declared}”与“{doubt.Expected}”相似度 {likeness:F2}",
                    $"{doubt.Place} “{doubt.Declared}”, “{doubt.Expected}”: likeness {likeness:F2}"
                );
        }
        return unlike.Count == 0
            ? RuleResult.NoHit(this)
            : RuleResult.Hit(
                this,
                p.Points(Points),
                Invariant($"下限 {p[MinLikeness]:F2}: {unlike.Zh}"),
                Invariant($"Least {p[MinLikeness]:F2}: {unlike.En}")
            );
    }
}
