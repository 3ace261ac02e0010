using System.Globalization;
using RebateFlow.Approval.Casework;
using RebateFlow.Approval.Casework.Channels;

namespace RebateFlow.Approval.Channels;

/// <summary>
/// The facts that a past decision saw, read back from the conditions that it left: what came to
/// light later is not among them.
/// </summary>
public static class PastFacts
{
    /// <param name="day">The day of the decision.</param>
    public static ChannelFacts Of(DateOnly day, IReadOnlyList<StoredCondition> conditions)
    {
        var byCode = conditions.ToDictionary(one => one.Code);
        var sample = byCode["RANDOM_SAMPLE"];
        var draw = Number(sample.Value);
        return new()
        {
            Today = day,
            Enrolment = IsMet("ENROLMENT") ? new(day, null) : null,
            RebateDueCny = Number(byCode["LARGE_REBATE"].Value) ?? 0m,
            EnterpriseClass = Whole("ENTERPRISE_CLASS") ?? 0,
            GravestWatchlistLevel = Whole("WATCHLIST"),
            // Decisions from before Risk said what levels ask for have no such condition.
            WatchlistEffects = byCode.TryGetValue("EFFECT", out var effect)
                ? WatchlistEffects.Split(effect.Value)
                : [],
            Score = Whole("SCORE") ?? 100,
            Grade = Codes.Find<RiskGrade>(byCode["ENHANCED_GRADE"].Value),
            HasUnjudgedRule = !IsMet("RULES_JUDGED"),
            GravestDoubt = Codes.Find<DoubtLevel>(byCode["DOUBTS"].Value),
            OnHold = !IsMet("HOLD"),
            SampleDrawPercent = draw,
            // Not met although it was not drawn this time: an earlier attempt was.
            DrawnBefore = sample.Outcome == "NOT_MET" && draw >= Number(sample.Limit),
        };

        bool IsMet(string code) => byCode[code].Outcome == "MET";

        int? Whole(string code) => Number(byCode[code].Value) is { } number ? (int)number : null;
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
