using RebateFlow.Approval.Casework.Calendars;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>The clock of a case: what stops it, and what it comes to when it runs again.</summary>
public sealed partial record ApprovalCase
{
    /// <summary>The stops of a clock that runs again after a return.</summary>
    public IReadOnlyList<CaseStop> ResumedFromReturn(DateOnly day) =>
        [
            .. Stops.Select(one =>
                one is { Reason: StopReason.Return, ResumedOn: null } ? one.Resume(day) : one
            ),
        ];

    private ApprovalCase Stop(StopReason reason, int causeNo, DateOnly day) =>
        this with
        {
            Stops = [.. Stops, new(reason, causeNo, day, null)],
        };

    private ApprovalCase Resume(StopReason reason, int causeNo, DateOnly day) =>
        this with
        {
            Stops =
            [
                .. Stops.Select(one =>
                    one.ResumedOn is null && one.Reason == reason && one.CauseNo == causeNo
                        ? one.Resume(day)
                        : one
                ),
            ],
        };

    /// <summary>A clock that runs again moves the due dates.</summary>
    private DueDates DatesAfter(StopReason reason, int causeNo, CaseTerms terms)
    {
        var stops = Resume(reason, causeNo, terms.Today).Stops;
        return DueDates.Of(
            Deadlines.Of(
                terms.Calendar,
                Placement.Limits,
                new(ClockStartedOn, [.. stops.Select(one => one.ToClockStop())], terms.Today)
            )
        );
    }
}
