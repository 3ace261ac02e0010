using Dapper;
using Npgsql;
using RebateFlow.Contracts.Approval;

namespace RebateFlow.RiskScoring.Findings;

/// <summary>A check as it was last told of.</summary>
public sealed record KnownCheck(long CheckVersion, string Outcome);

/// <summary>What checks found, as Approval told.</summary>
public static class CheckFindingSql
{
    private const string FindSql = """
        SELECT check_version AS CheckVersion, outcome FROM check_finding
        WHERE check_id = @checkId FOR UPDATE
        """;

    private const string StoreSql = """
        INSERT INTO check_finding (
            check_id, check_version, pre_declaration_id, attempt_no, kind, chance_percent, outcome,
            found_cny, closed_at)
        VALUES (@CheckId, @CheckVersion, @PreDeclarationId, @AttemptNo, @Kind, @ChancePercent,
            @Outcome, @FoundCny, @ClosedAt)
        ON CONFLICT (check_id) DO UPDATE SET
            check_version = excluded.check_version, outcome = excluded.outcome,
            found_cny = excluded.found_cny, closed_at = excluded.closed_at
        """;

    // Counted later and many at a time: see Learning.
    private const string CountLaterSql = """
        INSERT INTO outcome_due (pre_declaration_id, attempt_no, outcome)
        SELECT @PreDeclarationId, @AttemptNo, outcome
        FROM unnest(@outcomes) WITH ORDINALITY AS o (outcome, place) ORDER BY place
        """;

    private const string SumsSql = """
        SELECT count(*) AS Checks, count(*) FILTER (WHERE outcome = 'IRREGULAR') AS Irregular,
            coalesce(sum(found_cny), 0) AS FoundCny
        FROM check_finding WHERE kind IN ('SAMPLE_BEFORE', 'SAMPLE_AFTER')
        """;

    /// <returns>Null when nothing was told of the check.</returns>
    public static Task<KnownCheck?> FindAsync(
        NpgsqlTransaction transaction,
        Guid checkId,
        CancellationToken cancel
    ) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<KnownCheck>(
            new CommandDefinition(FindSql, new { checkId }, transaction, cancellationToken: cancel)
        );

    /// <summary>Keeps what was told, and notes what is to be counted.</summary>
    public static async Task StoreAsync(
        NpgsqlTransaction transaction,
        CaseChecked told,
        IReadOnlyList<string> outcomes,
        CancellationToken cancel
    )
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(
            new CommandDefinition(StoreSql, told, transaction, cancellationToken: cancel)
        );
        await connection.ExecuteAsync(
            new CommandDefinition(
                CountLaterSql,
                new
                {
                    told.PreDeclarationId,
                    told.AttemptNo,
                    outcomes = outcomes.ToArray(),
                },
                transaction,
                cancellationToken: cancel
            )
        );
    }

    /// <summary>All checks that chance alone drew.</summary>
    public static Task<RandomChecks> SumAsync(
        NpgsqlConnection connection,
        CancellationToken cancel
    ) =>
        connection.QuerySingleAsync<RandomChecks>(
            new CommandDefinition(SumsSql, cancellationToken: cancel)
        );
}
