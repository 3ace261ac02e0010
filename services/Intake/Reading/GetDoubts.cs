using System.Text.Json.Serialization;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Submissions;
using RebateFlow.Intake.Worlds;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Reading;

/// <summary>An exporter reads the doubts of an attempt, in form order.</summary>
/// <remarks>
/// Query: attemptNo (the live one when absent), cursor, limit. Errors: RBF-1007 (404), RBF-1010
/// (400). Accept: application/json; or the whole as the exporter's workbook with the doubted cells
/// marked, or as text/csv, then RBF-1036 (409) while the checks run.
/// </remarks>
public static class GetDoubts
{
    /// <summary>A page.</summary>
    public sealed record Page
    {
        public required int AttemptNo { get; init; }

        /// <summary>
        /// Number of all doubts of the attempt; absent while it is being checked.
        /// </summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public int? DoubtCount { get; init; }

        public required IReadOnlyList<DoubtView> Items { get; init; }

        /// <summary>For the next page; absent on the last one.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? NextCursor { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/pre-declarations/{id:guid}/doubts", HandleAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .Produces<Page>()
            .Produces(StatusCodes.Status200OK, contentType: FileTypes.Workbook)
            .Produces(StatusCodes.Status200OK, contentType: FileTypes.Csv);

    private static async Task<IResult> HandleAsync(
        Guid id,
        int? attemptNo,
        HttpContext http,
        World world
    )
    {
        var database = world.Database;
        if (DoubtsFile.TypeWanted(http) is { } type)
            return await DoubtsFile.AnswerAsync(http, database, (id, attemptNo), type);
        var query = http.Request.Query;
        if (!Paging.TryReadLimit(query, out var limit))
            return Paging.InvalidLimit(http);
        if (!Paging.TryReadCursor<int>(query, out var after) || after < 0)
            return Paging.InvalidCursor(http);

        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var found = await PreDeclarationQuerySql.FindDoubtsAsync(
            connection,
            (id, http.User.Uscc() ?? "", attemptNo),
            after,
            limit,
            http.RequestAborted
        );
        if (found is null)
            return GetPreDeclaration.Unknown(http);

        var isChinese = Language.IsChinese(http);
        DoubtView[] items =
        [
            .. found
                .Pages.SelectMany(Unpack)
                .Where(doubt => doubt.DoubtNo > after)
                .Take(limit)
                .Select(doubt => DoubtView.Of(doubt, isChinese)),
        ];
        var last = items.Length > 0 ? items[^1].DoubtNo : after;
        return TypedResults.Ok(
            new Page
            {
                AttemptNo = found.AttemptNo,
                DoubtCount = found.DoubtCount,
                Items = items,
                NextCursor = last < found.DoubtCount ? Cursor.Encode(last) : null,
            }
        );
    }

    internal static Doubt[] Unpack(byte[] page) => PackedJson.Unpack(page, Stored.Doubts);
}

/// <summary>A doubt as the API shows it, in the reader's language.</summary>
public sealed record DoubtView
{
    public required int DoubtNo { get; init; }

    /// <summary>Code of the catalogue, such as M104.</summary>
    public required string Code { get; init; }

    /// <summary>NOTE, WARNING or ERROR.</summary>
    public required string Level { get; init; }

    /// <summary>NONE, OFFICER or REVIEWER.</summary>
    public required string PassableBy { get; init; }

    /// <summary>header, export, purchase, association or summary.</summary>
    public required string Form { get; init; }

    /// <summary>Line or association number; empty for header and summary.</summary>
    public required string Place { get; init; }

    /// <summary>Field by its API name; empty when the whole line is meant.</summary>
    public required string Field { get; init; }
    public required string Declared { get; init; }
    public required string Expected { get; init; }
    public required string Text { get; init; }

    /// <summary>What to do.</summary>
    public required string Remedy { get; init; }

    internal static DoubtView Of(Doubt doubt, bool isChinese) =>
        new()
        {
            DoubtNo = doubt.DoubtNo,
            Code = doubt.Code,
            Level = WireCode.Of(doubt.Level),
            PassableBy = WireCode.Of(doubt.PassableBy),
            Form = doubt.Form,
            Place = doubt.Place,
            Field = doubt.Field,
            Declared = doubt.Declared,
            Expected = doubt.Expected,
            Text = isChinese ? doubt.TextZh : doubt.TextEn,
            Remedy = isChinese ? doubt.RemedyZh : doubt.RemedyEn,
        };
}
