using System.Text.Json;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>A run that is kept.</summary>
/// <param name="Result">Its sums, JSON.</param>
public sealed record StoredRun(
    Guid Id,
    DateTimeOffset FromAt,
    DateTimeOffset ToAt,
    string RunBy,
    DateTimeOffset RunAt,
    string Result
);

/// <summary>The last run of each rule set, with every filing that would change.</summary>
public static class SimulationRunSql
{
    private const string CopySql = """
        COPY simulation_filing (
            simulation_id, assessment_id, pre_declaration_id, uscc, rebate_cny, score, new_score,
            grade, new_grade, channel, new_channel, hits)
        FROM STDIN (FORMAT BINARY)
        """;

    private const string StoreSql = """
        WITH gone AS (DELETE FROM simulation WHERE version = @Version RETURNING id)
        DELETE FROM simulation_filing WHERE simulation_id IN (SELECT id FROM gone);
        INSERT INTO simulation (id, version, from_at, to_at, run_by, run_at, result)
        VALUES (@Id, @Version, @From, @To, @By, @At, @Result)
        """;

    private const string FindSql = """
        SELECT id, from_at AS FromAt, to_at AS ToAt, run_by AS RunBy, run_at AS RunAt, result
        FROM simulation WHERE version = @Version
        """;

    private const string PageSql = """
        SELECT assessment_id, pre_declaration_id, uscc, rebate_cny, score, new_score, grade,
            new_grade, channel, new_channel, hits
        FROM simulation_filing
        WHERE simulation_id = $1
            AND ($2::numeric IS NULL OR rebate_cny < $2
                OR (rebate_cny = $2 AND assessment_id > $3))
        ORDER BY rebate_cny DESC, assessment_id
        LIMIT $4
        """;

    /// <summary>Begins to write the changed filings of a run.</summary>
    public static Task<NpgsqlBinaryImporter> BeginFilingsAsync(
        NpgsqlConnection connection,
        CancellationToken cancel
    ) => connection.BeginBinaryImportAsync(CopySql, cancel);

    /// <summary>Writes a changed filing; one at a time.</summary>
    public static async Task WriteAsync(
        NpgsqlBinaryImporter writer,
        Guid id,
        ChangedFiling filing,
        CancellationToken cancel
    )
    {
        await writer.StartRowAsync(cancel);
        await writer.WriteAsync(id, cancel);
        await writer.WriteAsync(filing.AssessmentId, cancel);
        await writer.WriteAsync(filing.PreDeclarationId, cancel);
        await writer.WriteAsync(filing.Uscc, cancel);
        await writer.WriteAsync(filing.RebateCny, cancel);
        await writer.WriteAsync((short)filing.Score, cancel);
        await writer.WriteAsync((short)filing.NewScore, cancel);
        await writer.WriteAsync(filing.Grade, cancel);
        await writer.WriteAsync(filing.NewGrade, cancel);
        await writer.WriteAsync(filing.Channel, cancel);
        await writer.WriteAsync(filing.NewChannel, cancel);
        await writer.WriteAsync(string.Join(',', filing.Hits), cancel);
    }

    /// <summary>Keeps a run in the place of the one before.</summary>
    public static Task StoreAsync(
        NpgsqlTransaction transaction,
        SimulationResult result,
        (DateTimeOffset From, DateTimeOffset To) range,
        (string By, DateTimeOffset At) actor,
        CancellationToken cancel
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                StoreSql,
                new
                {
                    result.Id,
                    result.Version,
                    range.From,
                    range.To,
                    actor.By,
                    actor.At,
                    Result = JsonSerializer.Serialize(result with { List = [] }, Json),
                },
                transaction,
                cancellationToken: cancel
            )
        );

    /// <summary>The last run of a set; null when it was never tried.</summary>
    public static async Task<StoredRun?> FindAsync(
        NpgsqlDataSource database,
        string version,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<StoredRun>(
            new CommandDefinition(FindSql, new { Version = version }, cancellationToken: cancel)
        );
    }

    /// <summary>Changed filings of a run after one of them, the largest rebates first.</summary>
    public static async Task<IReadOnlyList<ChangedFiling>> PageAsync(
        NpgsqlDataSource database,
        Guid id,
        (decimal? RebateCny, Guid AssessmentId) after,
        int limit,
        CancellationToken cancel
    )
    {
        await using var command = database.CreateCommand(PageSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(
            new NpgsqlParameter
            {
                NpgsqlDbType = NpgsqlDbType.Numeric,
                Value = after.RebateCny is { } rebate ? rebate : DBNull.Value,
            }
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after.AssessmentId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var filings = new List<ChangedFiling>(limit);
        while (await reader.ReadAsync(cancel))
            filings.Add(
                new(
                    reader.GetGuid(0),
                    reader.GetGuid(1),
                    reader.GetString(2),
                    reader.GetDecimal(3),
                    reader.GetInt16(4),
                    reader.GetInt16(5),
                    reader.GetString(6),
                    reader.GetString(7),
                    reader.GetString(8),
                    reader.GetString(9),
                    reader.GetString(10).Split(',', StringSplitOptions.RemoveEmptyEntries)
                )
            );
        return filings;
    }

    /// <summary>The sums of a run as they were stored.</summary>
    public static SimulationResult Read(StoredRun run) =>
        JsonSerializer.Deserialize<SimulationResult>(run.Result, Json)
        ?? throw new InvalidDataException("A stored simulation is null.");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
}
