using Npgsql;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Checks;
using RebateFlow.Approval.Officers;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Reading;
using RebateFlow.Approval.Reports;
using RebateFlow.Approval.Requests;
using RebateFlow.Contracts.Approval;
using RebateFlow.Messaging.Outbox;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>
/// What every action of an officer has in common: lock the case, check version and authority, let
/// the state machine decide, save the outcome with its audit entry, and tell Intake of a decision.
/// </summary>
public sealed class CaseActions(
    OnceOnly onceOnly,
    OfficerRegister register,
    Outbox outbox,
    ReferenceCache references,
    CaseMoves moves,
    AuthorityZone zone
)
{
    /// <summary>Runs an action on a case that the officer has seen (If-Match).</summary>
    public async Task<IResult> RunAsync(HttpContext http, Guid caseId, CaseAction action)
    {
        if (await EnterAsync(http) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        if (!http.Request.Headers.ContainsKey("If-Match"))
            return Problems.Of(http, EntityTag.Missing);
        if (!EntityTag.TryReadIfMatch(http, out var version))
            return Problems.Of(http, EntityTag.Stale);
        return await onceOnly.RunAsync(
            http,
            action.Request,
            async transaction =>
            {
                var before = await ApprovalCaseSql.LoadAsync(
                    transaction,
                    caseId,
                    http.RequestAborted
                );
                if (before is null || before.TaxAuthority != officer.TaxAuthority)
                    return Problems.Of(http, Problems.NoSuchCase);
                return before.Case.Version == version
                    ? await ApplyAsync(http, transaction, before, new(action, officer))
                    : Problems.Of(http, EntityTag.Stale);
            }
        );
    }

    /// <summary>
    /// The officer of the token with all posts of the day; null without authority.
    /// </summary>
    public async Task<Officer?> EnterAsync(HttpContext http) =>
        OfficerOf.Token(http.User) is { } officer
            ? await register.EnterAsync(officer, http.RequestAborted)
            : null;

    /// <summary>Lets the state machine decide and saves what comes of it.</summary>
    public async Task<Answer> ApplyAsync(
        HttpContext http,
        NpgsqlTransaction transaction,
        StoredCase before,
        ActionBy by
    )
    {
        var cancel = http.RequestAborted;
        var reference = await references.NewestAsync(transaction.Connection!);
        var now = zone.Now;
        var routes = reference.RoutePolicyOn(zone.Today);
        var action = by.Action.CompleteAsync is { } completeAsync
            ? await completeAsync(transaction, before)
            : by.Action;
        var rules = reference.CaseworkPolicyOn(zone.Today);
        var step = action.Apply(
            before.Case,
            by.Officer,
            new(now, routes.Lease, zone.Today, rules, routes)
        );
        if (step.Next is not { } after)
            return Problems.Of(http, step.Refusal!.Value);

        await SaveAsync(transaction, (before, after), (action, by.Officer, now), cancel);
        return await ShowAsync(http, transaction, after.CaseId, before.TaxAuthority);
    }

    /// <summary>
    /// Claims a clean green case and decides it in one go, in the version that was seen. A refusal
    /// writes nothing.
    /// </summary>
    public async Task<(ApprovalCase? After, ProblemCode? Refusal)> DecideCleanAsync(
        NpgsqlTransaction transaction,
        (Guid Id, long Version) seen,
        (Verdict Verdict, Officer Officer) by,
        CancellationToken cancel
    )
    {
        var before = await ApprovalCaseSql.LoadAsync(transaction, seen.Id, cancel);
        if (before is null || before.TaxAuthority != by.Officer.TaxAuthority)
            return (null, Problems.NoSuchCase);
        if (before.Case.Version != seen.Version)
            return (null, EntityTag.Stale);
        var reference = await references.NewestAsync(transaction.Connection!);
        var now = zone.Now;
        var isMine = before.Case.ClaimedBy == by.Officer.Id;
        var rules = reference.CaseworkPolicyOn(zone.Today);
        if (rules.AssignsAtRandom(before.TaxAuthority) && !isMine)
            return (null, Problems.AssignedAtRandom);
        if (!before.IsCleanGreen)
            return (null, Problems.NotCleanGreen);
        var lease = reference.RoutePolicyOn(zone.Today).Lease;
        var claimed = before.Case.Claim(by.Officer, now, lease);
        var step = claimed.Next?.Decide(by.Officer, by.Verdict, now) ?? claimed;
        if (step.Next is not { } after)
            return (null, Problems.CodeOf(step.Refusal!.Value));
        var action = new CaseAction
        {
            Request = by.Verdict,
            Audit = AuditAction.Decided,
            Apply = (_, _, _) => step,
            Reason = by.Verdict.Reason,
            Subject = new { Decision = Codes.Of(by.Verdict.Decision), InBulk = true },
        };
        await SaveAsync(transaction, (before, after), (action, by.Officer, now), cancel);
        return (after, null);
    }

    private async Task SaveAsync(
        NpgsqlTransaction transaction,
        (StoredCase Before, ApprovalCase After) step,
        (CaseAction Action, Officer Officer, DateTimeOffset Now) by,
        CancellationToken cancel
    )
    {
        var (before, after) = step;
        var post = after.Actors.GetValueOrDefault(by.Officer.Id, before.Case.Post);
        var actor = new AuditActor(by.Officer.Id, post);
        var change = new CaseChange(before, after, actor, by.Action.Reason, by.Now)
        {
            DeputyFor = by.Officer.DeputyOf.GetValueOrDefault(before.Case.Post),
        };
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var (trailAction, runsAgain) = SaveChange(batch, change, by.Action);
        if (change.IsOutcome)
        {
            using var decision = Telemetry.StartDecision(before.TraceParent);
            outbox.Add(batch, Decided(change), before.Lane);
        }
        if (Withheld.Of(change) is { } withheld)
            outbox.Add(batch, withheld, before.Lane);
        if (change.IsHoldChange)
            outbox.Add(batch, HoldChanged(change), before.Lane);
        await batch.ExecuteNonQueryAsync(cancel);
        if (runsAgain)
        {
            var reference = await references.NewestAsync(transaction.Connection!);
            await DueAnewAsync(transaction, before, reference.Calendar);
        }
        if (HoldMove.Of(change) is { } reason)
            await moves.RunAsync(transaction, after.CaseId, reason, cancel);
        Telemetry.Acted(trailAction);
    }

    /// <summary>The case as it stands, for the officer to go on with.</summary>
    public async Task<Answer> ShowAsync(
        HttpContext http,
        NpgsqlTransaction transaction,
        Guid caseId,
        string taxAuthority
    )
    {
        var connection = transaction.Connection!;
        var stored = await CaseViewSql.ReadAsync(connection, caseId, taxAuthority);
        var calendar = (await references.NewestAsync(connection)).Calendar;
        var builder = new CaseViewBuilder(calendar, zone, Language.IsChinese(http));
        return Answer.Ok(builder.Build(stored!), stored!.Row.Version);
    }

    private (AuditAction Audit, bool RunsAgain) SaveChange(
        NpgsqlBatch batch,
        CaseChange change,
        CaseAction action
    )
    {
        var audit = AuditOf(change, action.Audit);
        var trail = new AuditTrail(change.After.CaseId, change.Before.AuditHead);
        trail.Add(change.At, change.Actor, audit, ChangeDetail.Of(change, action.Subject));
        ApprovalCaseSql.AddSave(batch, change, trail);
        CaseCheckSql.AddOfOutcome(batch, change);
        ReportSql.Add(batch, change, trail, zone.DateOf(change.At));
        foreach (var passed in change.Before.Case.OpenDoubts.Except(change.After.OpenDoubts))
            DoubtPassSql.Add(batch, change, passed);
        if (change.After.State == CaseState.Returned && change.IsOutcome)
            ClockStopSql.AddStop(batch, change.After.CaseId, new(ClockStopSql.Return), zone.Today);
        var runsAgain = WithholdingSql.AddChanges(batch, change, zone.Today);
        return (audit, runsAgain);
    }

    /// <summary>A clock that ran again moves the due dates.</summary>
    private async Task DueAnewAsync(
        NpgsqlTransaction transaction,
        StoredCase some,
        WorkingDayCalendar calendar
    )
    {
        var stops = await ClockStopSql.ListAsync(transaction.Connection!, some.Case.CaseId);
        var clock = new CaseClock(some.ClockStartedOn, stops, zone.Today);
        var deadlines = Deadlines.Of(calendar, some.Limits, clock);
        await ClockStopSql.SaveAsync(transaction, some.Case.CaseId, deadlines);
    }

    /// <summary>
    /// A decision that is not the last one is a proposal, or sends the case back; so is the release
    /// of a large amount that waits for a second officer.
    /// </summary>
    private static AuditAction AuditOf(CaseChange change, AuditAction asked)
    {
        var (before, after) = (change.Before.Case, change.After);
        if (asked == AuditAction.HoldReleased && after.Holds.Count == before.Holds.Count)
            return AuditAction.ReleaseProposed;
        if (asked == AuditAction.LetterAnswered && after.Letters.Count == before.Letters.Count)
            return AuditAction.ReplyProposed;
        return asked != AuditAction.Decided || change.IsOutcome ? asked
            : after.Proposal is null ? AuditAction.SentBack
            : AuditAction.Proposed;
    }

    private static CaseDecided Decided(CaseChange change) =>
        new()
        {
            CaseId = change.After.CaseId,
            PreDeclarationId = change.Before.PreDeclarationId,
            AttemptNo = change.After.AttemptNo,
            Decision = Codes.Of(change.After.State),
            Reason = change.Reason,
            ApprovedRebateCny = change.After.ApprovedCny,
            Channel = change.Before.Channel,
            DecidedAt = change.At,
        };

    private static CaseHoldChanged HoldChanged(CaseChange change) =>
        new()
        {
            CaseId = change.After.CaseId,
            PreDeclarationId = change.Before.PreDeclarationId,
            AttemptNo = change.After.AttemptNo,
            CaseVersion = change.After.Version + 1,
            IsHeld = change.After.State == CaseState.Held,
            ChangedAt = change.At,
        };
}

/// <summary>An action as the officer asked for it.</summary>
public sealed record CaseAction
{
    /// <summary>The request's body; it tells a repetition from another request.</summary>
    public required object Request { get; init; }
    public required AuditAction Audit { get; init; }
    public required Func<ApprovalCase, Officer, Moment, Step> Apply { get; init; }

    /// <summary>Adds to the action what only the database knows; null when nothing is.</summary>
    public Func<NpgsqlTransaction, StoredCase, Task<CaseAction>>? CompleteAsync { get; init; }

    /// <summary>What the officer said; empty when nothing has to be said.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What the action is about, for the audit trail, such as a doubt's number.</summary>
    public object? Subject { get; init; }
}

/// <summary>When an action happens, and how long a claim lasts from then on.</summary>
public readonly record struct Moment(
    DateTimeOffset Now,
    TimeSpan Lease,
    DateOnly Today,
    CaseworkPolicy Rules,
    RoutePolicy Routes
)
{
    public ReleaseAt Release => new(Now, Routes.SecondOfficerRebateCny);
}

public sealed record ActionBy(CaseAction Action, Officer Officer);
