using Npgsql;

namespace RebateFlow.RiskScoring.Learning;

/// <summary>Reads how hits of rules and entries ended.</summary>
public static class PrecisionSql
{
    private const string Query = """
        SELECT kind, subject, coalesce(sum(filings) FILTER (WHERE outcome = 'JUDGED'), 0)::bigint,
            coalesce(sum(filings) FILTER (
                WHERE outcome IN ('APPROVED', 'REJECTED', 'RETURNED')), 0)::bigint,
            coalesce(sum(filings) FILTER (WHERE outcome = 'REJECTED'), 0)::bigint,
            coalesce(sum(filings) FILTER (WHERE outcome = 'RETURNED'), 0)::bigint,
            coalesce(sum(filings) FILTER (WHERE outcome = 'HOLD'), 0)::bigint,
            coalesce(sum(filings) FILTER (WHERE outcome = 'PROBLEM_LETTER'), 0)::bigint,
            coalesce(sum(filings) FILTER (
                WHERE outcome IN ('RANDOM_CLEAN', 'RANDOM_IRREGULAR')), 0)::bigint,
            coalesce(sum(filings) FILTER (WHERE outcome = 'RANDOM_IRREGULAR'), 0)::bigint,
            coalesce(sum(filings) FILTER (WHERE outcome = 'REVIEW_IRREGULAR'), 0)::bigint,
            coalesce(sum(filings) FILTER (WHERE outcome = 'CONFIRMED'), 0)::bigint,
            coalesce(sum(rebate_cny) FILTER (WHERE outcome = 'REJECTED'), 0),
            coalesce(sum(rebate_cny) FILTER (WHERE outcome = 'CONFIRMED'), 0)
        FROM hit_outcome GROUP BY kind, subject ORDER BY kind DESC, subject LIMIT 2000
        """;

    /// <summary>Rules first, then entries.</summary>
    public static async Task<IReadOnlyList<HitPrecision>> ListAsync(
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        await using var command = database.CreateCommand(Query);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var items = new List<HitPrecision>();
        while (await reader.ReadAsync(cancel))
            items.Add(
                new(
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.GetInt64(2),
                    reader.GetInt64(3),
                    reader.GetInt64(4),
                    reader.GetInt64(5),
                    reader.GetInt64(6),
                    reader.GetInt64(7),
                    reader.GetInt64(8),
                    reader.GetInt64(9),
                    reader.GetInt64(10),
                    reader.GetInt64(11),
                    reader.GetDecimal(12),
                    reader.GetDecimal(13)
                )
            );
        return items;
    }
}
