using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Enrolments;

public static class EnrolmentSql
{
    private const string Columns = """
        enrolment_id AS id, version, uscc, enterprise_name, state, ground, reason, valid_from,
        valid_to, drafted_by, drafted_at, approved_by, approved_at, ended_by, ended_at,
        ended_reason, applied_by, applied_at, end_cause
        """;

    private const string LoadQuery = $"""
        SELECT {Columns} FROM enrolment WHERE enrolment_id = @id FOR UPDATE
        """;

    private const string ListQuery = $"""
        SELECT {Columns} FROM enrolment
        WHERE (@uscc::text IS NULL OR uscc = @uscc) AND (@state::text IS NULL OR state = @state)
            AND (@at::timestamptz IS NULL OR (drafted_at, enrolment_id) < (@at, @id))
        ORDER BY drafted_at DESC, enrolment_id DESC
        LIMIT @take
        """;

    private const string Upsert = """
        INSERT INTO enrolment (
            enrolment_id, version, uscc, enterprise_name, state, ground, reason, valid_from,
            valid_to, drafted_by, drafted_at, approved_by, approved_at, ended_by, ended_at,
            ended_reason, applied_by, applied_at, end_cause)
        VALUES (
            @Id, @Version, @Uscc, @EnterpriseName, @State, @Ground, @Reason, @ValidFrom,
            @ValidTo, @DraftedBy, @DraftedAt, @ApprovedBy, @ApprovedAt, @EndedBy, @EndedAt,
            @EndedReason, @AppliedBy, @AppliedAt, @EndCause)
        ON CONFLICT (enrolment_id) DO UPDATE SET
            version = EXCLUDED.version, state = EXCLUDED.state,
            valid_from = EXCLUDED.valid_from, valid_to = EXCLUDED.valid_to,
            drafted_by = EXCLUDED.drafted_by, drafted_at = EXCLUDED.drafted_at,
            approved_by = EXCLUDED.approved_by, approved_at = EXCLUDED.approved_at,
            ended_by = EXCLUDED.ended_by, ended_at = EXCLUDED.ended_at,
            ended_reason = EXCLUDED.ended_reason, end_cause = EXCLUDED.end_cause
        """;

    // Two approvals for one enterprise wait for each other, so the second sees the first.
    private const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended(@uscc, 0))";

    // One that ran out makes room for the next without anybody having to end it.
    private const string EndRunOut = """
        WITH ended AS (
            UPDATE enrolment SET
                state = 'ENDED', version = version + 1, ended_by = 'system', ended_at = @now,
                ended_reason = 'ran out', end_cause = 'RAN_OUT'
            WHERE uscc = @uscc AND state = 'LIVE' AND valid_to < @today
            RETURNING enrolment_id, version)
        INSERT INTO enrolment_event (enrolment_id, event_no, at, person, action, detail)
        SELECT enrolment_id, version, @now, 'system', 'ENDED', 'ran out' FROM ended
        """;

    private const string AddEvent = """
        INSERT INTO enrolment_event (enrolment_id, event_no, at, person, action, detail)
        VALUES (@Id, @Version, @At, @Person, @action, @Detail)
        """;

    private const string EventsQuery = """
        SELECT action, person, at, detail FROM enrolment_event
        WHERE enrolment_id = @id ORDER BY event_no
        """;

    private const string HasOpen = """
        SELECT EXISTS (SELECT FROM enrolment WHERE uscc = @uscc AND state <> 'ENDED'
            AND (state <> 'LIVE' OR valid_to IS NULL OR valid_to >= @today))
        """;

    private const string IsLive = """
        SELECT EXISTS (SELECT FROM enrolment WHERE uscc = @uscc AND state = 'LIVE')
        """;

    private const string Announce = """
        INSERT INTO enrolment_announcement (uscc, version) VALUES (@uscc, 1)
        ON CONFLICT (uscc) DO UPDATE SET version = enrolment_announcement.version + 1
        RETURNING version
        """;

    /// <returns>Null when there is none. The row stays locked until the transaction ends.</returns>
    public static async Task<Enrolment?> LoadAsync(NpgsqlTransaction transaction, Guid id) =>
        (
            await transaction.Connection!.QuerySingleOrDefaultAsync<Row>(
                LoadQuery,
                new { id },
                transaction
            )
        )?.ToEnrolment();

    public static async Task<IReadOnlyList<Enrolment>> ListAsync(
        NpgsqlConnection connection,
        EnrolmentFilter filter
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    ListQuery,
                    new
                    {
                        uscc = filter.Uscc,
                        state = filter.State,
                        at = filter.After?.DraftedAt,
                        id = filter.After?.Id,
                        take = filter.Take,
                    }
                )
            ).Select(row => row.ToEnrolment()),
        ];

    /// <summary>Saves an enrolment with the step that it took.</summary>
    public static async Task SaveAsync(
        NpgsqlTransaction transaction,
        Enrolment enrolment,
        EnrolmentEvent step
    )
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(Upsert, EnrolmentView.Of(enrolment), transaction);
        await connection.ExecuteAsync(
            AddEvent,
            new
            {
                enrolment.Id,
                enrolment.Version,
                step.By.At,
                step.By.Person,
                action = WireCode.Of(step.Action),
                step.Detail,
            },
            transaction
        );
    }

    /// <summary>
    /// The history, the oldest step first; empty when there is no such enrolment.
    /// </summary>
    public static async Task<IReadOnlyList<EnrolmentEvent>> EventsAsync(
        NpgsqlConnection connection,
        Guid id
    ) =>
        [
            .. (
                await connection.QueryAsync<(string, string, DateTimeOffset, string)>(
                    EventsQuery,
                    new { id }
                )
            ).Select(row => new EnrolmentEvent(
                WireCode.Read<EnrolmentAction>(row.Item1),
                new(row.Item2, row.Item3),
                row.Item4
            )),
        ];

    /// <returns>True when an application, a draft or a live enrolment is there.</returns>
    public static async Task<bool> HasOpenAsync(
        NpgsqlTransaction transaction,
        string uscc,
        DateOnly today
    )
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(Lock, new { uscc }, transaction);
        return await connection.QuerySingleAsync<bool>(HasOpen, new { uscc, today }, transaction);
    }

    /// <returns>True when the enterprise still has a live enrolment.</returns>
    public static async Task<bool> HasLiveAsync(
        NpgsqlTransaction transaction,
        string uscc,
        (DateOnly Today, DateTimeOffset Now) at
    )
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(Lock, new { uscc }, transaction);
        await connection.ExecuteAsync(
            EndRunOut,
            new
            {
                uscc,
                today = at.Today,
                now = at.Now,
            },
            transaction
        );
        return await connection.QuerySingleAsync<bool>(IsLive, new { uscc }, transaction);
    }

    /// <returns>Version of the announcement; 1 for the enterprise's first.</returns>
    public static Task<int> AnnounceAsync(NpgsqlTransaction transaction, string uscc) =>
        transaction.Connection!.QuerySingleAsync<int>(Announce, new { uscc }, transaction);

    private sealed record Row
    {
        public Guid Id { get; init; }
        public long Version { get; init; }
        public string Uscc { get; init; } = "";
        public string EnterpriseName { get; init; } = "";
        public string State { get; init; } = "";
        public string Ground { get; init; } = "";
        public string Reason { get; init; } = "";
        public DateOnly ValidFrom { get; init; }
        public DateOnly? ValidTo { get; init; }
        public string DraftedBy { get; init; } = "";
        public DateTimeOffset DraftedAt { get; init; }
        public string? ApprovedBy { get; init; }
        public DateTimeOffset? ApprovedAt { get; init; }
        public string? EndedBy { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
        public string? EndedReason { get; init; }
        public string? AppliedBy { get; init; }
        public DateTimeOffset? AppliedAt { get; init; }
        public string? EndCause { get; init; }

        public Enrolment ToEnrolment() =>
            new()
            {
                Id = Id,
                Version = Version,
                Uscc = Uscc,
                EnterpriseName = EnterpriseName,
                State = WireCode.Read<EnrolmentState>(State),
                Ground = WireCode.Read<EnrolmentGround>(Ground),
                Reason = Reason,
                ValidFrom = ValidFrom,
                ValidTo = ValidTo,
                Drafted = new(DraftedBy, DraftedAt),
                Approved = ApprovedBy is { } approver ? new(approver, ApprovedAt!.Value) : null,
                Ended = EndedBy is { } ender ? new(ender, EndedAt!.Value) : null,
                EndedReason = EndedReason,
                Applied = AppliedBy is { } applicant ? new(applicant, AppliedAt!.Value) : null,
                EndCause = EndCause is { } cause ? WireCode.Read<EndCause>(cause) : null,
            };
    }
}

public sealed record EnrolmentFilter(string? Uscc, string? State, EnrolmentKey? After, int Take);

/// <summary>Sort key of the last row of a page.</summary>
public sealed record EnrolmentKey(DateTimeOffset DraftedAt, Guid Id);
