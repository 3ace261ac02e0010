using Npgsql;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist.Imports;

/// <summary>
/// A second person approves or refuses an import as one act: every draft of it that still waits
/// takes a step of its own, all or none.
/// </summary>
/// <remarks>
/// Errors: RBF-2001 note (400), 2003 (403), 2004 nothing waits, 2005 overlaps (409), 2016 no such
/// import (404), 0412, 0428.
/// </remarks>
public static class ReviewImport
{
    private const string Path = "/v1/watchlist/imports";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Path, ListAsync)
            .RequireAuthorization(RiskReaders.TeamPolicy)
            .Produces<Page>()
            .WithSummary("List the last hundred imports");
        routes
            .MapGet($"{Path}/{{id:guid}}", GetAsync)
            .RequireAuthorization(RiskReaders.TeamPolicy)
            .Produces<ImportView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Read an import and what became of its drafts");
        routes
            .MapPost($"{Path}/{{id:guid}}/approval", ApproveAsync)
            .RequireAuthorization(Roles.RiskApprover)
            .Produces<ImportView>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Approve all drafts of an import as one act");
        routes
            .MapPost($"{Path}/{{id:guid}}/rejection", RejectAsync)
            .RequireAuthorization(Roles.RiskApprover)
            .Produces<ImportView>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Refuse all drafts of an import as one act");
    }

    /// <param name="Note">A remark, at most 500 characters; why, of a refusal.</param>
    public sealed record Request(string? Note = null);

    /// <param name="Items">Imports, the newest first.</param>
    public sealed record Page(IReadOnlyList<ImportLine> Items);

    /// <param name="Pending">Drafts that wait.</param>
    public sealed record ImportLine(
        Guid Id,
        string ImportedBy,
        DateTimeOffset ImportedAt,
        int Pending
    );

    /// <param name="Pending">Drafts that wait; the entity tag changes with any step.</param>
    /// <param name="Drafts">By row of the file; rows that changed nothing made none.</param>
    public sealed record ImportView(
        Guid Id,
        string ImportedBy,
        DateTimeOffset ImportedAt,
        int Pending,
        IReadOnlyList<DraftLine> Drafts
    );

    /// <param name="Row">Number in the file.</param>
    /// <param name="Change">ADD, REVISE or RETIRE.</param>
    /// <param name="IsPending">Whether this draft still waits.</param>
    /// <param name="Status">The entry as it stands: DRAFT, IN_FORCE and so on.</param>
    public sealed record DraftLine(
        int Row,
        Guid EntryId,
        string Change,
        string Kind,
        string Key,
        int Level,
        bool IsPending,
        string Status
    );

    private static async Task<IResult> ListAsync(
        NpgsqlDataSource database,
        CancellationToken cancel
    ) => TypedResults.Ok(new Page(await ImportReviewSql.ListAsync(database, cancel)));

    private static async Task<IResult> GetAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock clock,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        if (await ImportReviewSql.FindAsync(connection, id, cancel) is not { } import)
            return Problems.NotFound(http, Problems.NoSuchImport, id);
        var drafts = await ImportReviewSql.DraftsAsync(connection, id, cancel);
        var day = clock.Today;
        return Answer(http, import, drafts, day);
    }

    private static Task<IResult> ApproveAsync(
        Guid id,
        Request request,
        HttpContext http,
        ImportReview review,
        CancellationToken cancel
    ) =>
        Fault(http, request, 0)
        ?? review.CloseAsync(
            http,
            id,
            (state, actor) => WatchlistEntry.Approve(state, Note(request), actor),
            cancel
        );

    private static Task<IResult> RejectAsync(
        Guid id,
        Request request,
        HttpContext http,
        ImportReview review,
        CancellationToken cancel
    ) =>
        Fault(http, request, 1)
        ?? review.CloseAsync(
            http,
            id,
            (state, actor) => WatchlistEntry.Reject(state, Note(request), actor),
            cancel
        );

    private static string Note(Request request) => request.Note?.Trim() ?? "";

    private static Task<IResult>? Fault(HttpContext http, Request request, int least)
    {
        var errors = new List<FieldError>();
        WatchlistEntry.CheckText("note", request.Note, least, 500, errors);
        return errors.Count == 0
            ? null
            : Task.FromResult<IResult>(DraftEntry.Invalid(http, errors));
    }

    internal static IResult Answer(
        HttpContext http,
        StoredImport import,
        IReadOnlyList<ImportedDraft> drafts,
        DateOnly day
    )
    {
        http.Response.Headers.ETag = EntityTag.Of(TagOf(drafts));
        return TypedResults.Ok(
            new ImportView(
                import.Id,
                import.ImportedBy,
                import.ImportedAt,
                drafts.Count(draft => draft.IsPending),
                [
                    .. drafts.Select(draft => new DraftLine(
                        draft.Row,
                        draft.State.Latest.EntryId,
                        draft.State.Latest.Change,
                        draft.State.Latest.Content.Kind,
                        draft.State.Latest.Content.Key,
                        draft.State.Latest.Content.Level,
                        draft.IsPending,
                        draft.State.StatusOn(day)
                    )),
                ]
            )
        );
    }

    /// <summary>Any step of any of the entries makes the sum another one.</summary>
    internal static long TagOf(IReadOnlyList<ImportedDraft> drafts) =>
        drafts.Sum(draft => (long)draft.State.Latest.VersionNo);
}
