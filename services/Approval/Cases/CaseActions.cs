using Npgsql;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Officers;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Reading;
using RebateFlow.Approval.Repayments;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Approval.Cases;

/// <summary>
/// What every action of an officer has in common: lock the case, check version and authority, let
/// the case decide, and write what happened.
/// </summary>
public sealed class CaseActions(
    OnceOnly onceOnly,
    OfficerRegister register,
    ReferenceCache references,
    CaseWriter writer,
    CaseFollowers followers,
    AuthorityClock zone
)
{
    /// <summary>Runs a command on a case that the officer has seen (If-Match).</summary>
    /// <param name="request">The request's body; it tells a repetition from another one.</param>
    /// <param name="command">What the officer wants, from what is known by then.</param>
    public Task<IResult> RunAsync(
        HttpContext http,
        Guid caseId,
        object request,
        Func<Acting, CaseCommand> command
    ) => RunAsync(http, caseId, request, at => Task.FromResult(command(at)));

    /// <inheritdoc cref="RunAsync(HttpContext, Guid, object, Func{Acting, CaseCommand})"/>
    public async Task<IResult> RunAsync(
        HttpContext http,
        Guid caseId,
        object request,
        Func<Acting, Task<CaseCommand>> command
    )
    {
        if (await EnterAsync(http) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        if (!http.Request.Headers.ContainsKey("If-Match"))
            return Problems.Of(http, EntityTag.Missing);
        if (!EntityTag.TryReadIfMatch(http, out var version))
            return Problems.Of(http, EntityTag.Stale);
        return await onceOnly.RunAsync(
            http,
            request,
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
                    ? await ApplyAsync(http, transaction, before, officer, command)
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

    /// <summary>Lets the case decide and writes what happened.</summary>
    public async Task<Answer> ApplyAsync(
        HttpContext http,
        NpgsqlTransaction transaction,
        StoredCase before,
        Officer officer,
        Func<Acting, Task<CaseCommand>> command
    )
    {
        var reference = await references.NewestAsync(transaction.Connection!);
        var terms = reference.TermsOn(zone.Today, before.TaxAuthority);
        var asked = await followers.Repayments.KnowingAsync(
            transaction,
            before.Case,
            await command(new(transaction, before.Case, officer, terms))
        );
        var step = before.Case.Decide(asked, zone.Now);
        if (step.Events is not { } events)
            return Problems.Of(http, step.Refusal!.Value, before.Case);
        await SaveAsync(transaction, before.After(events), http.RequestAborted);
        return await ShowAsync(http, transaction, before, reference.Calendar);
    }

    /// <summary>
    /// Claims a clean green case and decides it in one go, in the version that was seen. A refusal
    /// writes nothing.
    /// </summary>
    public async Task<(ApprovalCase? After, ProblemCode? Refusal)> DecideInBulkAsync(
        NpgsqlTransaction transaction,
        BulkDecision.Item seen,
        (Verdict Verdict, Officer Officer) by,
        CancellationToken cancel
    )
    {
        var before = await ApprovalCaseSql.LoadAsync(transaction, seen.Id, cancel);
        if (before is null || before.TaxAuthority != by.Officer.TaxAuthority)
            return (null, Problems.NoSuchCase);
        if (before.Case.Version != seen.Version)
            return (null, EntityTag.Stale);
        var terms = await TermsAsync(transaction.Connection!, before.TaxAuthority);
        var command = await followers.Repayments.KnowingAsync(
            transaction,
            before.Case,
            new GiveVerdict(by.Officer, by.Verdict, terms, InBulk: true)
        );
        var step = before.Case.Decide(command, zone.Now);
        if (step.Events is not { } events)
            return (null, Problems.CodeOf(step.Refusal!.Value));
        var change = before.After(events);
        await SaveAsync(transaction, change, cancel);
        return (change.After, null);
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
        var calendar = (await references.NewestAsync(connection)).Calendar;
        return Show(http, await CaseViewSql.ReadAsync(connection, caseId, taxAuthority), calendar);
    }

    private async Task<Answer> ShowAsync(
        HttpContext http,
        NpgsqlTransaction transaction,
        StoredCase some,
        WorkingDayCalendar calendar
    ) =>
        Show(
            http,
            await CaseViewSql.ReadAsync(
                transaction.Connection!,
                some.Case.CaseId,
                some.TaxAuthority
            ),
            calendar
        );

    private Answer Show(HttpContext http, StoredView? stored, WorkingDayCalendar calendar)
    {
        var builder = new CaseViewBuilder(calendar, zone, Language.IsChinese(http));
        return Answer.Ok(builder.Build(stored!), stored!.Row.Version);
    }

    /// <summary>A hold, or the end of one, makes the channel be decided again.</summary>
    private async Task SaveAsync(
        NpgsqlTransaction transaction,
        CaseChange change,
        CancellationToken cancel
    )
    {
        await writer.WriteAsync(transaction, change, cancel);
        await followers.Repayments.FollowAsync(transaction, change, cancel);
        foreach (var happened in change.Events)
            if (HoldMove.Of(happened) is { } reason)
                await followers.Moves.RunAsync(transaction, change.After.CaseId, reason, cancel);
    }

    private async Task<CaseTerms> TermsAsync(NpgsqlConnection connection, string taxAuthority) =>
        (await references.NewestAsync(connection)).TermsOn(zone.Today, taxAuthority);
}

/// <summary>What is known when an officer's request becomes a command.</summary>
public sealed record Acting(
    NpgsqlTransaction Transaction,
    ApprovalCase Case,
    Officer Officer,
    CaseTerms Terms
);

/// <summary>What follows from an act on a case, in its transaction.</summary>
public sealed record CaseFollowers(CaseMoves Moves, RepaymentBook Repayments);
