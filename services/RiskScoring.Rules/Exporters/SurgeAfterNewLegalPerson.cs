using RebateFlow.RiskScoring.Rules.FilingFacts;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Exporters;

/// <summary>Exports surged within months after the legal person changed.</summary>
/// <remarks>
/// Known from our own filings: the day on which this person was first seen, and that there was
/// another one before. Growth is that of RI-03. Without growth to compare a change alone does not
/// hit.
/// </remarks>
public sealed class SurgeAfterNewLegalPerson : IRiskRule
{
    /// <summary>Months after the change that count.</summary>
    public static readonly RuleParameter Months = new(
        "months",
        "month",
        1,
        60,
        "变更后的月数",
        "Months after the change that count"
    );

    /// <summary>Growth beyond which the rule hits.</summary>
    public static readonly RuleParameter LimitPercent = new(
        "limitPercent",
        "percent",
        0,
        100000,
        "增长率上限（不含）",
        "Growth beyond which the rule hits"
    );

    /// <summary>Smallest exports of a year before that are worth comparing.</summary>
    public static readonly RuleParameter MinBase = new(
        "minBaseUsd",
        "USD",
        0,
        1000000000000,
        "比较基数下限",
        "Smallest exports of a year before that are worth comparing"
    );

    /// <summary>Points of a hit.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    /// <inheritdoc/>
    public string Id => "RI-18";

    /// <inheritdoc/>
    public string PhraseZh => "法定代表人变更后出口激增";

    /// <inheritdoc/>
    public string PhraseEn => "Exports surged after the legal person changed";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new(
            "Pattern of published fraud cases",
            "shells bought for a short time; months and limit are ours"
        );

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } =
    [Months, LimitPercent, MinBase, Points];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        var (background, history) = (facts.Background, facts.Background.History);
        if (background.Header.LegalPerson.Length == 0)
            return RuleResult.NotApplicable(
                this,
                "法定代表人未知",
                "The legal person is not known"
            );
        var since = history.LegalPersonSince ?? background.AssessedOn;
        if (
            history.FormerLegalPerson is not { } former
            || since.AddMonths((int)p[Months]) <= background.AssessedOn
        )
            return RuleResult.NoHit(this);

        var result = Growth.Judge(
            this,
            history.ThisPeriod.FobUsd + background.Header.FobUsd,
            history.SamePeriodLastYear.FobUsd,
            p[MinBase],
            p[LimitPercent],
            (p.Points(Points), "USD")
        );
        var person = background.Header.LegalPerson;
        return result with
        {
            EvidenceZh = Invariant(
                $"{since:yyyy-MM-dd} 起由 {person} 接替 {former}；{result.EvidenceZh}"
            ),
            EvidenceEn = Invariant(
                $"{person} after {former} since {since:yyyy-MM-dd}; {result.EvidenceEn}"
            ),
        };
    }
}
