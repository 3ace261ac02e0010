using Dapper;
using Npgsql;
using RebateFlow.GreenChannel;

namespace RebateFlow.Approval.Policies;

public static class PastCaseSql
{
    // A plan for any two days takes them to be close together, and looks up the attempt of each
    // case by key; a year of cases is read faster whole. So this statement is planned for its own
    // days.
    private const string PlanForTheseDays = "SET LOCAL plan_cache_mode = force_custom_plan";

    private const string Query = """
        SELECT c.case_id, c.uscc, c.exporter_name AS name, c.state, a.facts,
            coalesce(k.found, false) AS found, coalesce(k.flagged, false) AS flagged
        FROM approval_case c
        JOIN case_attempt a ON a.case_id = c.case_id AND a.attempt_no = c.attempt_no
            AND a.check_no = c.check_no
        LEFT JOIN (
            SELECT case_id, bool_or(outcome = 'IRREGULAR') AS found,
                bool_or(kind = 'RE_REVIEW') AS flagged
            FROM case_check GROUP BY case_id) k ON k.case_id = c.case_id
        WHERE c.sample_day BETWEEN @from AND @to
        """;

    /// <summary>The cases that were opened within some days, read one by one.</summary>
    public static async IAsyncEnumerable<PastCase> ListAsync(
        NpgsqlTransaction transaction,
        DateOnly from,
        DateOnly to
    )
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(PlanForTheseDays, transaction: transaction);
        var rows = connection.QueryUnbufferedAsync<Row>(
            Query,
            new { from, to },
            transaction,
            commandTimeout: 300
        );
        await foreach (var row in rows)
            yield return row.ToCase();
    }

    private sealed record Row
    {
        public Guid CaseId { get; init; }
        public string Uscc { get; init; } = "";
        public string Name { get; init; } = "";
        public string State { get; init; } = "";
        public string Facts { get; init; } = "";
        public bool Found { get; init; }
        public bool Flagged { get; init; }

        public PastCase ToCase() =>
            new(
                CaseId,
                Uscc,
                Name,
                ChannelJson.Read<ChannelFacts>(Facts),
                Found ? LaterTruth.Irregular
                    : State == "REJECTED" ? LaterTruth.Rejected
                    : Flagged ? LaterTruth.Flagged
                    : LaterTruth.NothingBad
            );
    }
}
