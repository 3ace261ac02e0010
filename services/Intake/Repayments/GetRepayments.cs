using System.Globalization;
using System.Text.Json.Serialization;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Worlds;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Repayments;

/// <summary>
/// An exporter reads what it owes back: claims, what was set off against approvals, payments, and
/// the balance of any day.
/// </summary>
/// <remarks>
/// Query: asOf (yyyy-MM-dd, usually today), cursor, limit (1 to 200, usually 50). Errors: RBF-1010
/// (400).
/// </remarks>
public static class GetRepayments
{
    /// <summary>A page of entries, newest first.</summary>
    public sealed record Page
    {
        /// <summary>Owed at the end of <see cref="AsOf"/>, CNY yuan, 0 or more.</summary>
        [JsonConverter(typeof(MoneyJsonConverter))]
        public required decimal Balance { get; init; }
        public required DateOnly AsOf { get; init; }
        public required IReadOnlyList<Entry> Items { get; init; }

        /// <summary>For the next page; absent on the last one.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? NextCursor { get; init; }
    }

    /// <summary>An entry of the ledger.</summary>
    public sealed record Entry
    {
        /// <summary>From 1 without gaps.</summary>
        public required int EntryNo { get; init; }

        /// <summary>
        /// CLAIMED, WITHDRAWN, SET_OFF, PAYMENT_NOTED, PAYMENT_CONFIRMED or PAYMENT_CANCELLED.
        /// </summary>
        public required string Kind { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public required Guid? ClaimId { get; init; }

        /// <summary>NEGATIVE_TOTAL or RECOVERY; absent on a set-off and a payment.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public required string? Source { get; init; }

        /// <summary>The filing that owes it, or whose rebate it is set off against.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public required Guid? PreDeclarationId { get; init; }

        /// <summary>CNY yuan, above 0.</summary>
        [JsonConverter(typeof(MoneyJsonConverter))]
        public required decimal Amount { get; init; }

        /// <summary>Owed after it, CNY yuan, 0 or more.</summary>
        [JsonConverter(typeof(MoneyJsonConverter))]
        public required decimal Balance { get; init; }
        public required DateOnly On { get; init; }
        public required DateTimeOffset At { get; init; }

        internal static Entry Of(RepaymentRow row) =>
            new()
            {
                EntryNo = row.EntryNo,
                Kind = row.Kind,
                ClaimId = row.ClaimId,
                Source = row.Source,
                PreDeclarationId = row.PreDeclarationId,
                Amount = row.AmountCny,
                Balance = row.BalanceCny,
                On = row.EnteredOn,
                At = row.EnteredAt,
            };
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/repayments", HandleAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .Produces<Page>();

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        string? asOf,
        World world,
        AuthorityClock clock
    )
    {
        var (cancel, query) = (http.RequestAborted, http.Request.Query);
        if (!Paging.TryReadLimit(query, out var limit))
            return Paging.InvalidLimit(http);
        if (!Paging.TryReadCursor<int?>(query, out var before))
            return Paging.InvalidCursor(http);
        var day = clock.Today;
        if (
            asOf is not null
            && !DateOnly.TryParseExact(
                asOf,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out day
            )
        )
            return Paging.Invalid(http, "asOf", "须为yyyy-MM-dd", "must be yyyy-MM-dd");

        var uscc = http.User.Uscc() ?? "";
        await using var connection = await world.Database.OpenConnectionAsync(cancel);
        var rows = await RepaymentSql.ListAsync(
            connection,
            uscc,
            (day, before ?? int.MaxValue, limit),
            cancel
        );
        return TypedResults.Ok(
            new Page
            {
                Balance = await RepaymentSql.BalanceAsync(connection, uscc, day, cancel),
                AsOf = day,
                Items = [.. rows.Take(limit).Select(Entry.Of)],
                NextCursor = rows.Count > limit ? Cursor.Encode(rows[limit - 1].EntryNo) : null,
            }
        );
    }
}
