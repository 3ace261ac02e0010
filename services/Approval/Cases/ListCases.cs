using System.Text.Json.Serialization;
using Npgsql;
using RebateFlow.Approval.Calendars;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Policies;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>The cases of the officer's authority, in the order in which they are worked.</summary>
/// <remarks>
/// Errors: RBF-3003 wrong filter or cursor (400), 3005 token without authority (403).
/// </remarks>
public static class ListCases
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/cases", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<Page>();

    public sealed record Query
    {
        public string? Channel { get; init; }

        /// <summary>Without it the live ones; with preDeclarationId any state.</summary>
        public string? State { get; init; }
        public string? Post { get; init; }
        public string? Uscc { get; init; }
        public Guid? PreDeclarationId { get; init; }
        public string? Cursor { get; init; }

        /// <summary>1 to 200, 50 by default.</summary>
        public int? Limit { get; init; }
    }

    public sealed record Page(IReadOnlyList<Item> Items, string? NextCursor);

    public sealed record Item
    {
        public required Guid Id { get; init; }
        public required Guid PreDeclarationId { get; init; }
        public required int AttemptNo { get; init; }
        public required string Uscc { get; init; }
        public required string ExporterName { get; init; }
        public required string Method { get; init; }
        public required string Period { get; init; }
        public required int BatchNo { get; init; }
        public required string Channel { get; init; }
        public required string State { get; init; }
        public required string Post { get; init; }

        /// <summary>CNY yuan.</summary>
        [JsonConverter(typeof(MoneyJsonConverter))]
        public required decimal RebateDue { get; init; }
        public required DateOnly StartedOn { get; init; }
        public required DateOnly DueOn { get; init; }
        public required DateOnly LegalDueOn { get; init; }
        public required DateOnly GoalOn { get; init; }

        /// <summary>To the due date; 0 on the day itself, negative when overdue.</summary>
        public required int WorkingDaysLeft { get; init; }
        public required string? ClaimedBy { get; init; }
        public required DateTimeOffset? LeaseUntil { get; init; }
        public required bool LaterCheck { get; init; }
        public required long Version { get; init; }

        /// <summary>Why the case stands where it stands.</summary>
        public required string Why { get; init; }
    }

    private static async Task<IResult> HandleAsync(
        [AsParameters] Query query,
        HttpContext http,
        NpgsqlDataSource database,
        ReferenceCache references,
        AuthorityZone zone
    )
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        var (filter, errors) = Read(query, officer.TaxAuthority, zone.Now);
        if (filter is null)
            return Problem.Of(
                http,
                Problems.QueryWrong,
                "请检查查询参数",
                "Check the query parameters",
                errors
            );

        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var reference = await references.NewestAsync(connection);
        var rows = await CaseQueueSql.ListAsync(connection, filter with { Take = filter.Take + 1 });
        var page = rows.Take(filter.Take).ToList();
        var chinese = Language.IsChinese(http);
        var next = rows.Count > page.Count ? Cursor.Encode(QueueKey.Of(page[^1])) : null;
        return TypedResults.Ok(
            new Page([.. page.Select(row => ToItem(row, reference.Calendar, zone, chinese))], next)
        );
    }

    private static (QueueFilter? Filter, IReadOnlyList<FieldError> Errors) Read(
        Query query,
        string taxAuthority,
        DateTimeOffset now
    )
    {
        var errors = new List<FieldError>();
        var state = Code<CaseState>("state", query.State);
        Code<Channel>("channel", query.Channel);
        Code<Post>("post", query.Post);
        QueueKey? after = null;
        if (query.Cursor is not null && !Cursor.TryDecode(query.Cursor, out after))
            errors.Add(new("cursor", "游标无效", "This is no cursor of ours"));
        if (query.Limit is < 1 or > Cursor.MaximumLimit)
            errors.Add(new("limit", "应为1至200", "From 1 to 200"));
        var filter = new QueueFilter(taxAuthority, state, now)
        {
            Channel = query.Channel,
            Post = query.Post,
            Uscc = query.Uscc,
            PreDeclarationId = query.PreDeclarationId,
            After = after,
            Take = query.Limit ?? 50,
        };
        return (errors.Count == 0 ? filter : null, errors);

        T? Code<T>(string field, string? code)
            where T : struct, Enum
        {
            var value = Codes.Find<T>(code);
            var all = string.Join(", ", Codes.All<T>());
            if (code is not null && value is null)
                errors.Add(new(field, $"应为其中之一：{all}", $"One of {all} is expected"));
            return value;
        }
    }

    private static Item ToItem(
        QueueRow row,
        WorkingDayCalendar calendar,
        AuthorityZone zone,
        bool chinese
    )
    {
        var isFree = row.State == Codes.Of(CaseState.Claimed) && row.LeaseUntil <= zone.Now;
        var daysLeft = calendar.CountBetween(zone.Today, row.DueOn);
        return new()
        {
            Id = row.CaseId,
            PreDeclarationId = row.PreDeclarationId,
            AttemptNo = row.AttemptNo,
            Uscc = row.Uscc,
            ExporterName = row.ExporterName,
            Method = row.Method,
            Period = row.Period,
            BatchNo = row.BatchNo,
            Channel = row.Channel,
            State = isFree ? Codes.Of(CaseState.Waiting) : row.State,
            Post = row.Post,
            RebateDue = row.RebateDueCny,
            StartedOn = row.ClockStartedOn,
            DueOn = row.DueOn,
            LegalDueOn = row.LegalDueOn,
            GoalOn = row.GoalOn,
            WorkingDaysLeft = daysLeft,
            ClaimedBy = isFree ? null : row.ClaimedBy,
            LeaseUntil = isFree ? null : row.LeaseUntil,
            LaterCheck = row.LaterCheck,
            Version = row.Version,
            Why = QueueReason.Of(row, daysLeft).In(chinese),
        };
    }
}
