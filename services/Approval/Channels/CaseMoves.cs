using System.Globalization;
using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Policies;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Channels;

/// <summary>
/// Decides a case's channel again when risk, enrolment or policy change: a live case moves, an
/// approved one that would have been looked at more closely is flagged for re-review.
/// </summary>
/// <remarks>
/// Whoever works on the case is refused with a stale version and reads it again. A returned,
/// rejected or withdrawn case stays as it is: its next attempt is assessed anew.
/// </remarks>
public sealed class CaseMoves(ReferenceCache references, AuthorityZone zone)
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
        var known = await CaseMoveSql.ReadAsync(transaction, caseId, today);
        var reference = await references.NewestAsync(transaction.Connection!);
        var stops = await ClockStopSql.ListAsync(transaction.Connection!, caseId);
        var facts = known.ToFacts(new(before.ClockStartedOn, stops, today));
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var isLive = before.Case.State is CaseState.Waiting or CaseState.Claimed;
        if (isLive || (before.Case.State == CaseState.Held && reason.Cause == MoveCause.Hold))
            Move(batch, before, facts, reason, reference);
        else if (
            before.Case.State == CaseState.Approved
            && reason.Cause is (MoveCause.Risk or MoveCause.Enrolment)
        )
            Flag(batch, before, facts, reason, (reference, known.PolicyVersion));
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancel);
    }

    private void Move(
        NpgsqlBatch batch,
        StoredCase before,
        MoveFacts facts,
        MoveReason reason,
        Reference reference
    )
    {
        var policy = reference.ChannelPolicyOn(facts.Clock.AsOf);
        var move = ChannelMove.Decide(before.Case, facts, policy, reference);
        var moves = Codes.Of(move.Verdict.Channel) != before.Channel;
        // A new assessment is always told, the others only when they change something.
        if (!moves && reason.Cause != MoveCause.Risk)
            return;
        var now = zone.Now;
        var trail = new AuditTrail(before.Case.CaseId, before.AuditHead);
        trail.Add(
            now,
            AuditActor.System,
            moves ? AuditAction.ChannelMoved : AuditAction.Reassessed,
            new
            {
                before.Case.AttemptNo,
                Cause = Codes.Of(reason.Cause),
                Reason = reason.Reason.Zh,
                ReasonEn = reason.Reason.En,
                Before = before.Channel,
                After = Codes.Of(move.Verdict.Channel),
                Conditions = move.Verdict.Conditions.ToDictionary(
                    one => one.Code,
                    one => Codes.Of(one.Outcome)
                ),
                move.PolicyVersion,
                facts.Assessment.AssessmentId,
                facts.Assessment.RuleSetVersion,
                facts.Assessment.Score,
                Route = move.Route.Select(Codes.Of).ToArray(),
                move.Deadlines.Due.DueOn,
                Rebate = before.Case.RebateDueCny.ToString("0.00", CultureInfo.InvariantCulture),
            }
        );
        CaseMoveSql.AddMove(batch, before, move, facts, reason, (trail, now));
    }

    /// <summary>
    /// By the policy that the case was decided by: only what is known has changed.
    /// </summary>
    private void Flag(
        NpgsqlBatch batch,
        StoredCase before,
        MoveFacts facts,
        MoveReason reason,
        (Reference Reference, string PolicyVersion) then
    )
    {
        var policy = then.Reference.ChannelPolicies.FirstOrDefault(one =>
            one.Value.Version == then.PolicyVersion
        );
        if (policy is null)
            return;
        var move = ChannelMove.Decide(before.Case, facts, policy.Value, then.Reference);
        if (move.Verdict.Channel <= Codes.Read<Channel>(before.Channel))
            return;
        var now = zone.Now;
        var trail = new AuditTrail(before.Case.CaseId, before.AuditHead);
        trail.Add(
            now,
            AuditActor.System,
            AuditAction.FlaggedForReReview,
            new
            {
                before.Case.AttemptNo,
                Cause = Codes.Of(reason.Cause),
                Reason = reason.Reason.Zh,
                ReasonEn = reason.Reason.En,
                DecidedAs = before.Channel,
                WouldBe = Codes.Of(move.Verdict.Channel),
                facts.Assessment.AssessmentId,
                facts.Assessment.Score,
            }
        );
        CaseMoveSql.AddFlag(batch, before, reason.Reason, (trail, now));
    }
}
