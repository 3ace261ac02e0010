using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Tasks;
using RebateFlow.Contracts.Risk;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Channels;

/// <param name="Reason">For an officer, never for the exporter.</param>
public sealed record MoveReason(MoveCause Cause, Bilingual Reason);

/// <summary>What is known of a case when its channel is decided again.</summary>
public sealed record MoveFacts
{
    /// <summary>The newest assessment, with the header of the filing.</summary>
    public required RiskAssessed Assessment { get; init; }
    public required EnrolmentPeriod? Enrolment { get; init; }

    /// <summary>What only the case has.</summary>
    public required CaseFacts Own { get; init; }
    public required CaseClock Clock { get; init; }
}

/// <summary>A case in the channel that holds now. Pure.</summary>
public sealed record ChannelMove
{
    /// <summary>What it was decided on.</summary>
    public required ChannelFacts Facts { get; init; }
    public required ChannelVerdict Verdict { get; init; }
    public required string PolicyVersion { get; init; }
    public required string RouteVersion { get; init; }
    public required Deadlines Deadlines { get; init; }
    public required IReadOnlyList<Post> Route { get; init; }

    /// <summary>What has to be done before an approval.</summary>
    public required IReadOnlyList<TaskNeed> Needs { get; init; }

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
        var known = FactsOfCase.Gather(
            facts.Assessment,
            facts.Enrolment,
            facts.Own,
            facts.Clock.AsOf
        );
        var verdict = ChannelDecision.Decide(known, policy);
        var filing = facts.Assessment.Filing;
        var routes = reference.RoutePolicyOn(facts.Clock.AsOf);
        var limits = routes.Deadlines.For(verdict.Channel, filing.Declarant.EnterpriseClass);
        var needs = NeedsOfCase.Of(facts.Assessment, reference.CaseworkPolicyOn(facts.Clock.AsOf));
        var route = NeedsOfCase.RouteWith(
            routes.Route(verdict.Channel, filing.RebateDueCny, known.GravestWatchlistLevel),
            needs
        );
        return new()
        {
            Facts = known,
            Verdict = verdict,
            PolicyVersion = policy.Version,
            RouteVersion = routes.Version,
            Deadlines = Deadlines.Of(reference.Calendar, limits, facts.Clock),
            Needs = needs,
            Route = [.. current.Route.Where(post => post <= current.Post).Union(route).Order()],
        };
    }
}
