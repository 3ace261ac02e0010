using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>What an assessment says of a filing, as far as its channel hangs on it.</summary>
/// <param name="Score">0 to 100.</param>
/// <param name="Grade">LOW, MEDIUM or HIGH.</param>
/// <param name="HasUnjudgedRule">True when a rule could not judge.</param>
/// <param name="Hits">Hits of the watchlist with what their levels ask for.</param>
public sealed record JudgedRisk(
    int Score,
    string Grade,
    bool HasUnjudgedRule,
    IReadOnlyList<WatchlistHit> Hits
);

/// <summary>
/// What Risk knows of all that a channel is decided on. There is no case yet, so what only a case
/// has is left open, and <see cref="ChannelDecision.Forecast"/> leaves it out.
/// </summary>
public static class KnownChannelFacts
{
    /// <summary>The facts of a filing, by an assessment of it.</summary>
    /// <param name="filing">The stored filing.</param>
    /// <param name="enterpriseClass">1 to 4; null where it was not kept.</param>
    /// <param name="doubts">All doubts of the filing.</param>
    /// <param name="risk">The assessment.</param>
    /// <param name="today">Day on which the filer has to be enrolled.</param>
    public static ChannelFacts Of(
        SimulatedFiling filing,
        int? enterpriseClass,
        IReadOnlyList<FiledDoubt> doubts,
        JudgedRisk risk,
        DateOnly today
    ) =>
        new()
        {
            Today = today,
            Enrolment = filing.Enrolment,
            RebateDueCny = filing.RebateDueCny,
            EnterpriseClass = enterpriseClass,
            GravestWatchlistLevel = risk.Hits.Count == 0 ? null : risk.Hits.Min(hit => hit.Level),
            WatchlistEffects = [.. risk.Hits.SelectMany(hit => hit.Effects ?? []).Distinct()],
            Score = risk.Score,
            Grade = WireCode.Find<RiskGrade>(risk.Grade),
            HasUnjudgedRule = risk.HasUnjudgedRule,
            GravestDoubt = Gravest(doubts),
            Case = null,
        };

    /// <summary>Null when a doubt is of a level that nobody knows.</summary>
    private static DoubtLevel? Gravest(IReadOnlyList<FiledDoubt> doubts)
    {
        var gravest = DoubtLevel.None;
        foreach (var doubt in doubts)
        {
            if (WireCode.Find<DoubtLevel>(doubt.Level) is not { } level)
                return null;
            if (level > gravest)
                gravest = level;
        }
        return gravest;
    }
}
