using System.Globalization;
using System.Text.Json.Serialization;
using Npgsql;
using RebateFlow.Approval.Casework.Alarms;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Queue;
using RebateFlow.Approval.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Alarms;

/// <summary>
/// Warnings, escalations and alarms of age about the cases of the authority, the newest first.
/// </summary>
/// <remarks>
/// Errors: RBF-3003 unknown or wrong parameter, each named (400), 3005 token without authority
/// (403).
/// </remarks>
public static class ListAlarms
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/alarms", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<Page>();

    public sealed record Query
    {
        /// <summary>WARNING, ESCALATION, AGE or LETTER.</summary>
        public string? Stage { get; init; }

        /// <summary>The post that has to act on it.</summary>
        public string? Post { get; init; }

        /// <summary>UUID of a case.</summary>
        public string? CaseId { get; init; }

        /// <summary>
        /// true (default): what still holds; false: what is over; all: both.
        /// </summary>
        public string? Open { get; init; }
        public string? Cursor { get; init; }

        /// <summary>1 to 200, 50 by default.</summary>
        public string? Limit { get; init; }
    }

    public sealed record Page(IReadOnlyList<Item> Items, string? NextCursor);

    /// <param name="State">State of the case when it was raised.</param>
    /// <param name="Post">Post of the case when it was raised.</param>
    /// <param name="ToldPost">The post that has to act on it.</param>
    /// <param name="ToldOfficer">Who held the case; null when nobody did.</param>
    public sealed record Item(
        Guid CaseId,
        string Stage,
        string State,
        string Post,
        string ToldPost,
        string? ToldOfficer
    )
    {
        public required Guid Id { get; init; }
        public required int AttemptNo { get; init; }
        public required string Reason { get; init; }
        public required DateTimeOffset RaisedAt { get; init; }

        /// <summary>False once the case is out of what the alarm tells of.</summary>
        public required bool Open { get; init; }
        public required string ExporterName { get; init; }

        /// <summary>CNY yuan.</summary>
        [JsonConverter(typeof(MoneyJsonConverter))]
        public required decimal RebateDue { get; init; }
        public required DateOnly LegalDueOn { get; init; }
    }

    private static async Task<IResult> HandleAsync(
        [AsParameters] Query query,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        var (filter, errors) = Read(query, officer.TaxAuthority);
        errors.AddRange(Unknown(http));
        if (errors.Count > 0)
            return CaseQueue.Refuse(http, errors);
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var rows = await ListAlarmsSql.ListAsync(
            connection,
            filter with
            {
                Take = filter.Take + 1,
            }
        );
        var page = rows.Take(filter.Take).ToList();
        var chinese = Language.IsChinese(http);
        var next =
            rows.Count > page.Count
                ? Cursor.Encode(new AlarmKey(page[^1].RaisedAt, page[^1].AlarmId))
                : null;
        return TypedResults.Ok(new Page([.. page.Select(row => ToItem(row, chinese))], next));
    }

    private static (AlarmFilter Filter, List<FieldError> Errors) Read(
        Query query,
        string taxAuthority
    )
    {
        var errors = new List<FieldError>();
        var stage = query.Stage is null
            ? null
            : FieldChecks.Code<AlarmStage>("stage", query.Stage, errors);
        var post = query.Post is null ? null : FieldChecks.Code<Post>("post", query.Post, errors);
        var caseId = Guid.Empty;
        if (query.CaseId is not null && !Guid.TryParse(query.CaseId, out caseId))
            errors.Add(new("caseId", "应为 UUID", "A UUID is expected"));
        if (query.Open is not (null or "true" or "false" or "all"))
            errors.Add(new("open", "应为 true、false 或 all", "true, false or all is expected"));
        AlarmKey? after = null;
        if (query.Cursor is not null && !Cursor.TryDecode(query.Cursor, out after))
            errors.Add(new("cursor", "游标无效", "This is no cursor of ours"));
        var isLimit = int.TryParse(query.Limit ?? "50", CultureInfo.InvariantCulture, out var take);
        if (!isLimit || take is < 1 or > Cursor.MaximumLimit)
            errors.Add(new("limit", "应为1至200", "From 1 to 200"));
        bool? open = query.Open == "all" ? null : query.Open != "false";
        return (
            new(taxAuthority, open, take)
            {
                Stage = stage is { } some ? WireCode.Of(some) : null,
                ToldPost = post is { } told ? WireCode.Of(told) : null,
                CaseId = query.CaseId is null ? null : caseId,
                After = after,
            },
            errors
        );
    }

    private static IEnumerable<FieldError> Unknown(HttpContext http)
    {
        string[] names = ["stage", "post", "caseId", "open", "cursor", "limit"];
        return http
            .Request.Query.Keys.Where(name =>
                !names.Contains(name, StringComparer.OrdinalIgnoreCase)
            )
            .Select(name => new FieldError(
                name,
                $"没有这一参数，可用：{string.Join(", ", names)}",
                $"There is no such parameter; there are {string.Join(", ", names)}"
            ));
    }

    private static Item ToItem(AlarmRow row, bool chinese) =>
        new(row.CaseId, row.Stage, row.State, row.Post, row.ToldPost, row.ToldOfficer)
        {
            Id = row.AlarmId,
            AttemptNo = row.AttemptNo,
            Reason = chinese ? row.ReasonZh : row.ReasonEn,
            RaisedAt = row.RaisedAt,
            Open = row.IsOpen,
            ExporterName = row.ExporterName,
            RebateDue = row.RebateDueCny,
            LegalDueOn = row.LegalDueOn,
        };
}
