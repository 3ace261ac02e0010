using System.Globalization;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.RiskScoring.Scoring;

namespace RebateFlow.RiskScoring.Rescreening;

/// <summary>
/// A new assessment of a filing under way: its lines, history and peers as they were, the watchlist
/// as it is now, the rule set of the day.
/// </summary>
public sealed record Reassessment
{
    private const int HitsTold = 5;

    /// <summary>Id (UUIDv7).</summary>
    public required Guid Id { get; init; }

    /// <summary>The filing with the assessment that it takes the place of.</summary>
    public required LiveFiling Former { get; init; }

    /// <summary>What Risk knew then, with what the watchlist says now.</summary>
    public required Background Background { get; init; }

    /// <summary>Hits of the assessment before.</summary>
    public required IReadOnlyList<WatchlistHit> FormerHits { get; init; }

    /// <summary>The hits with what their levels ask for.</summary>
    public required IReadOnlyList<WatchlistHit> Hits { get; init; }

    /// <summary>What the rules made of it.</summary>
    public required RiskScore Score { get; init; }

    /// <summary>When it was scored, UTC.</summary>
    public required DateTimeOffset AssessedAt { get; init; }

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
    /// <param name="unpacked">What was packed in it.</param>
    /// <param name="watchlist">What the watchlist says now.</param>
    /// <param name="ruleSet">The rule set in force.</param>
    /// <param name="now">The moment.</param>
    public static Reassessment Of(
        LiveFiling former,
        (FilingContent Content, Background Background) unpacked,
        WatchlistFacts watchlist,
        RuleSet ruleSet,
        DateTimeOffset now
    )
    {
        var background = unpacked.Background with
        {
            AssessedOn = BusinessDay.Of(now),
            Watchlist = watchlist,
        };
        return new Reassessment
        {
            Id = Guid.CreateVersion7(now),
            Former = former,
            Background = background,
            FormerHits = unpacked.Background.Watchlist.Hits,
            Hits = ruleSet.On(background.AssessedOn).WithEffects(watchlist.Hits),
            Score = ScoreCard.Score(new Facts(unpacked.Content, background), ruleSet),
            AssessedAt = now,
        };
    }

    /// <summary>The message that tells of it.</summary>
    public RiskReassessed ToRiskReassessed()
    {
        var (added, gone) = (
            Without(Background.Watchlist.Hits, FormerHits),
            Without(FormerHits, Background.Watchlist.Hits)
        );
        return new RiskReassessed
        {
            AssessmentId = Id,
            FormerAssessmentId = Former.AssessmentId,
            PreDeclarationId = Former.PreDeclarationId,
            AttemptNo = Former.AttemptNo,
            SequenceNo = Former.SequenceNo + 1,
            Score = Score.Score,
            Grade = Assessment.GradeName(Score.Grade),
            RuleSetVersion = Score.RuleSetVersion,
            HasUnjudgedRule = Score.HasUnjudgedRule,
            Findings = Assessment.FindingsOf(Score),
            WatchlistHits = Hits,
            Cause = "WATCHLIST",
            ReasonZh = Join("；", Tell("命中关注信息", added, true), Tell("不再命中", gone, true)),
            ReasonEn = Join(
                "; ",
                Tell("Under", added, false),
                Tell("No longer under", gone, false)
            ),
            AssessedAt = AssessedAt,
        };
    }

    private static List<WatchlistHit> Without(
        IReadOnlyList<WatchlistHit> these,
        IReadOnlyList<WatchlistHit> those
    )
    {
        var known = those.Select(SaidBy).ToHashSet();
        return [.. these.Where(hit => !known.Contains(SaidBy(hit)))];
    }

    private static (string, string, string, int, string) SaidBy(WatchlistHit hit) =>
        (hit.Kind, hit.Key, hit.MatchedValue, hit.Level, hit.Reason);

    private static string Join(string separator, params string[] parts) =>
        string.Join(separator, parts.Where(part => part.Length > 0));

    private static string Tell(string what, List<WatchlistHit> hits, bool isChinese)
    {
        if (hits.Count == 0)
            return "";
        var entries = hits.Take(HitsTold)
            .Select(hit =>
                isChinese
                    ? string.Create(CultureInfo.InvariantCulture, $"{hit.Key}（{hit.Level} 级）")
                    : string.Create(CultureInfo.InvariantCulture, $"{hit.Key} (level {hit.Level})")
            );
        var rest = hits.Count - HitsTold;
        var more =
            rest <= 0 ? ""
            : isChinese ? string.Create(CultureInfo.InvariantCulture, $"，另 {rest} 条")
            : string.Create(CultureInfo.InvariantCulture, $" and {rest} more");
        return $"{what} {string.Join(isChinese ? "、" : ", ", entries)}{more}";
    }
}
