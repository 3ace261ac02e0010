using RebateFlow.Approval.Casework.Channels;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Tests.Channels;

namespace RebateFlow.Approval.Tests.Policies;

public sealed class PolicySimulationTests
{
    private static readonly ChannelPolicy Lower = Samples.Policy with
    {
        MinimumRebateCny = 1_000_000m,
    };

    [Fact]
    public void A_lower_amount_wins_cases_and_says_which_turned_out_bad()
    {
        var result = Run(
            Lower,
            Case("A", 6_000_000m),
            Case("A", 2_000_000m),
            Case("B", 3_000_000m, LaterTruth.Rejected),
            Case("B", 500_000m)
        );

        Assert.Equal(4, result.Cases);
        Assert.Equal(new(1, "6000000.00", 0, "0.00"), result.GreenBefore);
        Assert.Equal(new(3, "11000000.00", 1, "3000000.00"), result.GreenAfter);
        Assert.Equal(new(2, "5000000.00", 1, "3000000.00"), result.Gained);
        Assert.Equal(new(0, "0.00", 0, "0.00"), result.Lost);
        Assert.Equal(["B", "A"], result.Enterprises.Select(one => one.Uscc));
        var largest = result.ChangedCases[0];
        Assert.Equal(
            ("STANDARD", "GREEN", "REJECTED"),
            (largest.Before, largest.After, largest.Truth)
        );
        Assert.Equal(["LARGE_REBATE"], largest.Conditions);
    }

    [Fact]
    public void A_stricter_score_loses_cases()
    {
        var result = Run(
            Samples.Policy with
            {
                ScoreLimit = 5,
            },
            Case("A", 6_000_000m, LaterTruth.Irregular)
        );

        Assert.Equal(new(1, "6000000.00", 1, "6000000.00"), result.Lost);
        Assert.Equal(0, result.GreenAfter.Cases);
    }

    [Fact]
    public void The_same_policy_changes_nothing()
    {
        var result = Run(Samples.Policy, Case("A", 6_000_000m), Case("B", 1m));

        Assert.Empty(result.ChangedCases);
        Assert.Empty(result.Enterprises);
        Assert.Equal(result.GreenBefore, result.GreenAfter);
    }

    [Fact]
    public void Sums_count_every_case_while_the_list_keeps_the_largest()
    {
        var cases = Enumerable.Range(1, 1000).Select(i => Case("A", 1_000_000m + i)).ToArray();

        var result = Run(Lower, cases);

        Assert.Equal(1000, result.Gained.Cases);
        Assert.Equal(200, result.ChangedCases.Count);
        Assert.Equal("1001000.00", result.ChangedCases[0].Rebate);
        Assert.Equal("1000801.00", result.ChangedCases[^1].Rebate);
    }

    private static PastCase Case(
        string uscc,
        decimal rebate,
        LaterTruth truth = LaterTruth.NothingBad
    ) =>
        new(
            Guid.CreateVersion7(),
            uscc,
            uscc,
            Samples.GreenFacts() with
            {
                RebateDueCny = rebate,
            },
            truth
        );

    private static SimulationResult Run(ChannelPolicy draft, params PastCase[] cases)
    {
        var simulation = new PolicySimulation(draft, _ => Samples.Policy);
        foreach (var one in cases)
            simulation.Take(one);
        return simulation.Result(new(2026, 1, 1), new(2026, 12, 31));
    }
}
