using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Approval.Policies;
using RebateFlow.Contracts.Risk;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Channels;

/// <summary>
/// Decides a case's channel again when risk, enrolment or policy change: a live case moves, an
/// approved one that would have been looked at more closely is flagged for re-review.
/// </summary>
/// <remarks>
/// Whoever works on the case is refused with a stale version and reads it again. A returned,
/// rejected or withdrawn case stays as it is: its next attempt is assessed anew.
/// </remarks>
public sealed class CaseMoves(ReferenceCache references, CaseWriter writer, AuthorityClock zone)
{
    /// <summary>Decides again inside a transaction; the case's row stays locked.</summary>
    public async Task RunAsync(
        NpgsqlTransaction transaction,
        Guid caseId,
        MoveReason reason,
        CancellationToken cancel
    )
    {
        var today = zone.Today;
        if (await ApprovalCaseSql.LoadAsync(transaction, caseId, cancel) is not { } before)
            return;
        var some = before.Case;
        var isFlag = some.IsLookedAtAgain(reason.Cause);
        if (!isFlag && !some.Follows(reason.Cause))
            return;
        var known = await CaseMoveSql.ReadAsync(transaction, caseId, today);
        var reference = await references.NewestAsync(transaction.Connection!);
        // What was approved is judged by its own policy: only what is known has changed.
        var policy = isFlag
            ? reference
                .ChannelPolicies.FirstOrDefault(one =>
                    one.Value.Version == some.Placement.PolicyVersion
                )
                ?.Value
            : reference.ChannelPolicyOn(today);
        if (policy is null)
            return;
        var stops = some.Stops.Select(one => one.ToClockStop());
        var facts = known.ToFacts(new(some.ClockStartedOn, [.. stops], today));
        var move = ChannelMove.Decide(some, facts, policy, reference);
        var channel = NewChannelOf(move, facts.Assessment, reason);
        CaseCommand command = isFlag
            ? new FlagForReReview(channel, Guid.CreateVersion7())
            : new MoveChannel(channel);
        var now = zone.Now;
        var moved = some.Decide(command, now).OrThrow("a move");
        var tasks = some.ApplyAll(moved).Decide(new SetNeeds(move.Needs), now).OrThrow("tasks");
        CaseEvent[] events = [.. moved, .. tasks];
        if (events.Length == 0)
            return;
        await writer.WriteAsync(
            transaction,
            before.After(events),
            cancel,
            batch => CaseMoveSql.Add(batch, caseId, events, move)
        );
    }

    private static NewChannel NewChannelOf(
        ChannelMove move,
        RiskAssessed assessment,
        MoveReason reason
    ) =>
        new(
            reason.Cause,
            reason.Reason,
            new()
            {
                Channel = move.Verdict.Channel,
                LaterCheck = move.Verdict.LaterCheck,
                PolicyVersion = move.PolicyVersion,
                RouteVersion = move.RouteVersion,
                Limits = move.Deadlines.Limits,
                Score = assessment.Score,
                Grade = assessment.Grade,
                WatchlistLevel = move.Facts.GravestWatchlistLevel,
            }
        )
        {
            Route = move.Route,
            Dates = DueDates.Of(move.Deadlines),
            Basis = AttemptOf.BasisOf(assessment, move.Verdict),
        };
}
