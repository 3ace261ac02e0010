using RebateFlow.Approval.Casework;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Channels;
using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Policies;
using RebateFlow.Contracts.Risk;

namespace RebateFlow.Approval.Channels;

/// <param name="Reason">For an officer, never for the exporter.</param>
public sealed record MoveReason(MoveCause Cause, Bilingual Reason);

/// <summary>What is known of a case when its channel is decided again.</summary>
public sealed record MoveFacts
{
    /// <summary>The newest assessment, with the header of the filing.</summary>
    public required RiskAssessed Assessment { get; init; }
    public required EnrolmentPeriod? Enrolment { get; init; }
    public required decimal SampleDrawPercent { get; init; }
    public required bool SampleDrawn { get; init; }
    public required bool OnHold { get; init; }
    public required CaseClock Clock { get; init; }
}

/// <summary>A case in the channel that holds now. Pure.</summary>
public sealed record ChannelMove
{
    public required ChannelVerdict Verdict { get; init; }
    public required string PolicyVersion { get; init; }
    public required string RouteVersion { get; init; }
    public required int? WatchlistLevel { get; init; }
    public required Deadlines Deadlines { get; init; }
    public required IReadOnlyList<Post> Route { get; init; }

    /// <summary>
    /// Decides again. Once drawn, a case stays drawn; posts that it has passed or is on stay in its
    /// route.
    /// </summary>
    public static ChannelMove Decide(
        ApprovalCase current,
        MoveFacts facts,
        ChannelPolicy policy,
        Reference reference
    )
    {
        var message = facts.Assessment;
        var filing = message.Filing;
        int? level =
            message.WatchlistHits.Count == 0 ? null : message.WatchlistHits.Min(hit => hit.Level);
        var verdict = ChannelDecision.Decide(
            new()
            {
                Today = facts.Clock.AsOf,
                Enrolment = facts.Enrolment,
                RebateDueCny = filing.RebateDueCny,
                EnterpriseClass = filing.Declarant.EnterpriseClass,
                GravestWatchlistLevel = level,
                WatchlistEffects = WatchlistEffects.Of(message.WatchlistHits),
                Score = message.Score,
                Grade = Codes.Find<RiskGrade>(message.Grade),
                HasUnjudgedRule = message.HasUnjudgedRule,
                GravestDoubt = Codes.Find<DoubtLevel>(filing.GravestDoubtLevel),
                OnHold = facts.OnHold,
                SampleDrawPercent = facts.SampleDrawPercent,
                DrawnBefore = facts.SampleDrawn,
            },
            policy
        );
        var routes = reference.RoutePolicyOn(facts.Clock.AsOf);
        var limits = routes.Deadlines.For(verdict.Channel, filing.Declarant.EnterpriseClass);
        var route = routes.Route(verdict.Channel, filing.RebateDueCny, level);
        return new()
        {
            Verdict = verdict,
            PolicyVersion = policy.Version,
            RouteVersion = routes.Version,
            WatchlistLevel = level,
            Deadlines = Deadlines.Of(reference.Calendar, limits, facts.Clock),
            Route = [.. current.Route.Where(post => post <= current.Post).Union(route).Order()],
        };
    }
}
