using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging;
using RebateFlow.Primitives;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>A scored attempt with all that it takes to score it again.</summary>
public sealed record Assessment
{
    /// <summary>Id (UUIDv7).</summary>
    public required Guid Id { get; init; }

    /// <summary>The attempt as Intake cleared it.</summary>
    public required Filing Filing { get; init; }

    /// <summary>The header and what Risk knew.</summary>
    public required Background Background { get; init; }

    /// <summary>The hits with what their levels ask for.</summary>
    public required IReadOnlyList<WatchlistHit> Hits { get; init; }

    /// <summary>What the rules made of it.</summary>
    public required RiskScore Score { get; init; }

    /// <summary>When it was scored, UTC.</summary>
    public required DateTimeOffset AssessedAt { get; init; }

    /// <summary>Scores an attempt.</summary>
    /// <param name="filing">The attempt.</param>
    /// <param name="content">Its lines.</param>
    /// <param name="known">What the database knows.</param>
    /// <param name="watchlist">What the watchlist said.</param>
    /// <param name="ruleSet">The rule set in force.</param>
    /// <param name="now">The moment; its day is the day of the assessment.</param>
    public static Assessment Of(
        Filing filing,
        FilingContent content,
        KnownFacts known,
        WatchlistFacts watchlist,
        RuleSet ruleSet,
        Moment now
    )
    {
        var background = new Background
        {
            AssessedOn = now.Day,
            Header = new FiledHeader
            {
                Method = filing.Method,
                Uscc = filing.Declarant.Uscc,
                LegalPerson = filing.Declarant.LegalPerson,
                Period = filing.Period,
                FobUsd = filing.FobUsd,
                RebateDueCny = filing.RebateDueCny,
                FirstDeclaredOn = filing.Declarant.FirstDeclaredOn,
                CustomsDistrict = filing.Declarant.CustomsDistrict,
                Name = filing.Declarant.Name,
                EnterpriseClass = filing.Declarant.EnterpriseClass,
            },
            History = known.History,
            Peers = known.Peers,
            Watchlist = watchlist,
        };
        return new Assessment
        {
            Id = Guid.CreateVersion7(now.At),
            Filing = filing,
            Background = background,
            Hits = ruleSet.On(background.AssessedOn).WithEffects(watchlist.Hits),
            Score = ScoreCard.Score(new Facts(content, background), ruleSet),
            AssessedAt = now.At,
        };
    }

    /// <summary>
    /// Scores stored bytes again; the same rule set and the same code give the same score.
    /// </summary>
    /// <param name="content">Packed <see cref="FilingContent"/>.</param>
    /// <param name="background">Packed <see cref="Rules.FilingFacts.Background"/>.</param>
    /// <param name="ruleSet">The rule set by which the stored score was made.</param>
    public static RiskScore Replay(byte[] content, byte[] background, RuleSet ruleSet) =>
        ScoreCard.Score(
            new Facts(
                Payload.Unpack<FilingContent>(content),
                Payload.Unpack<Background>(background)
            ),
            ruleSet
        );

    /// <summary>The message that tells of it.</summary>
    public RiskAssessed ToRiskAssessed(DateTimeOffset clearedAt) =>
        new()
        {
            AssessmentId = Id,
            Filing = Filing,
            Score = Score.Score,
            Grade = WireCode.Of(Score.Grade),
            RuleSetVersion = Score.RuleSetVersion,
            HasUnjudgedRule = Score.HasUnjudgedRule,
            Findings = FindingsOf(Score),
            WatchlistHits = Hits,
            AssessedAt = AssessedAt,
            ClearedAt = clearedAt,
        };

    /// <summary>Rules that hit or could not be judged, in catalogue order.</summary>
    public static IReadOnlyList<RiskFinding> FindingsOf(RiskScore score) =>
        [
            .. score
                .Results.Where(result => result.Outcome is RuleOutcome.Hit or RuleOutcome.Error)
                .Select(result => new RiskFinding
                {
                    RuleId = result.RuleId,
                    Outcome = WireCode.Of(result.Outcome),
                    Points = result.Points,
                    EvidenceZh = result.EvidenceZh,
                    EvidenceEn = result.EvidenceEn,
                }),
        ];
}
