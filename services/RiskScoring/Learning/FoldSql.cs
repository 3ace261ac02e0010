using Dapper;
using Npgsql;
using RebateFlow.Messaging;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Scores;

namespace RebateFlow.RiskScoring.Learning;

/// <summary>Decisions that wait to be counted, and what came of them.</summary>
public static class FoldSql
{
    // The main query sees what was counted before this statement; the batch itself is in memory.
    private const string TakeOutcomesSql = """
        WITH taken AS (
            DELETE FROM outcome_due
            WHERE id IN (SELECT id FROM outcome_due ORDER BY id LIMIT @Limit)
            RETURNING id, pre_declaration_id, attempt_no, outcome),
        undone AS (
            DELETE FROM outcome_counted c USING taken t
            WHERE (c.pre_declaration_id, c.attempt_no)
                    = (t.pre_declaration_id, t.attempt_no)
                AND t.outcome = 'NOT_' || c.outcome
            RETURNING c.pre_declaration_id, c.attempt_no, c.outcome),
        added AS (
            INSERT INTO outcome_counted (pre_declaration_id, attempt_no, outcome)
            SELECT DISTINCT pre_declaration_id, attempt_no, outcome FROM taken t
            WHERE outcome NOT LIKE 'NOT\_%' AND NOT EXISTS (
                SELECT FROM taken n
                WHERE (n.pre_declaration_id, n.attempt_no)
                        = (t.pre_declaration_id, t.attempt_no)
                    AND n.outcome = 'NOT_' || t.outcome AND n.id > t.id)
            ON CONFLICT DO NOTHING
            RETURNING pre_declaration_id, attempt_no, outcome),
        counted AS (
            SELECT *, false AS is_undone FROM added
            UNION ALL SELECT *, true FROM undone)
        SELECT c.pre_declaration_id AS PreDeclarationId, c.attempt_no AS AttemptNo, c.outcome,
            c.is_undone AS IsUndone, o.any_outcome AS WasJudged,
            o.any_confirming AS WasConfirmed,
            a.rebate_due_cny AS RebateCny, a.result, a.background
        FROM counted c
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE outcome <> 'HOLD') > 0 AS any_outcome,
                count(*) FILTER (WHERE outcome = ANY (@Confirming)) > 0 AS any_confirming
            FROM outcome_counted
            WHERE pre_declaration_id = c.pre_declaration_id AND attempt_no = c.attempt_no
                AND NOT (c.is_undone AND outcome = c.outcome)) o
        CROSS JOIN LATERAL (
            SELECT * FROM assessment
            WHERE pre_declaration_id = c.pre_declaration_id AND attempt_no = c.attempt_no
            ORDER BY sequence_no DESC LIMIT 1) a
        ORDER BY c.is_undone
        """;

    private const string AddOutcomesSql = """
        INSERT INTO hit_outcome AS h (kind, subject, outcome, filings, rebate_cny)
        SELECT * FROM unnest(@Kinds, @Subjects, @Outcomes, @Filings, @Rebates)
        ON CONFLICT (kind, subject, outcome) DO UPDATE
        SET filings = h.filings + excluded.filings, rebate_cny = h.rebate_cny + excluded.rebate_cny
        """;

    /// <summary>Counts the hits of decided filings. Returns how many filings.</summary>
    public static async Task<int> FoldOutcomesAsync(
        NpgsqlTransaction transaction,
        int limit,
        CancellationToken cancel
    )
    {
        var sums = new SortedDictionary<(string, string, string), (long Filings, decimal Rebate)>();
        var taken = 0;
        var rows = transaction.Connection!.QueryUnbufferedAsync<OutcomeRow>(
            TakeOutcomesSql,
            new { Limit = limit, Confirming = Outcomes.Confirming.ToArray() },
            transaction
        );
        var (judged, confirmed) = (new HashSet<(Guid, int)>(), new HashSet<(Guid, int)>());
        await foreach (var row in rows.WithCancellation(cancel))
        {
            var attempt = (row.PreDeclarationId, row.AttemptNo);
            var outcomes = new List<string> { row.Outcome };
            var isFirst = !row.IsUndone && row.Outcome != Outcomes.Hold;
            if (isFirst && !row.WasJudged && judged.Add(attempt))
                outcomes.Add(Outcomes.Judged);
            // What is taken back comes last, with the confirmation when nothing else has it.
            if (
                Outcomes.Confirming.Contains(row.Outcome)
                && !row.WasConfirmed
                && confirmed.Add(attempt)
            )
                outcomes.Add(Outcomes.Confirmed);
            var sign = row.IsUndone ? -1 : 1;
            foreach (var (kind, subject) in HitsOf(row))
            foreach (var outcome in outcomes)
                Add(sums, (kind, subject, outcome), sign, row.RebateCny);
            taken++;
        }
        if (sums.Count == 0)
            return taken;
        await ExecuteAsync(
            transaction,
            AddOutcomesSql,
            new
            {
                Kinds = sums.Keys.Select(key => key.Item1).ToArray(),
                Subjects = sums.Keys.Select(key => key.Item2).ToArray(),
                Outcomes = sums.Keys.Select(key => key.Item3).ToArray(),
                Filings = sums.Values.Select(sum => sum.Filings).ToArray(),
                Rebates = sums.Values.Select(sum => sum.Rebate).ToArray(),
            },
            cancel
        );
        return taken;
    }

    private static IEnumerable<(string Kind, string Subject)> HitsOf(OutcomeRow row) =>
        RiskScore
            .FromBytes(Payload.Decompress(row.Result))
            .Results.Where(result => result.Outcome == RuleOutcome.Hit)
            .Select(result => ("RULE", result.RuleId))
            .Concat(
                Payload
                    .Unpack<Background>(row.Background)
                    .Watchlist.Hits.Select(hit => ("ENTRY", $"{hit.Kind} {hit.Key}"))
                    .Distinct()
            );

    private static void Add(
        SortedDictionary<(string, string, string), (long Filings, decimal Rebate)> sums,
        (string, string, string) key,
        int sign,
        decimal rebate
    )
    {
        var sum = sums.GetValueOrDefault(key);
        sums[key] = (sum.Filings + sign, sum.Rebate + sign * rebate);
    }

    private static Task<int> ExecuteAsync(
        NpgsqlTransaction transaction,
        string sql,
        object values,
        CancellationToken cancel
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, values, transaction, cancellationToken: cancel)
        );

    private sealed record OutcomeRow(
        Guid PreDeclarationId,
        int AttemptNo,
        string Outcome,
        bool IsUndone,
        bool WasJudged,
        bool WasConfirmed,
        decimal RebateCny,
        byte[] Result,
        byte[] Background
    );
}
