using RebateFlow.Contracts.Risk;

namespace RebateFlow.Contracts.Tests.Samples;

public static class RiskSamples
{
    private static readonly Guid AssessmentId = new("01936d5a-9000-7b60-9c2f-5d1f6f5f0a02");
    private static readonly Guid EntryId = new("01936d5a-9000-7b60-9c2f-5d1f6f5f0a03");

    public static IReadOnlyList<Sample> All { get; } =
    [new("risk-assessed.v1", Smallest(), Largest())];

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
                    Kind = "COMMODITY",
                    Key = "8471",
                    MatchedValue = "8471300000",
                    Level = 2,
                    Reason = "多起骗税案件涉及",
                },
            ],
        };
}
