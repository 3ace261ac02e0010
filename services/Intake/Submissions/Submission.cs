using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Reading;
using RebateFlow.Intake.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Intake.Submissions;

/// <summary>
/// What a first and a later attempt have alike: who, which key, which document, the answer.
/// </summary>
/// <param name="Uscc">The exporter, from its token.</param>
/// <param name="IdempotencyKey">Made by the client, 1 to 128 characters.</param>
/// <param name="Document">The document.</param>
/// <param name="HandedInOn">The day; an enrolment in force on it opens the express lane.</param>
public sealed record Submission(
    string Uscc,
    string IdempotencyKey,
    SubmittedDocument Document,
    DateOnly HandedInOn
)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Reads and validates a request; one of the two is null.</summary>
    public static async Task<(Submission? Submission, ProblemHttpResult? Refusal)> ReadAsync(
        HttpContext http,
        AuthorityClock clock,
        CancellationToken cancel
    )
    {
        if (!OnceOnly.TryReadKey(http.Request.Headers, out var key))
            return (null, RequestHeaders.KeyMissing(http));
        var (document, refusal) = await SubmittedDocument.ReadAsync(http, cancel);
        if (document is null)
            return (null, refusal);

        var own = http.User.Uscc();
        if (own is null || CodeText.Normalize(document.Filing.Uscc) != own)
        {
            return (
                null,
                Problem.Of(
                    http,
                    Problems.ForeignExporter,
                    "uscc 须为令牌所属企业的代码。",
                    "uscc must be the code of the enterprise the token belongs to."
                )
            );
        }
        return (new Submission(own, key, document, clock.Today), null);
    }

    /// <summary>
    /// Answers 202 with the place of the pre-declaration, and the feedback when this instance has
    /// it by now. Without feedback yet, it waits for it as long as the client prefers.
    /// </summary>
    public static async Task<Accepted<SubmissionAnswer>> AnswerAsync(
        HttpContext http,
        SubmissionAnswer answer,
        NpgsqlDataSource database,
        FeedbackWaiters.Wait wait,
        AuthorityClock clock
    )
    {
        var seconds = RequestHeaders.WaitSeconds(http.Request.Headers);
        var cancel = http.RequestAborted;
        if (answer.Feedback is null && wait.Signal.IsCompleted)
            answer = await SubmissionSql.FindAnswerAsync(
                database,
                answer.Id,
                answer.AttemptNo,
                cancel
            );
        if (seconds > 0)
        {
            http.Response.Headers["Preference-Applied"] = string.Create(
                CultureInfo.InvariantCulture,
                $"wait={seconds}"
            );
            var deadline = clock.Now.AddSeconds(seconds);
            for (var pause = FirstLook; answer.Feedback is null; pause = Longer(pause))
            {
                var left = deadline - clock.Now;
                if (left <= TimeSpan.Zero)
                    break;
                await Task.WhenAny(
                    wait.Signal,
                    Task.Delay(left < pause ? left : pause, clock.Time, cancel)
                );
                cancel.ThrowIfCancellationRequested();
                answer = await SubmissionSql.FindAnswerAsync(
                    database,
                    answer.Id,
                    answer.AttemptNo,
                    cancel
                );
            }
        }
        return TypedResults.Accepted($"/v1/pre-declarations/{answer.Id}", answer);
    }

    private static TimeSpan Longer(TimeSpan pause) =>
        pause * 2 < LongestPause ? pause * 2 : LongestPause;
}

/// <summary>Answer to a hand-in.</summary>
public sealed record SubmissionAnswer
{
    /// <summary>The pre-declaration (UUIDv7).</summary>
    public required Guid Id { get; init; }

    /// <summary>The attempt that was handed in, 1 or more.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>Where the pre-declaration stands now.</summary>
    public required string State { get; init; }

    /// <summary>What the checks found; absent while they run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FeedbackView? Feedback { get; init; }

    /// <summary>The answer of an attempt that was stored just now.</summary>
    public static SubmissionAnswer Stored(Guid id, int attemptNo) =>
        new()
        {
            Id = id,
            AttemptNo = attemptNo,
            State = WireCode.Of(PreDeclarationState.Submitted),
        };
}
