using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Tasks;
using RebateFlow.Contracts.Risk;
using RebateFlow.GreenChannel;

namespace RebateFlow.Approval.Cases;

/// <summary>What a case is opened with: channel, deadlines and route of one attempt.</summary>
public sealed record CaseOpening
{
    /// <summary>What the channel was decided on.</summary>
    public required ChannelFacts Facts { get; init; }
    public required ChannelVerdict Verdict { get; init; }
    public required string PolicyVersion { get; init; }
    public required string RouteVersion { get; init; }
    public required Sample Sample { get; init; }
    public required DateOnly ClockStartedOn { get; init; }
    public required Deadlines Deadlines { get; init; }
    public required IReadOnlyList<Post> Route { get; init; }

    /// <summary>What has to be done before an approval.</summary>
    public required IReadOnlyList<TaskNeed> Needs { get; init; }

    /// <summary>Pure: the message and what the database knew when it came.</summary>
    public static CaseOpening Decide(RiskAssessed message, OpeningFacts facts, Reference reference)
    {
        var filing = message.Filing;
        var policy = reference.ChannelPolicyOn(facts.Clock.AsOf);
        var routes = reference.RoutePolicyOn(facts.Clock.AsOf);
        var known = FactsOfCase.Gather(message, facts.Enrolment, facts.Own, facts.Clock.AsOf);
        var verdict = ChannelDecision.Decide(known, policy);
        var needs = NeedsOfCase.Of(message, reference.CaseworkPolicyOn(facts.Clock.AsOf));
        var limits = routes.Deadlines.For(verdict.Channel, filing.Declarant.EnterpriseClass);
        return new()
        {
            Facts = known,
            Verdict = verdict,
            PolicyVersion = policy.Version,
            RouteVersion = routes.Version,
            Sample = facts.Sample with
            {
                DrawnBefore =
                    facts.Sample.DrawnBefore
                    || facts.Sample.DrawPercent < policy.SampleBeforePercent,
            },
            ClockStartedOn = facts.Clock.StartedOn,
            Deadlines = Deadlines.Of(reference.Calendar, limits, facts.Clock),
            // What is to be repaid is decided like a rebate, by the posts of its amount.
            Route = NeedsOfCase.RouteWith(
                routes.Route(
                    verdict.Channel,
                    filing.RebateDueCny + (filing.ToRepayCny ?? 0m),
                    known.GravestWatchlistLevel
                ),
                needs
            ),
            Needs = needs,
        };
    }
}

/// <summary>What the database knew when the message came.</summary>
public sealed record OpeningFacts(EnrolmentPeriod? Enrolment, Sample Sample, CaseClock Clock)
{
    /// <summary>What the case has from earlier attempts; null for a new one.</summary>
    public CaseFacts? Former { get; init; }

    /// <summary>What the case has, drawn anew: an attempt is drawn on its own day.</summary>
    public CaseFacts Own =>
        (Former ?? CaseFacts.Fresh) with
        {
            SampleDrawPercent = Sample.DrawPercent,
            DrawnBefore = Sample.DrawnBefore,
        };
}

/// <param name="Day">Day whose secret seed was drawn with.</param>
/// <param name="DrawnBefore">True once any attempt of the case was drawn.</param>
public sealed record Sample(DateOnly Day, decimal DrawPercent, bool DrawnBefore);
