using RebateFlow.Contracts.Risk;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Channels;

/// <summary>
/// The one place where Approval puts together what a channel is decided on: the assessment, the
/// enrolment, and what <see cref="CaseFactsSql"/> read of the case itself.
/// </summary>
public static class FactsOfCase
{
    /// <summary>The facts of a case.</summary>
    /// <param name="assessment">The newest assessment, with the header of the filing.</param>
    /// <param name="enrolment">Of the enterprise; null when it has none.</param>
    /// <param name="own">What only the case has.</param>
    /// <param name="today">The day of the decision in the authority's zone.</param>
    public static ChannelFacts Gather(
        RiskAssessed assessment,
        EnrolmentPeriod? enrolment,
        CaseFacts own,
        DateOnly today
    )
    {
        var filing = assessment.Filing;
        var hits = assessment.WatchlistHits;
        return new()
        {
            Today = today,
            Enrolment = enrolment,
            RebateDueCny = filing.RebateDueCny,
            EnterpriseClass = filing.Declarant.EnterpriseClass,
            GravestWatchlistLevel = hits.Count == 0 ? null : hits.Min(hit => hit.Level),
            WatchlistEffects = [.. hits.SelectMany(hit => hit.Effects ?? []).Distinct()],
            Score = assessment.Score,
            Grade = WireCode.Find<RiskGrade>(assessment.Grade),
            HasUnjudgedRule = assessment.HasUnjudgedRule,
            GravestDoubt = WireCode.Find<DoubtLevel>(filing.GravestDoubtLevel),
            Case = own,
        };
    }
}
