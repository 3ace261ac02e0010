using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checking;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.NoDataForms;
using RebateFlow.Intake.Reference;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Submissions;
using RebateFlow.Intake.Vouchers;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Sandbox;

/// <summary>
/// Plays the authority for sandbox clients: filings are checked at once by the real checks, against
/// information made for them, and each read goes a step further in the script of their reference.
/// </summary>
public sealed class SandboxDesk(
    SandboxData data,
    NpgsqlDataSource database,
    ReferenceSnapshots references,
    AuthorityClock clock
)
{
    private const string Lane = "ordinary";

    /// <summary>The desk of this process.</summary>
    public static SandboxDesk Of(HttpContext http) =>
        http.RequestServices.GetRequiredService<SandboxDesk>();

    /// <summary>Takes a first attempt; answers with its feedback.</summary>
    public async Task<IResult> SubmitAsync(HttpContext http, Submission submission)
    {
        var cancel = http.RequestAborted;
        var now = clock.Now;
        var message = MessageOf(Guid.CreateVersion7(now), 1, submission, now);
        await using var connection = await data.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection, transaction);
        SubmissionSql.AddFirst(batch, message, submission);
        if (await batch.ExecuteScalarAsync(cancel) is null)
            return await AnswerAgainAsync(http, connection, submission);
        await CheckAsync(transaction, SubjectOf(message, submission), (0, false), cancel);
        await transaction.CommitAsync(cancel);
        return await AnswerAsync(message.PreDeclarationId, 1, cancel);
    }

    /// <summary>Takes the next attempt of a locked pre-declaration.</summary>
    public async Task<IResult> SubmitNextAsync(
        NpgsqlTransaction transaction,
        (Guid Id, int No) attempt,
        Submission submission,
        CancellationToken cancel
    )
    {
        var now = clock.Now;
        await SubmissionSql.InsertNextAsync(transaction, attempt.Id, submission, now, cancel);
        var message = MessageOf(attempt.Id, attempt.No, submission, now);
        await CheckAsync(transaction, SubjectOf(message, submission), (0, false), cancel);
        await transaction.CommitAsync(cancel);
        return await AnswerAsync(attempt.Id, attempt.No, cancel);
    }

    /// <summary>One step further in the script, because the pre-declaration is read.</summary>
    public async Task StepAsync(Guid id, string uscc, CancellationToken cancel)
    {
        await using var connection = await data.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var head = await SubmissionSql.LockAsync(transaction, id, uscc, cancel);
        if (head is null || await SandboxSql.FindAsync(transaction, id, cancel) is not { } play)
            return;
        var isOnItsWay =
            head.StateValue == PreDeclarationState.AwaitingData
            || PreDeclaration.IsWithOfficers(head.StateValue);
        if (
            !isOnItsWay
            || !WireCode.TryParse(play.Scenario, out SandboxScenario scenario)
            || SandboxScript.After(scenario, play.Reads + 1) is not { } step
        )
            return;

        if (head.StateValue == PreDeclarationState.AwaitingData)
        {
            var arrived = (play.Reads + 1, true);
            await CheckAsync(transaction, SubjectOf(head, uscc, play), arrived, cancel);
        }
        else
        {
            var handedInOn = clock.DayOf(play.SubmittedAt);
            var dueOn = step.DueInDays is { } days ? Weekdays(handedInOn, days) : (DateOnly?)null;
            var at = (dueOn, clock.Now);
            await SandboxSql.StepAsync(transaction, id, step, at, cancel);
        }
        await transaction.CommitAsync(cancel);
    }

    /// <summary>
    /// Checks a locked pre-declaration again that a form was filed for: what is on it is no longer
    /// waited for.
    /// </summary>
    public async Task CloseWaitAsync(
        NpgsqlTransaction transaction,
        PreDeclarationHead head,
        string uscc,
        CancellationToken cancel
    )
    {
        var play = await SandboxSql.FindAsync(transaction, head.Id, cancel);
        // As far as the read that brings the data, only without them.
        var closed = (play!.Reads + 1, false);
        await CheckAsync(transaction, SubjectOf(head, uscc, play), closed, cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task CheckAsync(
        NpgsqlTransaction transaction,
        CheckSubject subject,
        (int Reads, bool DataHaveArrived) at,
        CancellationToken cancel
    )
    {
        var version = await ReferenceSnapshotSql.VersionAsync(database, cancel);
        var snapshot = await references.AtLeastAsync(version, cancel);
        var filing = PackedJson.Unpack(subject.Document, RequestJson.Default.SubmittedFiling);
        var scenario = SandboxScript.ScenarioOf(filing);
        var forms = await NoDataFormSql.FindAsync(transaction.Connection!, subject.Id, cancel);
        var information = SandboxWorld.Of(
            filing,
            scenario,
            hasArrived: at.DataHaveArrived,
            (snapshot.Rates, snapshot.ExchangeRates),
            snapshot.Tables
        ) with
        {
            NoDataForms = forms.ToDictionary(
                row => (row.Feed, row.Key),
                row => new NoDataForm(row.FiledOn, IsOfThisFiling: true)
            ),
        };
        var now = clock.Now;
        var check = new FinishedCheck(
            subject,
            new VoucherOwner(subject, filing, clock.DayOf(subject.SubmittedAt)),
            new LoadedInformation(information, SandboxWorld.DeclarantOf(filing), version),
            PreDeclarationCheck.Run(filing, information, clock.DayOf(now)),
            now
        );
        await SandboxSql.StoreAsync(transaction, check, scenario, at.Reads, cancel);
    }

    private async Task<IResult> AnswerAgainAsync(
        HttpContext http,
        NpgsqlConnection connection,
        Submission submission
    )
    {
        var cancel = http.RequestAborted;
        var earlier = await SubmissionSql.FindByKeyAsync(
            connection,
            submission.Uscc,
            submission.IdempotencyKey,
            cancel
        );
        return earlier is null || !earlier.IsFrom(submission)
            ? RequestHeaders.KeyReused(http)
            : await AnswerAsync(earlier.PreDeclarationId, earlier.AttemptNo, cancel);
    }

    private async Task<IResult> AnswerAsync(Guid id, int attemptNo, CancellationToken cancel) =>
        TypedResults.Accepted(
            $"/v1/pre-declarations/{id}",
            await SubmissionSql.FindAnswerAsync(data.Source, id, attemptNo, cancel)
        );

    private static PreDeclarationSubmitted MessageOf(
        Guid id,
        int attemptNo,
        Submission submission,
        DateTimeOffset now
    ) =>
        new()
        {
            PreDeclarationId = id,
            AttemptNo = attemptNo,
            SubmittedAt = now,
            LineCount = FilingRules.LineCount(submission.Document.Filing),
        };

    private static CheckSubject SubjectOf(PreDeclarationSubmitted message, Submission submission) =>
        new()
        {
            Cause = new GroupMember<PreDeclarationSubmitted>(message, Guid.Empty, null),
            Id = message.PreDeclarationId,
            AttemptNo = message.AttemptNo,
            Uscc = submission.Uscc,
            State = PreDeclarationState.Submitted,
            Lane = Lane,
            Document = submission.Document.Packed,
            SubmittedAt = message.SubmittedAt,
            LineCount = FilingRules.LineCount(submission.Document.Filing),
            Held = VoucherClaim.Nothing,
        };

    private static CheckSubject SubjectOf(PreDeclarationHead head, string uscc, SandboxPlay play) =>
        new()
        {
            Cause = new GroupMember<PreDeclarationSubmitted>(
                new PreDeclarationSubmitted
                {
                    PreDeclarationId = head.Id,
                    AttemptNo = head.AttemptNo,
                    SubmittedAt = play.SubmittedAt,
                    LineCount = play.LineCount,
                },
                Guid.Empty,
                null
            ),
            Id = head.Id,
            AttemptNo = head.AttemptNo,
            Uscc = uscc,
            State = head.StateValue,
            Lane = Lane,
            Document = play.Document,
            SubmittedAt = play.SubmittedAt,
            LineCount = play.LineCount,
            Held = VoucherClaim.Nothing,
        };

    /// <summary>So many days on, Saturdays and Sundays left out.</summary>
    private static DateOnly Weekdays(DateOnly day, int days)
    {
        while (days > 0)
        {
            day = day.AddDays(1);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                days--;
        }
        return day;
    }
}

/// <summary>Registration.</summary>
public static class SandboxServices
{
    public static void AddSandbox(this WebApplicationBuilder builder)
    {
        builder.AddExporterData();
        builder.Services.AddSingleton<SandboxDesk>();
    }
}
