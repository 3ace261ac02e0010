using RebateFlow.RiskScoring.Rules.FilingFacts;
using static System.FormattableString;

namespace RebateFlow.RiskScoring.Rules.Vouchers;

/// <summary>No receipt of foreign exchange is on record for a large part of the exports.</summary>
/// <remarks>
/// Counts the lines for which Intake found none in time (doubt R309), by FOB. Who paid is not in
/// the feeds, so a strange payer is not seen.
/// </remarks>
public sealed class ForeignExchangeMissing : IRiskRule
{
    /// <summary>Share of FOB without receipt beyond which the rule hits.</summary>
    public static readonly RuleParameter LimitPercent = new(
        "limitPercent",
        "percent",
        0,
        100,
        "未收汇比例上限（不含）",
        "Share of FOB without receipt beyond which the rule hits"
    );

    /// <summary>Points of a hit.</summary>
    public static readonly RuleParameter Points = RuleParameter.Points(
        "points",
        "命中分值",
        "Points of a hit"
    );

    /// <inheritdoc/>
    public string Id => "RI-21";

    /// <inheritdoc/>
    public string PhraseZh => "收汇信息缺失";

    /// <inheritdoc/>
    public string PhraseEn => "Foreign exchange was not received";

    /// <inheritdoc/>
    public RuleSource Source { get; } =
        new(
            "STA announcement 2013 No. 30; published cases",
            "receipts short of FOB; share not published"
        );

    /// <inheritdoc/>
    public IReadOnlyList<RuleParameter> Parameters { get; } = [LimitPercent, Points];

    /// <inheritdoc/>
    public RuleResult Evaluate(Facts facts, RuleParameters p)
    {
        HashSet<string> places = new(StringComparer.Ordinal);
        foreach (var doubt in facts.Doubts)
        {
            if (doubt.Code == "R309")
                places.Add(doubt.Place);
        }
        if (places.Count == 0)
            return RuleResult.NoHit(this);

        var (missing, total, lines) = (0m, 0m, new Findings());
        foreach (var line in facts.ExportLines)
        {
            total += line.FobUsd;
            if (!places.Contains(line.LineNo))
                continue;
            missing += line.FobUsd;
            lines.Add(line.LineNo);
        }
        if (total <= 0)
            return RuleResult.NotApplicable(
                this,
                "冲减后没有出口额",
                "Nothing is left after offsets"
            );
        var percent = missing / total * 100;
        var zh = Invariant(
            $"{percent:F1}% 没有收汇信息（上限 {p[LimitPercent]:F0}%），{lines.Zh} 行"
        );
        var en = Invariant(
            $"{percent:F1}% without receipt (limit {p[LimitPercent]:F0}%), lines {lines.En}"
        );
        return percent > p[LimitPercent]
            ? RuleResult.Hit(this, p.Points(Points), zh, en)
            : RuleResult.NoHit(this, zh, en);
    }
}
