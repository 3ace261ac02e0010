using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Approval.Queue;

/// <summary>
/// Filters of the queue that an officer keeps; those marked as shared are seen by the whole
/// authority.
/// </summary>
/// <remarks>
/// Errors: RBF-3001 without Idempotency-Key, 3004 wrong name or filter (400), 3060 no such filter
/// of one's own (404), 3061 the name is taken, 3062 too many (409), RBF-0412 stale, RBF-0428
/// without If-Match.
/// </remarks>
public static class SavedFilters
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/saved-filters", ListAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<Page>();
        routes
            .MapPost("/v1/saved-filters", CreateAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<SavedFilterView>(StatusCodes.Status201Created);
        routes
            .MapPut("/v1/saved-filters/{id:guid}", ReplaceAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<SavedFilterView>();
        routes
            .MapDelete("/v1/saved-filters/{id:guid}", DeleteAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces(StatusCodes.Status204NoContent);
    }

    /// <summary>The officer's own ones, then those that others share.</summary>
    public sealed record Page(IReadOnlyList<SavedFilterView> Items);

    /// <param name="Name">1 to 100 characters; unique among the officer's own.</param>
    /// <param name="Shared">True to show it to all officers of the authority.</param>
    /// <param name="Filter">Texts as in the query of <c>GET /v1/cases</c>.</param>
    public sealed record Request(
        string? Name = null,
        bool Shared = false,
        CaseFilter? Filter = null
    );

    private static async Task<IResult> ListAsync(HttpContext http, NpgsqlDataSource database)
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var seen = await SavedFilterSql.SeenByAsync(connection, officer);
        return TypedResults.Ok(new Page([.. seen.Select(SavedFilterView.Of)]));
    }

    private static Task<IResult> CreateAsync(
        Request request,
        HttpContext http,
        CaseQueue queue,
        OnceOnly onceOnly
    ) =>
        Check(http, request, queue) is var (officer, refusal) && refusal is not null
            ? refusal
            : onceOnly.CreateAsync(
                http,
                request,
                async transaction =>
                {
                    if (await SavedFilterSql.CountAsync(transaction, officer!) >= SavedFilter.Most)
                        return Problems.Of(http, Problems.TooManySavedFilters);
                    var saved = new SavedFilter(
                        Guid.CreateVersion7(),
                        1,
                        officer!.Id,
                        officer.TaxAuthority,
                        request.Name!,
                        request.Shared,
                        request.Filter!
                    )
                    {
                        ChangedAt = queue.Zone.Now,
                    };
                    return await SavedFilterSql.TryAddAsync(transaction, saved)
                        ? Answer.Created(
                            $"/v1/saved-filters/{saved.Id}",
                            SavedFilterView.Of(saved),
                            saved.Version
                        )
                        : Problems.Of(http, Problems.SavedFilterNameTaken);
                }
            );

    private static Task<IResult> ReplaceAsync(
        Guid id,
        Request request,
        HttpContext http,
        CaseQueue queue,
        OnceOnly onceOnly
    ) =>
        Check(http, request, queue) is var (officer, refusal) && refusal is not null
            ? refusal
            : ChangeAsync(
                http,
                (id, officer!, request),
                onceOnly,
                async (transaction, before) =>
                {
                    var after = before with
                    {
                        Version = before.Version + 1,
                        Name = request.Name!,
                        IsShared = request.Shared,
                        Filter = request.Filter!,
                        ChangedAt = queue.Zone.Now,
                    };
                    return await SavedFilterSql.TryReplaceAsync(transaction, after)
                        ? Answer.Ok(SavedFilterView.Of(after), after.Version)
                        : Problems.Of(http, Problems.SavedFilterNameTaken);
                }
            );

    private static Task<IResult> DeleteAsync(Guid id, HttpContext http, OnceOnly onceOnly) =>
        OfficerOf.Token(http.User) is not { } officer
            ? Task.FromResult<IResult>(Problems.Of(http, Problems.NoTaxAuthority))
            : ChangeAsync(
                http,
                (id, officer, "delete"),
                onceOnly,
                async (transaction, before) =>
                {
                    await SavedFilterSql.DeleteAsync(transaction, before.Id);
                    return Answer.NoContent;
                }
            );

    private static Task<IResult> ChangeAsync(
        HttpContext http,
        (Guid Id, Officer Officer, object Request) asked,
        OnceOnly onceOnly,
        Func<NpgsqlTransaction, SavedFilter, Task<Answer>> act
    )
    {
        if (!http.Request.Headers.ContainsKey("If-Match"))
            return Task.FromResult<IResult>(Problems.Of(http, EntityTag.Missing));
        if (!EntityTag.TryReadIfMatch(http, out var version))
            return Task.FromResult<IResult>(Problems.Of(http, EntityTag.Stale));
        return onceOnly.RunAsync(
            http,
            asked.Request,
            async transaction =>
            {
                var before = await SavedFilterSql.LockAsync(transaction, asked.Id);
                if (
                    before?.Owner != asked.Officer.Id
                    || before.TaxAuthority != asked.Officer.TaxAuthority
                )
                    return Problems.Of(http, Problems.NoSuchSavedFilter);
                return before.Version == version
                    ? await act(transaction, before)
                    : Problems.Of(http, EntityTag.Stale);
            }
        );
    }

    private static (Officer? Officer, Task<IResult>? Refusal) Check(
        HttpContext http,
        Request request,
        CaseQueue queue
    )
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return (null, Task.FromResult<IResult>(Problems.Of(http, Problems.NoTaxAuthority)));
        var reader = queue.ReaderFor(officer);
        _ = reader.Read(request.Filter ?? new());
        var errors = reader
            .Errors.Select(error => error with { Field = $"filter.{error.Field}" })
            .ToList();
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > 100)
            errors.Add(new("name", "请填写1至100字的名称", "A name of 1 to 100 characters"));
        if (request.Filter is null)
            errors.Add(new("filter", "请填写筛选条件", "A filter is required"));
        return (officer, errors.Count > 0 ? FieldChecks.Refuse(http, errors) : null);
    }
}
