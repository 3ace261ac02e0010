using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Policies;

/// <summary>A stored policy version.</summary>
public sealed record StoredPolicy(DateOnly ValidFrom, string Body);

public static class ReferenceSql
{
    private const string VersionQuery = "SELECT version FROM reference_version";

    // One statement, so that the version belongs to the rows in any transaction.
    private const string LoadQuery = """
        SELECT version,
            (SELECT json_agg(json_build_object('day', day, 'kind', kind, 'name', name))
                FROM calendar_exception) AS calendar,
            (SELECT json_agg(json_build_object(
                'kind', kind, 'validFrom', valid_from, 'body', body))
                FROM policy_version) AS policies
        FROM reference_version
        """;

    private const string PoliciesQuery = """
        SELECT valid_from, body FROM policy_version WHERE kind = @kind ORDER BY valid_from
        """;

    private const string AddPolicy = """
        INSERT INTO policy_version (kind, version, valid_from, body, loaded_at)
        VALUES (@kind, @version, @validFrom, @body, @now)
        ON CONFLICT (kind, version) DO NOTHING
        """;

    private const string Activate = """
        INSERT INTO policy_version (kind, version, valid_from, body, loaded_at)
        VALUES (@kind, @version, @validFrom, @body, @now)
        ON CONFLICT DO NOTHING
        """;

    private const string AddCalendarDay = """
        INSERT INTO calendar_exception (day, kind, name) VALUES (@day, @kind, @name)
        ON CONFLICT (day) DO NOTHING
        """;

    public const string BumpVersion = "UPDATE reference_version SET version = version + 1";

    public static Task<long> VersionAsync(NpgsqlConnection connection) =>
        connection.QuerySingleAsync<long>(VersionQuery);

    public static async Task<Reference> LoadAsync(NpgsqlConnection connection)
    {
        var (version, calendar, policies) = await connection.QuerySingleAsync<(
            long,
            string?,
            string?
        )>(LoadQuery);
        var days = Parse<Day>(calendar);
        var stored = Parse<Policy>(policies);
        return new(
            version,
            new WorkingDayCalendar([
                .. days.Select(day => new CalendarException(
                    day.Date,
                    WireCode.Read<CalendarExceptionKind>(day.Kind),
                    day.Name
                )),
            ]),
            [.. Of(stored, PolicyKind.GreenChannel, ChannelPolicy.From)],
            [.. Of(stored, PolicyKind.Routes, RoutePolicy.From)],
            [.. Of(stored, PolicyKind.EnrolmentCriteria, EnrolmentCriteria.From)],
            [.. Of(stored, PolicyKind.Casework, CaseworkPolicy.From)]
        );
    }

    public static async Task<IReadOnlyList<StoredPolicy>> PoliciesAsync(
        NpgsqlConnection connection,
        PolicyKind kind
    ) =>
        [
            .. await connection.QueryAsync<StoredPolicy>(
                PoliciesQuery,
                new { kind = WireCode.Of(kind) }
            ),
        ];

    /// <returns>Rows that were not there before.</returns>
    public static Task<int> AddPolicyAsync(
        NpgsqlTransaction transaction,
        PolicyKind kind,
        (DatedPolicy Policy, string Body) file,
        DateTimeOffset now
    ) =>
        transaction.Connection!.ExecuteAsync(
            AddPolicy,
            new
            {
                kind = WireCode.Of(kind),
                version = file.Policy.Version,
                validFrom = file.Policy.ValidFrom,
                body = file.Body,
                now,
            },
            transaction
        );

    /// <returns>Rows that were not there before.</returns>
    public static Task<int> AddCalendarAsync(
        NpgsqlTransaction transaction,
        IEnumerable<CalendarException> days
    ) =>
        transaction.Connection!.ExecuteAsync(
            AddCalendarDay,
            days.Select(day => new
            {
                day = day.Date,
                kind = WireCode.Of(day.Kind),
                name = day.Name,
            }),
            transaction
        );

    /// <summary>Puts an approved version among those that count.</summary>
    /// <returns>False when its name or its first day is taken.</returns>
    public static async Task<bool> TryActivateAsync(
        NpgsqlTransaction transaction,
        PolicyDraft draft,
        DateTimeOffset now
    )
    {
        var policy = draft.Policy;
        var added = await transaction.Connection!.ExecuteAsync(
            Activate,
            new
            {
                kind = WireCode.Of(draft.Kind),
                version = policy.Version,
                validFrom = policy.ValidFrom,
                body = draft.Body,
                now,
            },
            transaction
        );
        if (added == 1)
            await BumpVersionAsync(transaction);
        return added == 1;
    }

    public static Task BumpVersionAsync(NpgsqlTransaction transaction) =>
        transaction.Connection!.ExecuteAsync(BumpVersion, transaction: transaction);

    private static IEnumerable<Dated<T>> Of<T>(
        IReadOnlyList<Policy> policies,
        PolicyKind kind,
        Func<DatedPolicy, T> read
    )
        where T : class =>
        policies
            .Where(policy => policy.Kind == WireCode.Of(kind))
            .Select(policy => new Dated<T>(policy.ValidFrom, read(DatedPolicy.Parse(policy.Body))));

    private static IReadOnlyList<T> Parse<T>(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<IReadOnlyList<T>>(json, Json) ?? [];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private sealed record Day(
        [property: JsonPropertyName("day")] DateOnly Date,
        string Kind,
        string Name
    );

    private sealed record Policy(string Kind, DateOnly ValidFrom, string Body);
}
