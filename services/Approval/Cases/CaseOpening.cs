using RebateFlow.Approval.Casework;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Channels;
using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Policies;
using RebateFlow.Contracts.Risk;

namespace RebateFlow.Approval.Cases;

/// <summary>What a case is opened with: channel, deadlines and route of one attempt.</summary>
public sealed record CaseOpening
{
    public required ChannelVerdict Verdict { get; init; }
    public required string PolicyVersion { get; init; }
    public required string RouteVersion { get; init; }
    public required Sample Sample { get; init; }
    public required int? WatchlistLevel { get; init; }
    public required DateOnly ClockStartedOn { get; init; }
    public required Deadlines Deadlines { get; init; }
    public required IReadOnlyList<Post> Route { get; init; }

    /// <summary>Pure: the message and what the database knew when it came.</summary>
    public static CaseOpening Decide(RiskAssessed message, OpeningFacts facts, Reference reference)
    {
        var filing = message.Filing;
        var policy = reference.ChannelPolicyOn(facts.Clock.AsOf);
        var routes = reference.RoutePolicyOn(facts.Clock.AsOf);
        int? watchlistLevel =
            message.WatchlistHits.Count == 0 ? null : message.WatchlistHits.Min(hit => hit.Level);

        var verdict = ChannelDecision.Decide(
            new()
            {
                Today = facts.Clock.AsOf,
                Enrolment = facts.Enrolment,
                RebateDueCny = filing.RebateDueCny,
                EnterpriseClass = filing.Declarant.EnterpriseClass,
                GravestWatchlistLevel = watchlistLevel,
                WatchlistEffects = WatchlistEffects.Of(message.WatchlistHits),
                Score = message.Score,
                Grade = Codes.Find<RiskGrade>(message.Grade),
                HasUnjudgedRule = message.HasUnjudgedRule,
                GravestDoubt = Codes.Find<DoubtLevel>(filing.GravestDoubtLevel),
                OnHold = facts.OnHold,
                SampleDrawPercent = facts.Sample.DrawPercent,
                DrawnBefore = facts.Sample.DrawnBefore,
            },
            policy
        );
        var limits = routes.Deadlines.For(verdict.Channel, filing.Declarant.EnterpriseClass);
        return new()
        {
            Verdict = verdict,
            PolicyVersion = policy.Version,
            RouteVersion = routes.Version,
            Sample = facts.Sample with
            {
                DrawnBefore =
                    facts.Sample.DrawnBefore
                    || facts.Sample.DrawPercent < policy.SampleBeforePercent,
            },
            WatchlistLevel = watchlistLevel,
            ClockStartedOn = facts.Clock.StartedOn,
            Deadlines = Deadlines.Of(reference.Calendar, limits, facts.Clock),
            Route = routes.Route(verdict.Channel, filing.RebateDueCny, watchlistLevel),
        };
    }
}

/// <summary>What the database knew when the message came.</summary>
public sealed record OpeningFacts(EnrolmentPeriod? Enrolment, Sample Sample, CaseClock Clock)
{
    /// <summary>True when a hold of an earlier attempt is still open.</summary>
    public bool OnHold { get; init; }
}

/// <param name="Day">Day whose secret seed was drawn with.</param>
/// <param name="DrawnBefore">True once any attempt of the case was drawn.</param>
public sealed record Sample(DateOnly Day, decimal DrawPercent, bool DrawnBefore);
