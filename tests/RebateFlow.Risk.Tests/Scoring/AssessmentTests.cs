using RebateFlow.Messaging;
using RebateFlow.Risk.Tests.Builders;
using RebateFlow.Risk.Tests.Docs;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;
using RebateFlow.RiskScoring.Rules.Watchlist;
using RebateFlow.RiskScoring.Scoring;
using RebateFlow.RiskScoring.Watchlist;

namespace RebateFlow.Risk.Tests.Scoring;

public sealed class AssessmentTests
{
    private static readonly DateTimeOffset now = new(2026, 2, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly RuleSet ruleSet = RulesDocument.ReadSeeds()[^1];

    [Fact]
    public void A_replay_of_stored_bytes_gives_the_same_bytes()
    {
        var assessment = Assessed();
        var stored = ruleSet.Document.ToText();

        var replayed = Assessment.Replay(
            assessment.Filing.Content,
            Payload.Pack(assessment.Background),
            RuleSetReader.ReadStored(stored)
        );

        Assert.Equal(assessment.Score.ToBytes(), replayed.ToBytes());
        Assert.NotEqual(0, replayed.Score);
    }

    [Fact]
    public void A_replay_by_another_rule_set_gives_other_bytes()
    {
        var assessment = Assessed();

        var replayed = Assessment.Replay(
            assessment.Filing.Content,
            Payload.Pack(assessment.Background),
            RulesDocument.ReadSeeds()[0]
        );

        Assert.NotEqual(assessment.Score.ToBytes(), replayed.ToBytes());
    }

    [Fact]
    public void Stored_bytes_read_back_as_the_score_they_were_made_of()
    {
        var score = Assessed().Score;

        Assert.Equal(score.ToBytes(), RiskScore.FromBytes(score.ToBytes()).ToBytes());
    }

    [Fact]
    public void The_message_tells_hits_and_errors_only_and_passes_the_filing_on()
    {
        var assessment = Assessed();
        var clearedAt = assessment.AssessedAt.AddSeconds(-3);

        var message = assessment.ToRiskAssessed(clearedAt);

        Assert.Equal(clearedAt, message.ClearedAt);
        Assert.Same(assessment.Filing, message.Filing);
        Assert.Equal(["RI-06", "RI-08"], message.Findings.Select(finding => finding.RuleId));
        Assert.Equal(assessment.Score.Score, message.Findings.Sum(finding => finding.Points));
        Assert.Equal("8512", Assert.Single(message.WatchlistHits).Key);
        Assert.Equal("2026-04-10", message.RuleSetVersion);
        Assert.Equal("MEDIUM", message.Grade);
    }

    private static Assessment Assessed()
    {
        var filing = Filings.Of(Filings.Content);
        var known = new KnownFacts(
            null,
            Backgrounds.Quiet.History with
            {
                CommoditiesLastYear = [],
            },
            []
        );
        var entry = new ListedEntry(
            Guid.CreateVersion7(now),
            WatchlistKind.Commodity,
            "8512",
            2,
            "示例",
            (new DateOnly(2026, 1, 1), null)
        );
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        var hits = new WatchlistSnapshot(7, [entry]).Match(filing.Declarant, Filings.Content, day);
        return Assessment.Of(filing, Filings.Content, known, hits, ruleSet, new(now, day));
    }
}
