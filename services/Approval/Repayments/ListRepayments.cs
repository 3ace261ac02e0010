using System.Text.Json.Serialization;
using Npgsql;
using RebateFlow.Approval.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Repayments;

/// <summary>
/// What the exporters of an authority owe back, at the end of any day; one exporter with its
/// claims, payments and every entry.
/// </summary>
/// <remarks>
/// Errors: RBF-3003 wrong query (400), 3005 a token without authority (403), 3091 the authority
/// keeps no such ledger (404).
/// </remarks>
public static class ListRepayments
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/repayments", ListAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<Page>();
        routes
            .MapGet("/v1/repayments/{uscc}", GetAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<RepaymentView>();
    }

    public sealed record Page(DateOnly AsOf, IReadOnlyList<Account> Items, string? NextCursor);

    /// <param name="Balance">Owed, CNY yuan, 0 or more.</param>
    public sealed record Account(
        string Uscc,
        string ExporterName,
        RepaymentSums Sums,
        [property: JsonConverter(typeof(MoneyJsonConverter))] decimal Balance
    )
    {
        internal static Account Of(AccountRow row) =>
            new(
                row.Uscc,
                row.ExporterName,
                new(row.Claimed, row.Withdrawn, row.SetOff, row.Paid),
                row.Balance
            );
    }

    /// <param name="Uscc">One exporter; all of the authority without it.</param>
    /// <param name="AsOf">Today without it.</param>
    /// <param name="Limit">1 to 200, 50 by default.</param>
    public sealed record Query(string? Uscc, DateOnly? AsOf, string? Cursor, int? Limit);

    private static async Task<IResult> ListAsync(
        [AsParameters] Query query,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock zone
    )
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        string? after = null;
        var isCursor = query.Cursor is null || Cursor.TryDecode(query.Cursor, out after);
        var isDay = query.AsOf is not { } day || UsableDay.Is(day);
        if (!isCursor || !isDay || query.Limit is < 1 or > Cursor.MaximumLimit)
            return Problems.Of(http, Problems.QueryWrong);
        var (take, asOf) = (query.Limit ?? 50, query.AsOf ?? zone.Today);
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var rows = await RepaymentReadSql.ListAsync(
            connection,
            officer.TaxAuthority,
            (query.Uscc, asOf, after ?? "", take + 1)
        );
        return TypedResults.Ok(
            new Page(
                asOf,
                [.. rows.Take(take).Select(Account.Of)],
                rows.Count > take ? Cursor.Encode(rows[take - 1].Uscc) : null
            )
        );
    }

    private static async Task<IResult> GetAsync(
        string uscc,
        DateOnly? asOf,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock zone
    )
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        var day = asOf ?? zone.Today;
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var holder = await RepaymentReadSql.FindAsync(connection, uscc, officer.TaxAuthority);
        return holder is null
            ? Problems.Of(http, Problems.NoSuchRepayment)
            : TypedResults.Ok(
                RepaymentView.Of(
                    holder,
                    day,
                    await RepaymentReadSql.EntriesAsync(connection, uscc, day)
                )
            );
    }
}
