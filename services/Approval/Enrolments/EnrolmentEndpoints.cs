namespace RebateFlow.Approval.Enrolments;

public static class EnrolmentEndpoints
{
    /// <summary>All endpoints of enrolments, from the application to the end.</summary>
    public static void MapEnrolments(this IEndpointRouteBuilder routes)
    {
        ApplyForEnrolment.Map(routes);
        TakeUpEnrolment.Map(routes);
        DraftEnrolment.Map(routes);
        ImportEnrolments.Map(routes);
        ApproveEnrolment.Map(routes);
        EndEnrolment.Map(routes);
        ListEnrolments.Map(routes);
        AnnounceEnrolments.Map(routes);
        GetEnrolmentHistory.Map(routes);
        ListCandidates.Map(routes);
        ProposeEnrolments.Map(routes);
    }
}
