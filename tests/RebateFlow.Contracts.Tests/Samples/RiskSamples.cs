using RebateFlow.Contracts.Risk;

namespace RebateFlow.Contracts.Tests.Samples;

public static class RiskSamples
{
    private static readonly Guid AssessmentId = new("01936d5a-9000-7b60-9c2f-5d1f6f5f0a02");
    private static readonly DateTimeOffset At = new(2026, 3, 3, 1, 0, 0, TimeSpan.Zero);
    private static readonly Guid EntryId = new("01936d5a-9000-7b60-9c2f-5d1f6f5f0a03");

    public static IReadOnlyList<Sample> All { get; } =
    [
        new("risk-assessed.v1", Smallest(), Largest()),
        new("risk-reassessed.v1", SmallestAgain(), LargestAgain()),
        new(
            "watchlist-changed.v1",
            Changed("ADD", validTo: null),
            Changed("RETIRE", validTo: new(2026, 12, 31)) with
            {
                VersionNo = 14,
                Kind = "LEGAL_PERSON",
                Key = "测某",
                Level = 4,
                ChangedAt = At.AddTicks(10),
            }
        ),
    ];

    private static RiskAssessed Smallest() =>
        new()
        {
            AssessmentId = AssessmentId,
            Filing = IntakeSamples.SmallestFiling(),
            Score = 0,
            Grade = "LOW",
            RuleSetVersion = "2026-01-01",
            HasUnjudgedRule = false,
            Findings = [],
            WatchlistHits = [],
            AssessedAt = new(2026, 3, 2, 1, 30, 1, TimeSpan.Zero),
        };

    private static RiskAssessed Largest() =>
        Smallest() with
        {
            ClearedAt = new(2026, 3, 2, 1, 30, 0, TimeSpan.Zero),
            Filing = IntakeSamples.LargestFiling(),
            Score = 100,
            Grade = "HIGH",
            HasUnjudgedRule = true,
            Findings =
            [
                new()
                {
                    RuleId = "RI-01",
                    Outcome = "HIT",
                    Points = 40,
                    EvidenceZh = "换汇成本 9.1 高于 8.0",
                    EvidenceEn = "exchange cost 9.1 is above 8.0",
                },
                new()
                {
                    RuleId = "RI-02",
                    Outcome = "ERROR",
                    Points = 0,
                    EvidenceZh = "缺少同类数据",
                    EvidenceEn = "no peers to compare with",
                },
            ],
            WatchlistHits =
            [
                new()
                {
                    EntryId = EntryId,
                    WatchlistEntryId = new("01936d5a-9000-7b60-9c2f-5d1f6f5f0a07"),
                    WatchlistVersionId = EntryId,
                    Kind = "COMMODITY",
                    Key = "8471",
                    MatchedValue = "8471300000",
                    Level = 2,
                    Reason = "多起骗税案件涉及",
                    Effects = ["ENHANCED_REVIEW", "NO_GREEN"],
                    Likeness = 94,
                    LikenessReasons = ["HOMOPHONE"],
                },
            ],
        };

    private static RiskReassessed SmallestAgain() =>
        new()
        {
            AssessmentId = new("01936d5a-9000-7b60-9c2f-5d1f6f5f0a05"),
            FormerAssessmentId = AssessmentId,
            PreDeclarationId = IntakeSamples.PreDeclarationId,
            AttemptNo = 1,
            SequenceNo = 2,
            Score = 0,
            Grade = "LOW",
            RuleSetVersion = "2026-01-01",
            HasUnjudgedRule = false,
            Findings = [],
            WatchlistHits = [],
            Cause = "WATCHLIST",
            ReasonZh = "不再命中关注信息 8471（2 级）",
            ReasonEn = "No longer under entry 8471 (level 2)",
            AssessedAt = At,
        };

    private static RiskReassessed LargestAgain()
    {
        var largest = Largest();
        return SmallestAgain() with
        {
            AttemptNo = 12,
            SequenceNo = 7,
            Score = largest.Score,
            Grade = largest.Grade,
            HasUnjudgedRule = true,
            Findings = largest.Findings,
            WatchlistHits = largest.WatchlistHits,
            Cause = "RULE_SET",
            ReasonZh = "规则集 2026-01-01 代替 2014-01-01",
            ReasonEn = "Rule set 2026-01-01 in place of 2014-01-01",
            AssessedAt = At.AddTicks(10),
        };
    }

    private static WatchlistChanged Changed(string change, DateOnly? validTo) =>
        new()
        {
            EntryId = EntryId,
            VersionId = new("01936d5a-9000-7b60-9c2f-5d1f6f5f0a06"),
            VersionNo = 2,
            Change = change,
            Kind = "COMMODITY",
            Key = "8471",
            Level = 1,
            ValidFrom = new(2026, 1, 1),
            ValidTo = validTo,
            ChangedAt = At,
        };
}
