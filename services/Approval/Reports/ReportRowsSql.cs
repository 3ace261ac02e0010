using Npgsql;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Approval.Reports;

/// <summary>The rows that reports add up, made of the events of cases.</summary>
public static class ReportRowsSql
{
    // Clock stops as from/to pairs: working days are counted by the calendar when they are read.
    private static readonly RowInsert decisions = new(
        """
        INSERT INTO report_decision (
            decided_on, tax_authority, channel, enterprise_class, decision, started_on, stops,
            cases, claimed_cny, approved_cny)
        """,
        columns: 10
    );

    private static readonly RowInsert actions = new(
        """
        INSERT INTO report_action (acted_on, tax_authority, officer, post, action, actions)
        """,
        columns: 6
    );

    /// <summary>Adds what reports keep of events, with the events themselves.</summary>
    public static void AddAll(
        NpgsqlBatch batch,
        IReadOnlyList<CaseChange> changes,
        AuthorityClock zone
    )
    {
        decisions.Add(
            batch,
            [
                .. from change in changes
                from happened in change.Events
                let row = DecisionOf(change.After, happened, zone.DayOf(happened.At))
                where row is not null
                select row,
            ]
        );
        actions.Add(
            batch,
            [
                .. from change in changes
                from happened in change.Events
                where happened.By != AuditActor.System
                select ActionOf(change.After, happened, zone.DayOf(happened.At)),
            ]
        );
    }

    /// <summary>A decision; what is approved later adds to its rebate and is no case.</summary>
    /// <param name="day">The authority's business day.</param>
    private static NpgsqlParameter[]? DecisionOf(
        ApprovalCase some,
        CaseEvent happened,
        DateOnly day
    ) =>
        happened switch
        {
            Decided { ApprovedCny: var approved } => RowOf(
                some,
                day,
                1,
                some.RebateDueCny,
                approved
            ),
            Returned => RowOf(some, day, 1, some.RebateDueCny, 0m),
            HoldReleased { ApprovedCny: > 0 and var approved } => RowOf(some, day, 0, 0m, approved),
            LetterAnswered { ApprovedCny: > 0 and var approved } => RowOf(
                some,
                day,
                0,
                0m,
                approved
            ),
            _ => null,
        };

    private static NpgsqlParameter[] RowOf(
        ApprovalCase some,
        DateOnly day,
        int cases,
        decimal claimedCny,
        decimal approvedCny
    ) =>
        [
            Value(day),
            Value(some.Filing.TaxAuthority),
            Value(WireCode.Of(some.Placement.Channel)),
            Value(some.Filing.EnterpriseClass),
            Value(WireCode.Of(some.Outcome!.State)),
            Value(some.ClockStartedOn),
            Value(
                cases == 0
                    ? ""
                    : string.Join(
                        ',',
                        some.Stops.Select(one => $"{one.StoppedOn:O}/{one.ResumedOn:O}")
                    )
            ),
            Value(cases),
            Value(claimedCny),
            Value(approvedCny),
        ];

    private static NpgsqlParameter[] ActionOf(
        ApprovalCase some,
        CaseEvent happened,
        DateOnly day
    ) =>
        [
            Value(day),
            Value(some.Filing.TaxAuthority),
            Value(happened.By.Id),
            Value(happened.By.Post is { } post ? WireCode.Of(post) : ""),
            Value(CaseEventJson.ActionOf(happened)),
            Value(1),
        ];
}
