using CsCheck;
using RebateFlow.Approval.Casework.Channels;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Policies;

namespace RebateFlow.Approval.Tests.Channels;

/// <summary>Facts that are green, and random ones.</summary>
public static class Samples
{
    /// <summary>The policy that the product starts with.</summary>
    public static readonly ChannelPolicy Policy = ChannelPolicy.From(
        LoadSeeds.ReadPolicies("green-channel-policies/")[^1].Policy
    );

    public static ChannelFacts GreenFacts() =>
        new()
        {
            Today = new(2026, 11, 25),
            Enrolment = new(new(2026, 1, 1), null),
            RebateDueCny = 6_000_000m,
            EnterpriseClass = 1,
            GravestWatchlistLevel = null,
            Score = 5,
            Grade = RiskGrade.Low,
            HasUnjudgedRule = false,
            GravestDoubt = DoubtLevel.None,
            OnHold = false,
            SampleDrawPercent = 50m,
            DrawnBefore = false,
        };

    private static readonly Gen<bool> Rarely = Gen.Int[0, 9].Select(n => n == 0);

    /// <summary>About half of them are green, so that every property meets both sides.</summary>
    public static readonly Gen<ChannelFacts> AnyFacts = Gen.Select(
            Gen.Int[0, 20].Select(Gen.Int[1, 4]),
            Gen.Int[0, 99_999_999].Select(Gen.Int[0, 99_999_999]),
            Gen.Int[0, 100],
            Rarely.Select(Rarely),
            Rarely.Select(Gen.Int[0, 4])
        )
        .Select(
            (classes, money, score, flags, doubt) =>
                GreenFacts() with
                {
                    EnterpriseClass = classes.Item1 < 15 ? 1 : classes.Item2,
                    RebateDueCny = money.Item1 / 10m,
                    SampleDrawPercent = money.Item2 / 1_000_000m,
                    Score = score,
                    HasUnjudgedRule = flags.Item1,
                    OnHold = flags.Item2,
                    GravestDoubt = doubt.Item1
                        ? (DoubtLevel?)Math.Min(doubt.Item2, 3)
                        : DoubtLevel.None,
                    GravestWatchlistLevel = doubt.Item1 && doubt.Item2 > 0 ? doubt.Item2 : null,
                }
        );
}
