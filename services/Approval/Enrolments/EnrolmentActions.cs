using Npgsql;
using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Contracts;
using RebateFlow.Contracts.Approval;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Approval.Enrolments;

/// <summary>
/// What approving and ending have in common: version, save, and the word to Intake.
/// </summary>
public sealed class EnrolmentActions(OnceOnly onceOnly, Outbox outbox, AuthorityClock zone)
{
    public Task<IResult> RunAsync(
        HttpContext http,
        Guid id,
        object request,
        Func<NpgsqlTransaction, Enrolment, Signature, Task<EnrolmentStep>> act
    )
    {
        if (!http.Request.Headers.ContainsKey("If-Match"))
            return Task.FromResult<IResult>(Problems.Of(http, EntityTag.Missing));
        if (!EntityTag.TryReadIfMatch(http, out var version))
            return Task.FromResult<IResult>(Problems.Of(http, EntityTag.Stale));
        return onceOnly.RunAsync(
            http,
            request,
            async transaction =>
            {
                if (await EnrolmentSql.LoadAsync(transaction, id) is not { } before)
                    return Problems.Of(http, Problems.NoSuchEnrolment);
                if (before.Version != version)
                    return Problems.Of(http, EntityTag.Stale);
                var by = new Signature(http.User.SubjectId(), zone.Now);
                var step = await act(transaction, before, by);
                if (step.Next is not { } after)
                    return Problems.Of(http, step.Refusal!);
                await EnrolmentSql.SaveAsync(transaction, after, step.Event!);
                // A draft that is thrown away was never known outside.
                if (after.Approved is not null)
                    await AnnounceAsync(transaction, after, by.At, http.RequestAborted);
                return Answer.Ok(EnrolmentView.Of(after), after.Version);
            }
        );
    }

    private async Task AnnounceAsync(
        NpgsqlTransaction transaction,
        Enrolment enrolment,
        DateTimeOffset at,
        CancellationToken cancel
    ) =>
        await outbox.AddAsync(
            transaction,
            new GreenChannelEnrolmentChanged
            {
                Uscc = enrolment.Uscc,
                Version = await EnrolmentSql.AnnounceAsync(transaction, enrolment.Uscc),
                ValidFrom = enrolment.ValidFrom,
                ValidTo = enrolment.ValidTo,
                ChangedAt = at,
            },
            Lanes.Ordinary,
            cancel
        );
}

/// <summary>Either the enrolment after the action, or why it was refused.</summary>
public readonly record struct EnrolmentStep(
    Enrolment? Next,
    EnrolmentEvent? Event,
    ProblemCode? Refusal
)
{
    public static EnrolmentStep Refused(ProblemCode refusal) => new(null, null, refusal);

    public static EnrolmentStep Of(
        (Enrolment? Next, EnrolmentRefusal? Refusal) step,
        EnrolmentEvent taken
    ) => new(step.Next, taken, step.Refusal is { } refusal ? CodeOf(refusal) : null);

    private static ProblemCode CodeOf(EnrolmentRefusal refusal) =>
        refusal switch
        {
            EnrolmentRefusal.NotApplied => Problems.NotApplied,
            EnrolmentRefusal.NotDraft => Problems.EnrolmentNotDraft,
            EnrolmentRefusal.AlreadyEnded => Problems.EnrolmentEnded,
            EnrolmentRefusal.SamePerson => Problems.SamePerson,
        };
}
