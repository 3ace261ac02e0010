using Dapper;
using Npgsql;
using RebateFlow.Approval.Calendars;
using RebateFlow.Approval.Channels;

namespace RebateFlow.Approval.Policies;

/// <summary>Kinds of dated policies, as the table <c>policy_version</c> names them.</summary>
public enum PolicyKind
{
    GreenChannel,
    Routes,
}

/// <summary>A stored policy version.</summary>
public sealed record StoredPolicy(DateOnly ValidFrom, string Body);

public static class ReferenceSql
{
    private const string VersionQuery = "SELECT version FROM reference_version";

    private const string CalendarQuery = """
        SELECT day, kind, name FROM calendar_exception ORDER BY day
        """;

    private const string PoliciesQuery = """
        SELECT valid_from, body FROM policy_version WHERE kind = @kind ORDER BY valid_from
        """;

    private const string AddPolicy = """
        INSERT INTO policy_version (kind, version, valid_from, body, loaded_at)
        VALUES (@kind, @version, @validFrom, @body, @now)
        ON CONFLICT (kind, version) DO NOTHING
        """;

    private const string AddCalendarDay = """
        INSERT INTO calendar_exception (day, kind, name) VALUES (@day, @kind, @name)
        ON CONFLICT (day) DO NOTHING
        """;

    public const string BumpVersion = "UPDATE reference_version SET version = version + 1";

    public static Task<long> VersionAsync(NpgsqlConnection connection) =>
        connection.QuerySingleAsync<long>(VersionQuery);

    /// <summary>Reads everything in one snapshot, so the version belongs to the rows.</summary>
    public static async Task<Reference> LoadAsync(
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead,
            cancel
        );
        var version = await VersionAsync(connection);
        var days = await connection.QueryAsync<(DateOnly Day, string Kind, string Name)>(
            CalendarQuery
        );
        var channels = await PoliciesAsync(connection, PolicyKind.GreenChannel);
        var routes = await PoliciesAsync(connection, PolicyKind.Routes);
        return new(
            version,
            new WorkingDayCalendar([
                .. days.Select(day => new CalendarException(
                    day.Day,
                    Codes.Read<CalendarExceptionKind>(day.Kind),
                    day.Name
                )),
            ]),
            [.. channels.Select(row => Read(row, ChannelPolicy.From))],
            [.. routes.Select(row => Read(row, RoutePolicy.From))]
        );
    }

    public static async Task<IReadOnlyList<StoredPolicy>> PoliciesAsync(
        NpgsqlConnection connection,
        PolicyKind kind
    ) =>
        [
            .. await connection.QueryAsync<StoredPolicy>(
                PoliciesQuery,
                new { kind = Codes.Of(kind) }
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
                kind = Codes.Of(kind),
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
                kind = Codes.Of(day.Kind),
                name = day.Name,
            }),
            transaction
        );

    public static Task BumpVersionAsync(NpgsqlTransaction transaction) =>
        transaction.Connection!.ExecuteAsync(BumpVersion, transaction: transaction);

    private static Dated<T> Read<T>(StoredPolicy row, Func<DatedPolicy, T> read)
        where T : class => new(row.ValidFrom, read(DatedPolicy.Parse(row.Body)));
}
