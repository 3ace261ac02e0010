using System.Globalization;
using System.Reflection;
using Npgsql;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Policies;

/// <summary>
/// Puts the dated data that came with the program into the database at start: policies, routes,
/// criteria and the calendar. What is there already stays as it is, whoever put it there.
/// </summary>
public static class LoadSeeds
{
    private const string Calendar = "working_days.csv";

    private static readonly (PolicyKind Kind, string Folder)[] Folders =
    [
        (PolicyKind.GreenChannel, "green-channel-policies/"),
        (PolicyKind.Routes, "approval-routes/"),
        (PolicyKind.EnrolmentCriteria, "enrolment-criteria/"),
        (PolicyKind.Casework, "casework-rules/"),
    ];

    public static async Task LoadSeedsAsync(this WebApplication app)
    {
        var database = app.Services.GetRequiredService<NpgsqlDataSource>();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await LoadAsync(database, now, CancellationToken.None);

        // Better no start than a service that cannot open a single case.
        var cache = app.Services.GetRequiredService<ReferenceCache>();
        await using var connection = await database.OpenConnectionAsync();
        var reference = await cache.NewestAsync(connection);
        var today = app.Services.GetRequiredService<AuthorityClock>().Today;
        _ = reference.ChannelPolicyOn(today);
        _ = reference.RoutePolicyOn(today);
        _ = reference.EnrolmentCriteriaOn(today);
        _ = reference.CaseworkPolicyOn(today);
    }

    public static async Task LoadAsync(
        NpgsqlDataSource database,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var added = await ReferenceSql.AddCalendarAsync(transaction, ReadCalendar());
        foreach (var (kind, folder) in Folders)
        foreach (var file in ReadPolicies(folder))
            added += await ReferenceSql.AddPolicyAsync(transaction, kind, file, now);
        if (added > 0)
            await ReferenceSql.BumpVersionAsync(transaction);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>
    /// Rows of <c>seeds/reference/working_days.csv</c>: date, kind, name_zh, source.
    /// </summary>
    public static IReadOnlyList<CalendarException> ReadCalendar() =>
        [
            .. Read(Calendar)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Skip(1)
                .Select(line => line.Split(','))
                .Select(cells => new CalendarException(
                    DateOnly.ParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture),
                    WireCode.Read<CalendarExceptionKind>(cells[1]),
                    cells[2]
                )),
        ];

    public static IReadOnlyList<(DatedPolicy Policy, string Body)> ReadPolicies(string folder) =>
        [
            .. Assembly
                .GetExecutingAssembly()
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(Read)
                .Select(body => (DatedPolicy.Parse(body), body)),
        ];

    private static string Read(string name)
    {
        var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not part of the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
