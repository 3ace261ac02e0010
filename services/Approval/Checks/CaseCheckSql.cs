using Dapper;
using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Checks;

public static class CaseCheckSql
{
    private const string ListQuery = $"""
        {CheckRowSql.Columns}
        WHERE k.tax_authority = @authority AND k.state = @state
            AND (@kind::text IS NULL OR k.kind = @kind)
            AND (@at::timestamptz IS NULL OR (k.opened_at, k.check_id) > (@at, @id))
        ORDER BY k.opened_at, k.check_id LIMIT @take
        """;

    private const string CaseQuery = "SELECT case_id FROM case_check WHERE check_id = @id";

    // Nobody checks a case that they acted on. Whoever works on the case keeps both rows: a check
    // changes with the trail of its case.
    private const string NextQuery = """
        SELECT k.case_id, k.check_id
        FROM case_check k JOIN approval_case c ON c.case_id = k.case_id
        WHERE k.tax_authority = @authority AND k.state = 'OPEN'
            AND (k.lease_until IS NULL OR k.lease_until <= @now OR k.claimed_by = @officer)
            AND NOT EXISTS (
                SELECT FROM case_actor a WHERE a.case_id = k.case_id AND a.officer = @officer)
        ORDER BY k.opened_at, k.check_id LIMIT 1
        FOR UPDATE OF c, k SKIP LOCKED
        """;

    private const string DrawsQuery = """
        SELECT pre_declaration_id, case_id, sample_draw_percent AS draw_percent, sample_drawn,
            later_check, policy_version
        FROM approval_case WHERE sample_day = @day
            AND (@authority::text IS NULL OR tax_authority = @authority)
        ORDER BY sample_draw_percent LIMIT 10000
        """;

    private const string SeedQuery = "SELECT seed FROM sample_seed WHERE day = @day";

    public static async Task<IReadOnlyList<CheckRow>> ListAsync(
        NpgsqlConnection connection,
        string authority,
        (string State, string? Kind) filter,
        CheckKey? after,
        int take
    ) =>
        [
            .. await connection.QueryAsync<CheckRow>(
                ListQuery,
                new
                {
                    authority,
                    state = filter.State,
                    kind = filter.Kind,
                    at = after?.OpenedAt,
                    id = after?.CheckId,
                    take,
                }
            ),
        ];

    /// <returns>Null when there is none that the officer may take; both rows are locked.</returns>
    public static Task<FoundCheck?> NextAsync(
        NpgsqlTransaction transaction,
        Officer officer,
        DateTimeOffset now
    ) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<FoundCheck?>(
            NextQuery,
            new
            {
                officer = officer.Id,
                authority = officer.TaxAuthority,
                now,
            },
            transaction
        );

    /// <returns>Null when there is no such check.</returns>
    public static Task<Guid?> CaseOfAsync(NpgsqlTransaction transaction, Guid checkId) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<Guid?>(
            CaseQuery,
            new { id = checkId },
            transaction
        );

    public static async Task<IReadOnlyList<DrawRow>> DrawsAsync(
        NpgsqlConnection connection,
        DateOnly day,
        string? authority
    ) => [.. await connection.QueryAsync<DrawRow>(DrawsQuery, new { day, authority })];

    /// <returns>Null when nothing was drawn on that day.</returns>
    public static Task<byte[]?> SeedAsync(NpgsqlConnection connection, DateOnly day) =>
        connection.QuerySingleOrDefaultAsync<byte[]?>(SeedQuery, new { day });
}

public sealed record CheckKey(DateTimeOffset OpenedAt, Guid CheckId);

/// <summary>A check, and the case that it is about.</summary>
public sealed record FoundCheck(Guid CaseId, Guid CheckId);

public sealed record DrawRow
{
    public Guid PreDeclarationId { get; init; }
    public Guid CaseId { get; init; }
    public decimal DrawPercent { get; init; }
    public bool SampleDrawn { get; init; }
    public bool LaterCheck { get; init; }
    public string PolicyVersion { get; init; } = "";
}
