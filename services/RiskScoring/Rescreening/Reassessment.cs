using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Primitives;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;
using RebateFlow.RiskScoring.Scoring;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Rescreening;

/// <summary>
/// A new assessment of a filing under way: its lines, history and peers as they were, the watchlist
/// as it is now, the rule set of the day.
/// </summary>
public sealed record Reassessment
{
    /// <summary>Id (UUIDv7).</summary>
    public required Guid Id { get; init; }

    /// <summary>The filing with the assessment that it takes the place of.</summary>
    public required FormerJudgement Former { get; init; }

    /// <summary>What Risk knew then, with what the watchlist says now.</summary>
    public required Background Background { get; init; }

    /// <summary>The values by which it was scored.</summary>
    public required RuleSetValues Values { get; init; }

    /// <summary>What the rules made of it.</summary>
    public required RiskScore Score { get; init; }

    /// <summary>When it was scored, UTC.</summary>
    public required DateTimeOffset AssessedAt { get; init; }

    /// <summary>The hits with what their levels ask for.</summary>
    public IReadOnlyList<WatchlistHit> Hits => Values.WithEffects(Background.Watchlist.Hits);

    /// <summary>Whether the list alone made it due, not another rule set.</summary>
    public bool IsByTheSameValues => Former.IsBy(Values);

    /// <summary>
    /// Whether Approval would see another filing: another score or grade, other findings or points,
    /// a rule that cannot judge, other hits or other effects of them. The mere name of a rule set
    /// is nothing to an officer, and neither is the wording of the same finding.
    /// </summary>
    public bool MattersToApproval =>
        (Score.Score, Score.Grade, Score.HasUnjudgedRule)
            != (Former.Score.Score, Former.Score.Grade, Former.Score.HasUnjudgedRule)
        || !FoundBy(Score).SequenceEqual(FoundBy(Former.Score))
        || IsDifferent(Former.Background.Watchlist.Hits, Background.Watchlist.Hits)
        || !AskedBy(Hits).SetEquals(AskedBy(Former.Hits));

    /// <summary>
    /// Whether the list says something else about a filing: an entry more, one less, another level
    /// or reason. A new version of an entry that says the same is no difference.
    /// </summary>
    public static bool IsDifferent(
        IReadOnlyList<WatchlistHit> before,
        IReadOnlyList<WatchlistHit> now
    ) => Without(now, before).Count > 0 || Without(before, now).Count > 0;

    /// <summary>Scores a filing again.</summary>
    /// <param name="former">The filing with its last assessment.</param>
    /// <param name="content">Its lines.</param>
    /// <param name="watchlist">What the watchlist says now.</param>
    /// <param name="ruleSet">The rule set in force.</param>
    /// <param name="now">The moment.</param>
    public static Reassessment Of(
        FormerJudgement former,
        FilingContent content,
        WatchlistFacts watchlist,
        RuleSet ruleSet,
        Moment now
    )
    {
        var background = former.Background with { AssessedOn = now.Day, Watchlist = watchlist };
        return new Reassessment
        {
            Id = Guid.CreateVersion7(now.At),
            Former = former,
            Background = background,
            Values = ruleSet.On(background.AssessedOn),
            Score = ScoreCard.Score(new Facts(content, background), ruleSet),
            AssessedAt = now.At,
        };
    }

    /// <summary>The message that tells of it.</summary>
    public RiskReassessed ToRiskReassessed()
    {
        var reason = new ReassessmentReason(this);
        return new RiskReassessed
        {
            AssessmentId = Id,
            FormerAssessmentId = Former.Filing.AssessmentId,
            PreDeclarationId = Former.Filing.PreDeclarationId,
            AttemptNo = Former.Filing.AttemptNo,
            SequenceNo = Former.Filing.SequenceNo + 1,
            Score = Score.Score,
            Grade = WireCode.Of(Score.Grade),
            RuleSetVersion = Score.RuleSetVersion,
            HasUnjudgedRule = Score.HasUnjudgedRule,
            Findings = Assessment.FindingsOf(Score),
            WatchlistHits = Hits,
            Cause = IsByTheSameValues ? "WATCHLIST" : "RULE_SET",
            ReasonZh = reason.InChinese(),
            ReasonEn = reason.InEnglish(),
            AssessedAt = AssessedAt,
        };
    }

    /// <summary>The hits that the others do not tell of.</summary>
    internal static List<WatchlistHit> Without(
        IReadOnlyList<WatchlistHit> these,
        IReadOnlyList<WatchlistHit> those
    )
    {
        var known = those.Select(SaidBy).ToHashSet();
        return [.. these.Where(hit => !known.Contains(SaidBy(hit)))];
    }

    private static (string, string, string, int, string) SaidBy(WatchlistHit hit) =>
        (hit.Kind, hit.Key, hit.MatchedValue, hit.Level, hit.Reason);

    private static IEnumerable<(string, RuleOutcome, int)> FoundBy(RiskScore score) =>
        score
            .Results.Where(result => result.Outcome is RuleOutcome.Hit or RuleOutcome.Error)
            .Select(result => (result.RuleId, result.Outcome, result.Points));

    private static HashSet<(string, string, string, int, string, string)> AskedBy(
        IReadOnlyList<WatchlistHit> hits
    ) =>
        [
            .. hits.Select(hit =>
            {
                var (kind, key, value, level, reason) = SaidBy(hit);
                return (kind, key, value, level, reason, string.Join(',', hit.Effects ?? ["-"]));
            }),
        ];
}
