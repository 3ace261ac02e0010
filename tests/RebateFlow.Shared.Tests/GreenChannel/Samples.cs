using CsCheck;
using RebateFlow.GreenChannel;

namespace RebateFlow.Shared.Tests.GreenChannel;

/// <summary>Facts that are green, and random ones.</summary>
public static class Samples
{
    /// <summary>The newest policy that comes with the program.</summary>
    public static readonly ChannelPolicy Policy = Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Seeds"), "*.json")
        .Order(StringComparer.Ordinal)
        .Select(file => ChannelPolicy.Parse(File.ReadAllText(file)))
        .Last();

    public static ChannelFacts GreenFacts() =>
        new()
        {
            Today = new(2026, 11, 25),
            Enrolment = new(new(2026, 1, 1), null),
            RebateDueCny = 6_000_000m,
            EnterpriseClass = 1,
            GravestWatchlistLevel = null,
            WatchlistEffects = [],
            Score = 5,
            Grade = RiskGrade.Low,
            HasUnjudgedRule = false,
            GravestDoubt = DoubtLevel.None,
            Case = new()
            {
                OnHold = false,
                SampleDrawPercent = 50m,
                DrawnBefore = false,
            },
        };

    /// <summary>Facts with another state of the case.</summary>
    public static ChannelFacts Of(ChannelFacts facts, Func<CaseFacts, CaseFacts> change) =>
        facts with
        {
            Case = change(facts.Case!),
        };

    private static readonly Gen<bool> rarely = Gen.Int[0, 9].Select(n => n == 0);

    private static readonly string[][] effects =
    [
        [],
        ["SELF_INSPECTION"],
        ["NO_GREEN"],
        ["ENHANCED_REVIEW", "NO_GREEN"],
    ];

    /// <summary>About half of them are green, so that every property meets both sides.</summary>
    public static readonly Gen<ChannelFacts> AnyFacts = Gen.Select(
            Gen.Int[0, 20].Select(Gen.Int[1, 4]),
            Gen.Int[0, 99_999_999].Select(Gen.Int[0, 99_999_999]),
            Gen.Int[0, 100],
            Gen.Select(rarely, rarely, rarely),
            Gen.Select(rarely, Gen.Int[0, 4], Gen.Int[0, 3])
        )
        .Select(
            (classes, money, score, flags, hit) =>
                GreenFacts() with
                {
                    EnterpriseClass = classes.Item1 < 15 ? 1 : classes.Item2,
                    RebateDueCny = money.Item1 / 10m,
                    Score = score,
                    Grade = flags.Item3 ? RiskGrade.High : RiskGrade.Low,
                    HasUnjudgedRule = flags.Item1,
                    GravestDoubt = hit.Item1
                        ? (DoubtLevel?)Math.Min(hit.Item2, 3)
                        : DoubtLevel.None,
                    GravestWatchlistLevel = hit.Item1 && hit.Item2 > 0 ? hit.Item2 : null,
                    WatchlistEffects = hit.Item1 ? effects[hit.Item3] : [],
                    Case = new()
                    {
                        OnHold = flags.Item2,
                        SampleDrawPercent = money.Item2 / 1_000_000m,
                        DrawnBefore = false,
                    },
                }
        );
}
