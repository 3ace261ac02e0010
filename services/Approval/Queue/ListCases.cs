using System.Globalization;
using System.Text.Json.Serialization;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Queue;

/// <summary>The cases of the officer's authority, in the order in which they are worked.</summary>
/// <remarks>
/// Errors: RBF-3003 unknown or wrong filter, cursor or limit, each named (400), 3005 token without
/// authority (403).
/// </remarks>
public static class ListCases
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/cases", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<Page>();

    public sealed record Paging
    {
        public string? Cursor { get; init; }

        /// <summary>1 to 200, 50 by default.</summary>
        public string? Limit { get; init; }
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

        /// <summary>
        /// The gravest alarm that is open: ESCALATION, AGE, LETTER or WARNING; null without one.
        /// </summary>
        public required string? Alarm { get; init; }

        /// <summary>Why the case stands where it stands.</summary>
        public required string Why { get; init; }
    }

    private static async Task<IResult> HandleAsync(
        [AsParameters] CaseFilter filter,
        [AsParameters] Paging paging,
        HttpContext http,
        CaseQueue queue
    )
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        var reader = queue.ReaderFor(officer);
        var narrowed = reader.Read(filter);
        var errors = CaseFilter.Unknown(http, "cursor", "limit").Concat(reader.Errors).ToList();
        QueueKey? after = null;
        if (paging.Cursor is not null && !Cursor.TryDecode(paging.Cursor, out after))
            errors.Add(new("cursor", "游标无效", "This is no cursor of ours"));
        var isLimit = int.TryParse(
            paging.Limit ?? "50",
            CultureInfo.InvariantCulture,
            out var take
        );
        if (!isLimit || take is < 1 or > Cursor.MaximumLimit)
            errors.Add(new("limit", "应为1至200", "From 1 to 200"));
        if (errors.Count > 0)
            return CaseQueue.Refuse(http, errors);

        await queue.EnterAsync(officer, http.RequestAborted);
        var (rows, reference) = await queue.ListAsync(
            narrowed,
            new(after, take + 1),
            http.RequestAborted
        );
        var page = rows.Take(take).ToList();
        var chinese = Language.IsChinese(http);
        var next = rows.Count > page.Count ? Cursor.Encode(QueueKey.Of(page[^1])) : null;
        return TypedResults.Ok(
            new Page(
                [.. page.Select(row => ToItem(row, reference.Calendar, queue.Zone, chinese))],
                next
            )
        );
    }

    private static Item ToItem(
        QueueRow row,
        WorkingDayCalendar calendar,
        AuthorityClock zone,
        bool chinese
    )
    {
        var isFree = row.State == WireCode.Of(CaseState.Claimed) && row.LeaseUntil <= zone.Now;
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
            State = isFree ? WireCode.Of(CaseState.Waiting) : row.State,
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
            Alarm = row.Alarm,
            Why = QueueReason.Of(row, daysLeft).In(chinese),
        };
    }
}
