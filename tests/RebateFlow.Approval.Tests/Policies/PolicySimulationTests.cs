using System.Text.Json;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Tests.Cases;
using RebateFlow.GreenChannel;

namespace RebateFlow.Approval.Tests.Policies;

public sealed class PolicySimulationTests
{
    private static readonly ChannelPolicy Policy = ChannelPolicy.From(
        LoadSeeds.ReadPolicies("green-channel-policies/")[^1].Policy
    );

    private static readonly ChannelPolicy Lower = Policy with { MinimumRebateCny = 1_000_000m };

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
        Assert.Equal(new(1, 6_000_000m, 0, 0m), result.GreenBefore);
        Assert.Equal(new(3, 11_000_000m, 1, 3_000_000m), result.GreenAfter);
        Assert.Equal(new(2, 5_000_000m, 1, 3_000_000m), result.Gained);
        Assert.Equal(new(0, 0m, 0, 0m), result.Lost);
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
            Policy with
            {
                ScoreLimit = 5,
            },
            Case("A", 6_000_000m, LaterTruth.Irregular)
        );

        Assert.Equal(new(1, 6_000_000m, 1, 6_000_000m), result.Lost);
        Assert.Equal(0, result.GreenAfter.Cases);
    }

    [Fact]
    public void The_same_policy_changes_nothing()
    {
        var result = Run(Policy, Case("A", 6_000_000m), Case("B", 1m));

        Assert.Empty(result.ChangedCases);
        Assert.Empty(result.Enterprises);
        Assert.Equal(result.GreenBefore, result.GreenAfter);
    }

    [Fact]
    public void Amounts_are_shown_as_text_with_two_decimals_and_sorted_as_amounts()
    {
        var result = Run(
            Lower,
            Case("A", 1_000_000.5m),
            Case("B", 900_000m),
            Case("C", 4_000_000m)
        );

        Assert.Equal(["C", "A"], result.ChangedCases.Select(one => one.Uscc));
        Assert.Contains(
            "\"rebate\":\"1000000.50\"",
            JsonSerializer.Serialize(result, JsonSerializerOptions.Web),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Sums_count_every_case_while_the_list_keeps_the_largest()
    {
        var cases = Enumerable.Range(1, 1000).Select(i => Case("A", 1_000_000m + i)).ToArray();

        var result = Run(Lower, cases);

        Assert.Equal(1000, result.Gained.Cases);
        Assert.Equal(200, result.ChangedCases.Count);
        Assert.Equal(1_001_000m, result.ChangedCases[0].Rebate);
        Assert.Equal(1_000_801m, result.ChangedCases[^1].Rebate);
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
            FactsOfCase.Gather(
                Messages.Assessed() with
                {
                    Filing = Messages.Filing() with { RebateDueCny = rebate },
                },
                new(new(2026, 1, 1), null),
                CaseFacts.Fresh with
                {
                    SampleDrawPercent = 50m,
                },
                new(2026, 11, 25)
            ),
            truth
        );

    private static SimulationResult Run(ChannelPolicy draft, params PastCase[] cases)
    {
        var simulation = new PolicySimulation(draft, _ => Policy);
        foreach (var one in cases)
            simulation.Take(one);
        return simulation.Result(new(2026, 1, 1), new(2026, 12, 31));
    }
}
