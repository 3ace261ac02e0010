using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Officers;

public static class OfficerSql
{
    private const string See = """
        INSERT INTO officer (tax_authority, officer, posts, seen_at)
        VALUES (@TaxAuthority, @Id, @posts, @now)
        ON CONFLICT (tax_authority, officer) DO UPDATE SET
            posts = EXCLUDED.posts, seen_at = greatest(officer.seen_at, EXCLUDED.seen_at)
        """;

    private const string KnownQuery = """
        SELECT o.officer, o.tax_authority, o.posts, o.seen_at,
            (SELECT count(*) FROM approval_case c
             WHERE c.tax_authority = o.tax_authority AND c.state = 'CLAIMED'
                AND c.claimed_by = o.officer AND c.lease_until > @now) AS held_cases
        FROM officer o
        WHERE o.tax_authority = @taxAuthority AND (@officer::text IS NULL OR o.officer = @officer)
        ORDER BY o.officer
        """;

    private const string AwayQuery = $"""
        {AbsenceColumns}
        WHERE tax_authority = @taxAuthority AND ended_at IS NULL
            AND first_day <= @today AND last_day >= @today
        ORDER BY recorded_at DESC
        """;

    private const string AbsenceColumns = """
        SELECT absence_id, version, tax_authority, officer, posts, first_day, last_day, deputy,
            reason, recorded_by, recorded_at, ended_by, ended_at
        FROM officer_absence
        """;

    private const string ListQuery = $"""
        {AbsenceColumns}
        WHERE tax_authority = @taxAuthority AND officer = @officer
        ORDER BY first_day DESC, absence_id DESC LIMIT 200
        """;

    private const string LockQuery = $"{AbsenceColumns} WHERE absence_id = @id FOR UPDATE";

    private const string OverlapQuery = """
        SELECT EXISTS (SELECT FROM officer_absence
            WHERE tax_authority = @TaxAuthority AND officer = @Officer AND ended_at IS NULL
                AND first_day <= @LastDay AND last_day >= @FirstDay)
        """;

    private const string Insert = """
        INSERT INTO officer_absence (
            absence_id, version, tax_authority, officer, posts, first_day, last_day, deputy,
            reason, recorded_by, recorded_at)
        VALUES (@Id, @Version, @TaxAuthority, @Officer, @posts, @FirstDay, @LastDay, @Deputy,
            @Reason, @RecordedBy, @RecordedAt)
        """;

    private const string End = """
        UPDATE officer_absence SET version = @Version, ended_by = @EndedBy, ended_at = @EndedAt
        WHERE absence_id = @Id
        """;

    private const string HeldByAbsentQuery = """
        SELECT c.case_id, a.officer, a.deputy
        FROM officer_absence a
        JOIN approval_case c ON c.tax_authority = a.tax_authority AND c.claimed_by = a.officer
            AND c.state = 'CLAIMED' AND c.lease_until > @now
        WHERE a.ended_at IS NULL AND a.first_day <= @today AND a.last_day >= @today
        ORDER BY c.case_id
        LIMIT 200
        """;

    public static Task SeeAsync(NpgsqlConnection connection, Officer officer, DateTimeOffset now) =>
        connection.ExecuteAsync(
            See,
            new
            {
                officer.TaxAuthority,
                officer.Id,
                posts = officer.Posts.Select(WireCode.Of).ToArray(),
                now,
            }
        );

    /// <summary>All officers of an authority, or one of them.</summary>
    public static async Task<IReadOnlyList<KnownOfficer>> KnownAsync(
        NpgsqlConnection connection,
        string taxAuthority,
        (DateTimeOffset Now, DateOnly Today) at,
        string? officer = null
    )
    {
        var away = (await AwayAsync(connection, taxAuthority, at.Today))
            .DistinctBy(one => one.Officer)
            .ToDictionary(one => one.Officer);
        var rows = await connection.QueryAsync<OfficerRow>(
            KnownQuery,
            new
            {
                taxAuthority,
                officer,
                at.Now,
            }
        );
        return
        [
            .. rows.Select(row => new KnownOfficer(
                row.Officer,
                row.TaxAuthority,
                [.. row.Posts.Select(WireCode.Read<Post>)],
                row.SeenAt
            )
            {
                Away = away.GetValueOrDefault(row.Officer),
                HeldCases = row.HeldCases,
            }),
        ];
    }

    /// <summary>Absences of an authority that cover the day.</summary>
    public static async Task<IReadOnlyList<Absence>> AwayAsync(
        NpgsqlConnection connection,
        string taxAuthority,
        DateOnly today
    ) => Read(await connection.QueryAsync<Row>(AwayQuery, new { taxAuthority, today }));

    public static async Task<IReadOnlyList<Absence>> ListAsync(
        NpgsqlConnection connection,
        string taxAuthority,
        string officer
    ) => Read(await connection.QueryAsync<Row>(ListQuery, new { taxAuthority, officer }));

    public static async Task<Absence?> LockAsync(NpgsqlTransaction transaction, Guid id) =>
        (
            await transaction.Connection!.QuerySingleOrDefaultAsync<Row>(
                LockQuery,
                new { id },
                transaction
            )
        )?.ToAbsence();

    /// <returns>False when the officer is away on one of these days already.</returns>
    public static async Task<bool> TryAddAsync(NpgsqlTransaction transaction, Absence absence)
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(
            "SELECT pg_advisory_xact_lock(hashtextextended(@Officer, 1))",
            new { absence.Officer }
        );
        var key = new
        {
            absence.TaxAuthority,
            absence.Officer,
            absence.FirstDay,
            absence.LastDay,
        };
        if (await connection.QuerySingleAsync<bool>(OverlapQuery, key))
            return false;
        await connection.ExecuteAsync(
            Insert,
            new
            {
                absence.Id,
                absence.Version,
                absence.TaxAuthority,
                absence.Officer,
                posts = absence.Posts.Select(WireCode.Of).ToArray(),
                absence.FirstDay,
                absence.LastDay,
                absence.Deputy,
                absence.Reason,
                absence.RecordedBy,
                absence.RecordedAt,
            }
        );
        return true;
    }

    public static Task EndAsync(NpgsqlTransaction transaction, Absence absence) =>
        transaction.Connection!.ExecuteAsync(
            End,
            new
            {
                absence.Id,
                absence.Version,
                absence.EndedBy,
                absence.EndedAt,
            },
            transaction
        );

    /// <summary>Cases in the hands of officers who are away.</summary>
    public static async Task<IReadOnlyList<HeldByAbsent>> HeldByAbsentAsync(
        NpgsqlConnection connection,
        DateTimeOffset now,
        DateOnly today
    ) => [.. await connection.QueryAsync<HeldByAbsent>(HeldByAbsentQuery, new { now, today })];

    private static IReadOnlyList<Absence> Read(IEnumerable<Row> rows) =>
        [.. rows.Select(row => row.ToAbsence())];

    private sealed record OfficerRow
    {
        public string Officer { get; init; } = "";
        public string TaxAuthority { get; init; } = "";
        public string[] Posts { get; init; } = [];
        public DateTimeOffset SeenAt { get; init; }
        public int HeldCases { get; init; }
    }

    private sealed record Row
    {
        public Guid AbsenceId { get; init; }
        public long Version { get; init; }
        public string TaxAuthority { get; init; } = "";
        public string Officer { get; init; } = "";
        public string[] Posts { get; init; } = [];
        public DateOnly FirstDay { get; init; }
        public DateOnly LastDay { get; init; }
        public string? Deputy { get; init; }
        public string Reason { get; init; } = "";
        public string RecordedBy { get; init; } = "";
        public DateTimeOffset RecordedAt { get; init; }
        public string? EndedBy { get; init; }
        public DateTimeOffset? EndedAt { get; init; }

        public Absence ToAbsence() =>
            new(
                AbsenceId,
                Version,
                TaxAuthority,
                Officer,
                [.. Posts.Select(WireCode.Read<Post>)],
                FirstDay,
                LastDay
            )
            {
                Deputy = Deputy,
                Reason = Reason,
                RecordedBy = RecordedBy,
                RecordedAt = RecordedAt,
                EndedBy = EndedBy,
                EndedAt = EndedAt,
            };
    }
}

/// <summary>A case whose holder is away.</summary>
public sealed record HeldByAbsent(Guid CaseId, string Officer, string? Deputy);
