using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using RebateFlow.Intake.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Settlements;

/// <summary>
/// An exporter reads its own settlements and what the next summary has to take; an officer those of
/// the own tax authority, with who did what.
/// </summary>
/// <remarks>
/// Query of the list: state, cursor, limit (1 to 200, usually 50). Errors: RBF-1010 (400), RBF-1090
/// (404) for everybody else's as well.
/// </remarks>
public static class GetSettlement
{
    /// <summary>Policy: an exporter or an officer of any post.</summary>
    public const string Policy = "settlement-reader";

    private static readonly string[] States = ["HANDED_IN", "REGISTERED", "REFUSED"];

    /// <summary>A page, newest first.</summary>
    public sealed record Page
    {
        public required IReadOnlyList<SettlementView> Items { get; init; }

        /// <summary>
        /// What is registered and not taken yet; absent for officers and when nothing was ever
        /// registered.
        /// </summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public ToTakeView? ToTake { get; init; }

        /// <summary>For the next page; absent on the last one.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? NextCursor { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/settlements", ListAsync).RequireAuthorization(Policy).Produces<Page>();
        routes
            .MapGet("/v1/settlements/{id:guid}", HandleAsync)
            .RequireAuthorization(Policy)
            .Produces<SettlementView>();
    }

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        return
            await SettlementSql.FindAsync(connection, id, Reader(http), http.RequestAborted)
                is { } row
            ? TypedResults.Ok(await ViewAsync(http, connection, row))
            : Unknown(http);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http,
        string? state,
        NpgsqlDataSource database
    )
    {
        var cancel = http.RequestAborted;
        var query = http.Request.Query;
        if (!Paging.TryReadLimit(query, out var limit))
            return Paging.InvalidLimit(http);
        if (!Paging.TryReadCursor<Guid?>(query, out var after))
            return Paging.InvalidCursor(http);
        if (state is not null && !States.Contains(state))
        {
            var names = string.Join(", ", States);
            return Paging.Invalid(http, "state", $"须为{names}之一", $"must be one of {names}");
        }

        await using var connection = await database.OpenConnectionAsync(cancel);
        var (uscc, authority) = Reader(http);
        var filter = new SettlementFilter(
            uscc,
            uscc is null ? authority ?? "" : null,
            state,
            after ?? Guid.AllBitsSet,
            limit
        );
        var rows = await SettlementSql.ListAsync(connection, filter, cancel);
        var isChinese = Language.IsChinese(http);
        return TypedResults.Ok(
            new Page
            {
                Items = [.. rows.Take(limit).Select(row => SettlementView.Of(row, isChinese))],
                ToTake = uscc is null ? null : await ToTakeAsync(connection, uscc, cancel),
                NextCursor = rows.Count > limit ? Cursor.Encode(rows[limit - 1].Id) : null,
            }
        );
    }

    /// <summary>A settlement with its history, as the caller may see it.</summary>
    internal static async Task<SettlementView> ViewAsync(
        HttpContext http,
        NpgsqlConnection connection,
        SettlementRow row
    )
    {
        var acts = await SettlementActSql.ListAsync(connection, row.Id, http.RequestAborted);
        var isOfficer = http.User.Uscc() is null;
        return SettlementView.Of(row, Language.IsChinese(http)) with
        {
            History =
            [
                .. acts.Select(act => new ActView(
                    act.Act,
                    act.Reason,
                    act.DoneAt,
                    isOfficer ? act.DoneBy : null
                )),
            ],
        };
    }

    /// <summary>Who reads: an exporter, or an officer of an authority.</summary>
    internal static (string? Uscc, string? TaxAuthority) Reader(HttpContext http) =>
        (http.User.Uscc(), http.User.TaxAuthority());

    internal static ProblemHttpResult Unknown(HttpContext http) =>
        Problem.Of(
            http,
            SettlementProblems.Unknown,
            "请核对编号；其他企业的核销不可见。",
            "Check the id; settlements of others cannot be seen."
        );

    private static async Task<ToTakeView?> ToTakeAsync(
        NpgsqlConnection connection,
        string uscc,
        CancellationToken cancel
    )
    {
        var settlements = await RegisteredSettlementSql.FindAsync(
            connection,
            uscc,
            Guid.Empty,
            cancel
        );
        return settlements.ToTake is { } rows
            ? new ToTakeView
            {
                SettlementAdjustEcr = rows.EcrTaxCny,
                SettlementAdjustDisallowed = rows.DisallowedTaxCny,
            }
            : null;
    }
}
