using RebateFlow.Approval.Alarms;
using RebateFlow.Approval.Officers;

namespace RebateFlow.Approval.Queue;

public static class QueueEndpoints
{
    /// <summary>All endpoints of the queue but for the actions on a case.</summary>
    public static void MapQueue(this IEndpointRouteBuilder routes)
    {
        ListCases.Map(routes);
        CountCases.Map(routes);
        SavedFilters.Map(routes);
        ListOfficers.Map(routes);
        Absences.Map(routes);
        ListAlarms.Map(routes);
    }
}
