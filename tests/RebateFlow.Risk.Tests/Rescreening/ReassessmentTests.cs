using RebateFlow.Contracts.Risk;
using RebateFlow.RiskScoring.Rescreening;

namespace RebateFlow.Risk.Tests.Rescreening;

public sealed class ReassessmentTests
{
    private static readonly WatchlistHit hit = new()
    {
        EntryId = new Guid("01900000-0000-7000-8000-000000000009"),
        Kind = "COMMODITY",
        Key = "8507",
        MatchedValue = "8507600090",
        Level = 2,
        Reason = "测试",
    };

    [Fact]
    public void An_entry_more_or_less_is_a_difference()
    {
        Assert.True(Reassessment.IsDifferent([], [hit]));
        Assert.True(Reassessment.IsDifferent([hit], []));
    }

    [Fact]
    public void Another_level_reason_or_value_is_a_difference()
    {
        Assert.True(Reassessment.IsDifferent([hit], [hit with { Level = 1 }]));
        Assert.True(Reassessment.IsDifferent([hit], [hit with { Reason = "其他" }]));
        Assert.True(Reassessment.IsDifferent([hit], [hit with { MatchedValue = "8507800000" }]));
    }

    [Fact]
    public void A_new_version_that_says_the_same_is_no_difference() =>
        Assert.False(Reassessment.IsDifferent([hit], [hit with { EntryId = Guid.Empty }]));
}
