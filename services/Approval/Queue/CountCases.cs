using System.Text.Json.Serialization;
using RebateFlow.Approval.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Queue;

/// <summary>
/// How many cases there are by channel, state, post and due date, narrowed down as the list is.
/// </summary>
/// <remarks>Errors as <see cref="ListCases"/>.</remarks>
public static class CountCases
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/cases/counts", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<Counts>();

    /// <param name="Count">Cases.</param>
    /// <param name="RebateDue">Their claimed rebate, CNY yuan.</param>
    public sealed record Number(
        string Code,
        long Count,
        [property: JsonConverter(typeof(MoneyJsonConverter))] decimal RebateDue
    );

    /// <param name="Code">
    /// OVERDUE, TODAY, WITHIN_2_WORKING_DAYS, WITHIN_5_WORKING_DAYS (without those before) or
    /// LATER.
    /// </param>
    /// <param name="LastDay">Last due date of the bucket; null for LATER.</param>
    public sealed record DueNumber(
        string Code,
        DateOnly? LastDay,
        long Count,
        [property: JsonConverter(typeof(MoneyJsonConverter))] decimal RebateDue
    );

    public sealed record Counts
    {
        public required long Count { get; init; }

        /// <summary>CNY yuan.</summary>
        [JsonConverter(typeof(MoneyJsonConverter))]
        public required decimal RebateDue { get; init; }
        public required IReadOnlyList<Number> ByChannel { get; init; }

        /// <summary>A claim that has run out counts as WAITING.</summary>
        public required IReadOnlyList<Number> ByState { get; init; }
        public required IReadOnlyList<Number> ByPost { get; init; }
        public required IReadOnlyList<DueNumber> ByDue { get; init; }
    }

    private static async Task<IResult> HandleAsync(
        [AsParameters] CaseFilter filter,
        HttpContext http,
        CaseQueue queue
    )
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        var reader = queue.ReaderFor(officer);
        var narrowed = reader.Read(filter);
        var errors = CaseFilter.Unknown(http).Concat(reader.Errors).ToList();
        if (errors.Count > 0)
            return CaseQueue.Refuse(http, errors);
        var (rows, buckets) = await queue.CountAsync(narrowed, http.RequestAborted);
        return TypedResults.Ok(Sum(rows, buckets));
    }

    private static Counts Sum(IReadOnlyList<CountRow> rows, DueBuckets buckets) =>
        new()
        {
            Count = rows.Sum(row => row.Cases),
            RebateDue = rows.Sum(row => row.RebateDueCny),
            ByChannel = By(rows, row => row.Channel),
            ByState = By(rows, row => row.State),
            ByPost = By(rows, row => row.Post),
            ByDue =
            [
                .. buckets.LastDays.Select(
                    (one, bucket) =>
                    {
                        var some = rows.Where(row => row.Bucket == bucket).ToList();
                        return new DueNumber(
                            one.Code,
                            one.LastDay,
                            some.Sum(row => row.Cases),
                            some.Sum(row => row.RebateDueCny)
                        );
                    }
                ),
            ],
        };

    private static IReadOnlyList<Number> By(
        IReadOnlyList<CountRow> rows,
        Func<CountRow, string> key
    ) =>
        [
            .. rows.GroupBy(key)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Number(
                    group.Key,
                    group.Sum(row => row.Cases),
                    group.Sum(row => row.RebateDueCny)
                )),
        ];
}
