using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Approval.Officers;

/// <summary>
/// Leave 请假 of an officer, with a deputy 代岗 who may act on the officer's posts meanwhile. The
/// officer records it, or the head of one of the officer's posts; never the deputy.
/// </summary>
/// <remarks>
/// Cases in the hands of who is away go to the deputy, or back to the queue, within a minute.
/// Errors: RBF-3001 without Idempotency-Key, 3004 wrong fields (400), 3063 no such officer, 3071 no
/// such absence (404), 3069 neither the officer nor the head (403), 3070 overlaps (409), RBF-0412
/// stale, RBF-0428 without If-Match.
/// </remarks>
public static class Absences
{
    /// <summary>Longest leave, days.</summary>
    private const int LongestDays = 366;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/officers/{id}/absences", ListAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<Page>();
        routes
            .MapPost("/v1/officers/{id}/absences", RecordAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<View>(StatusCodes.Status201Created);
        routes
            .MapPost("/v1/officers/{id}/absences/{absenceId:guid}/ending", EndAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<View>();
    }

    /// <param name="FirstDay">Today or later.</param>
    /// <param name="LastDay">Not before the first day, at most 366 days of leave.</param>
    /// <param name="Deputy">
    /// An officer of the authority who was seen before; may be left out.
    /// </param>
    /// <param name="Reason">1 to 2,000 characters.</param>
    public sealed record Request(
        DateOnly? FirstDay = null,
        DateOnly? LastDay = null,
        string? Deputy = null,
        string? Reason = null
    );

    /// <summary>The newest first, at most 200.</summary>
    public sealed record Page(IReadOnlyList<View> Items);

    /// <param name="Posts">The posts that the deputy may act on.</param>
    public sealed record View(
        Guid Id,
        string Officer,
        IReadOnlyList<string> Posts,
        DateOnly FirstDay,
        DateOnly LastDay,
        string? Deputy
    )
    {
        public required string Reason { get; init; }
        public required string RecordedBy { get; init; }
        public required DateTimeOffset RecordedAt { get; init; }

        /// <summary>Null unless it was ended before its last day.</summary>
        public required string? EndedBy { get; init; }
        public required DateTimeOffset? EndedAt { get; init; }
        public required long Version { get; init; }

        public static View Of(Absence absence) =>
            new(
                absence.Id,
                absence.Officer,
                [.. absence.Posts.Select(WireCode.Of)],
                absence.FirstDay,
                absence.LastDay,
                absence.Deputy
            )
            {
                Reason = absence.Reason,
                RecordedBy = absence.RecordedBy,
                RecordedAt = absence.RecordedAt,
                EndedBy = absence.EndedBy,
                EndedAt = absence.EndedAt,
                Version = absence.Version,
            };
    }

    private static async Task<IResult> ListAsync(
        string id,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        if (OfficerOf.Token(http.User) is not { } reader)
            return Problems.Of(http, Problems.NoTaxAuthority);
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var absences = await OfficerSql.ListAsync(connection, reader.TaxAuthority, id);
        return TypedResults.Ok(new Page([.. absences.Select(View.Of)]));
    }

    private static async Task<IResult> RecordAsync(
        string id,
        Request request,
        HttpContext http,
        OfficerServices services
    )
    {
        if (OfficerOf.Token(http.User) is not { } token)
            return Problems.Of(http, Problems.NoTaxAuthority);
        if (Check(request, token, services.Zone.Today) is { Count: > 0 } errors)
            return await FieldChecks.Refuse(http, errors);
        var by = await services.Register.EnterAsync(token, http.RequestAborted);
        var answer = await services.OnceOnly.CreateAsync(
            http,
            request,
            async transaction =>
            {
                var connection = transaction.Connection!;
                var who = await services.Register.FindAsync(connection, by.TaxAuthority, id);
                if (who is null)
                    return Problems.Of(http, Problems.NoSuchOfficer);
                var own = who.Posts.Except(who.DeputyOf.Keys).ToList();
                if (!IsOfficerOrHead(by, id, own))
                    return Problems.Of(http, Problems.NotTheHead);
                if (
                    request.Deputy is { } deputy
                    && await services.Register.FindAsync(connection, by.TaxAuthority, deputy)
                        is null
                )
                    return Problems.Of(http, Problems.NoSuchOfficer);
                var absence = new Absence(
                    Guid.CreateVersion7(),
                    1,
                    by.TaxAuthority,
                    id,
                    own,
                    request.FirstDay!.Value,
                    request.LastDay!.Value
                )
                {
                    Deputy = request.Deputy,
                    Reason = request.Reason!,
                    RecordedBy = by.Id,
                    RecordedAt = services.Zone.Now,
                };
                return await OfficerSql.TryAddAsync(transaction, absence)
                    ? Answer.Created(
                        $"/v1/officers/{Uri.EscapeDataString(id)}/absences",
                        View.Of(absence),
                        absence.Version
                    )
                    : Problems.Of(http, Problems.AbsenceOverlaps);
            }
        );
        services.Changed.Raise();
        return answer;
    }

    private static Task<IResult> EndAsync(
        string id,
        Guid absenceId,
        HttpContext http,
        OfficerServices services
    )
    {
        if (OfficerOf.Token(http.User) is not { } by)
            return Task.FromResult<IResult>(Problems.Of(http, Problems.NoTaxAuthority));
        if (!http.Request.Headers.ContainsKey("If-Match"))
            return Task.FromResult<IResult>(Problems.Of(http, EntityTag.Missing));
        if (!EntityTag.TryReadIfMatch(http, out var version))
            return Task.FromResult<IResult>(Problems.Of(http, EntityTag.Stale));
        return services.OnceOnly.RunAsync(
            http,
            "ending",
            async transaction =>
            {
                var before = await OfficerSql.LockAsync(transaction, absenceId);
                if (before?.Officer != id || before.TaxAuthority != by.TaxAuthority)
                    return Problems.Of(http, Problems.NoSuchAbsence);
                if (before.EndedAt is not null || before.LastDay < services.Zone.Today)
                    return Problems.Of(http, Problems.NoSuchAbsence);
                if (!IsOfficerOrHead(by, id, before.Posts))
                    return Problems.Of(http, Problems.NotTheHead);
                if (before.Version != version)
                    return Problems.Of(http, EntityTag.Stale);
                var after = before with
                {
                    Version = before.Version + 1,
                    EndedBy = by.Id,
                    EndedAt = services.Zone.Now,
                };
                await OfficerSql.EndAsync(transaction, after);
                return Answer.Ok(View.Of(after), after.Version);
            }
        );
    }

    private static bool IsOfficerOrHead(Officer by, string officer, IReadOnlyList<Post> posts) =>
        by.Id == officer || posts.Any(post => by.Posts.Contains(Posts.HeadOf(post)));

    private static List<FieldError> Check(Request request, Officer by, DateOnly today)
    {
        var errors = FieldChecks.Reason(request.Reason).ToList();
        if (request.FirstDay is not { } first || first < today)
            errors.Add(new("firstDay", "应为今天或以后的日期", "Today or a later day"));
        else if (request.LastDay is not { } last || last < first)
            errors.Add(new("lastDay", "不得早于 firstDay", "Not before firstDay"));
        else if (last.DayNumber - first.DayNumber >= LongestDays)
            errors.Add(new("lastDay", "至多366天", "At most 366 days"));
        if (request.Deputy is { Length: 0 or > 200 } || request.Deputy == by.Id)
            errors.Add(
                new("deputy", "请填写他人；登记人不得代岗", "Another person, not the recorder")
            );
        return errors;
    }
}

/// <summary>What the endpoints about officers need.</summary>
public sealed record OfficerServices(
    OfficerRegister Register,
    OnceOnly OnceOnly,
    AuthorityClock Zone,
    AbsencesChanged Changed
);

/// <summary>Wakes whoever moves the cases of those who are away.</summary>
public sealed class AbsencesChanged : IDisposable
{
    private readonly SemaphoreSlim signal = new(0, 1);

    public void Raise()
    {
        lock (signal)
        {
            if (signal.CurrentCount == 0)
                signal.Release();
        }
    }

    /// <summary>Waits until somebody raises it, or until the time is over.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancel) =>
        signal.WaitAsync(longest, cancel);

    public void Dispose() => signal.Dispose();
}
