using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Contracts.Risk;

namespace RebateFlow.Approval.Tasks;

/// <summary>What an assessment calls for, and which posts see to it. Pure.</summary>
public static class NeedsOfCase
{
    public static IReadOnlyList<TaskNeed> Of(RiskAssessed assessment, CaseworkPolicy policy)
    {
        var filing = assessment.Filing;
        return TaskNeeds.Of(
            new(
                filing.Method,
                filing.Declarant.EnterpriseClass,
                filing.Declarant.FirstDeclaredOn is null,
                [
                    .. assessment.WatchlistHits.Select(hit => new TaskHit(
                        hit.Kind,
                        hit.MatchedValue,
                        hit.Effects ?? []
                    )),
                ]
            ),
            policy
        );
    }

    /// <summary>A route with the evaluation post where somebody has to go and see.</summary>
    public static IReadOnlyList<Post> RouteWith(
        IReadOnlyList<Post> route,
        IReadOnlyList<TaskNeed> needs
    ) =>
        needs.Any(need => need.Kind == TaskKind.Visit)
            ? [.. route.Append(Post.Evaluation).Distinct().Order()]
            : route;
}
