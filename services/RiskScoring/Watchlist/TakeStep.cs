using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using RebateFlow.Contracts;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>
/// What every change of an entry has in common: If-Match, a pure decision, the step stored, its
/// effect, the answer. The slices beside this file say which step.
/// </summary>
public sealed class TakeStep(NpgsqlDataSource database, Outbox outbox, AuthorityClock clock)
{
    /// <summary>Decides the next step, or why there is none.</summary>
    public delegate (WatchlistVersion? Next, ProblemCode? Refusal) Decide(
        EntryState state,
        Actor actor
    );

    /// <summary>Takes a step. Answers 200 with the entry, or a problem.</summary>
    public async Task<IResult> TakeAsync(
        HttpContext http,
        Guid entryId,
        Decide decide,
        CancellationToken cancel
    )
    {
        if (!EntityTag.TryReadIfMatch(http, out var expected))
            return Missing(http);

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var state = await WatchlistSql.FindAsync(connection, entryId, cancel);
        if (state is null)
            return Problems.NotFound(http, Problems.NoSuchEntry, entryId);
        if (state.Latest.VersionNo != expected)
            return Stale(http, state.Latest.VersionNo);

        var actor = new Actor(http.User.SubjectId(), clock.Now);
        var (next, refusal) = decide(state, actor);
        if (next is null)
            return Refuse(http, refusal!, state);
        if (!await WatchlistSql.TryInsertAsync(transaction, next, cancel))
            return Stale(http, next.VersionNo);
        if (next.Stage == Stage.Approved)
        {
            if (!await WatchlistSql.TryEnforceAsync(transaction, next, cancel))
                return Refuse(http, Problems.Overlaps, state);
            await outbox.AddAsync(transaction, next.ToChanged(), Lanes.Ordinary, cancel);
        }
        await outbox.CommitAsync(transaction, cancel);

        var after = new EntryState(next, next.Stage == Stage.Approved ? next : state.Approved);
        return await AnswerAsync(http, connection, after, clock.DayOf(actor.At));
    }

    /// <summary>200 with an entry and its entity tag.</summary>
    public static async Task<IResult> AnswerAsync(
        HttpContext http,
        NpgsqlConnection connection,
        EntryState state,
        DateOnly day
    )
    {
        http.Response.Headers.ETag = EntityTag.Of(state.Latest.VersionNo);
        return TypedResults.Ok(await EntryView.WithWarningsAsync(http, connection, state, day));
    }

    internal static ProblemHttpResult Missing(HttpContext http) =>
        Problem.Of(
            http,
            EntityTag.Missing,
            "请先读取该关注信息，并在 If-Match 中带上其 ETag",
            "Read the entry and send its ETag as If-Match"
        );

    private static ProblemHttpResult Stale(HttpContext http, int versionNo) =>
        Problem.Of(
            http,
            EntityTag.Stale,
            $"当前版本为 {versionNo}",
            $"The entry is at version {versionNo}"
        );

    private static ProblemHttpResult Refuse(HttpContext http, ProblemCode refusal, EntryState state)
    {
        var entry = $"{state.Latest.Content.Kind} {state.Latest.Content.Key}";
        return Problem.Of(
            http,
            refusal,
            $"{entry}，版本 {state.Latest.VersionNo}",
            $"{entry}, version {state.Latest.VersionNo}"
        );
    }
}
