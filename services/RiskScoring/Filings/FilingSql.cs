using MassTransit;
using Npgsql;
using RebateFlow.Messaging.Batching;
using RebateFlow.Messaging.Inbox;
using RebateFlow.RiskScoring.Scoring;
using RebateFlow.RiskScoring.Watchlist;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.RiskScoring.Filings;

/// <summary>Which filings are live, by which values they are found, and how they ended.</summary>
public static class FilingSql
{
    private const string StoreSql = """
        INSERT INTO filing AS f (
            pre_declaration_id, attempt_no, lane, uscc, fob_usd, rebate_due_cny, assessed_at,
            is_live)
        SELECT *, NOT EXISTS (
            SELECT FROM attempt_end e
            WHERE e.pre_declaration_id = k.id AND e.attempt_no >= k.attempt_no)
        FROM unnest($1, $2, $3, $4, $5, $6, $7)
            AS k (id, attempt_no, lane, uscc, fob_usd, rebate_due_cny, assessed_at)
        ON CONFLICT (pre_declaration_id) DO UPDATE
        SET attempt_no = excluded.attempt_no, lane = excluded.lane, uscc = excluded.uscc,
            fob_usd = excluded.fob_usd, rebate_due_cny = excluded.rebate_due_cny,
            assessed_at = excluded.assessed_at, is_live = excluded.is_live
        """;

    private const string StoreKeysSql = """
        INSERT INTO filing_key (kind, key, pre_declaration_id, attempt_no)
        SELECT * FROM unnest($1, $2, $3, $4)
        """;

    // Money that is released after an approval comes as a second decision with the new total: the
    // approval is the same one, and counted once. An older one changes nothing.
    private const string EndSql = """
        WITH ended AS (
            INSERT INTO attempt_end AS e (
                pre_declaration_id, attempt_no, outcome, channel, approved_rebate_cny, reason,
                ended_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (pre_declaration_id, attempt_no, outcome) DO UPDATE
            SET approved_rebate_cny = excluded.approved_rebate_cny, reason = excluded.reason,
                ended_at = excluded.ended_at
            WHERE e.outcome = 'APPROVED' AND (e.ended_at, e.approved_rebate_cny)
                < (excluded.ended_at, excluded.approved_rebate_cny)
            RETURNING xmax = 0 AS is_new)
        INSERT INTO outcome_due (pre_declaration_id, attempt_no, outcome)
        SELECT $1, $2, $3 FROM ended WHERE is_new AND $8
        """;

    private const string NoLongerLiveSql = """
        UPDATE filing SET is_live = false
        WHERE pre_declaration_id = $1 AND attempt_no <= $2 AND is_live
        """;

    /// <summary>
    /// Adds the statements that note attempts, which were assessed first in this transaction.
    /// </summary>
    public static void AddAll(NpgsqlBatch batch, IReadOnlyList<ScoredFiling> scored)
    {
        Assessment[] assessments = [.. scored.Select(one => one.Assessment)];
        batch.Add(
            StoreSql,
            Value(Array.ConvertAll(assessments, one => one.Filing.PreDeclarationId)),
            Value(Array.ConvertAll(assessments, one => one.Filing.AttemptNo)),
            Value(Array.ConvertAll(assessments, one => one.Filing.Lane)),
            Value(Array.ConvertAll(assessments, one => one.Filing.Declarant.Uscc)),
            Value(Array.ConvertAll(assessments, one => one.Filing.FobUsd)),
            Value(Array.ConvertAll(assessments, one => one.Filing.RebateDueCny)),
            Value(Array.ConvertAll(assessments, one => one.AssessedAt))
        );
        var keys = scored
            .SelectMany(one =>
            {
                var filing = one.Subject.Filing;
                var values = WatchedValues.Of(filing.Declarant, one.Subject.Content);
                return values
                    .Kinds.Zip(values.Keys)
                    .Select(value =>
                        (value.First, value.Second, filing.PreDeclarationId, filing.AttemptNo)
                    );
            })
            .ToArray();
        batch.Add(
            StoreKeysSql,
            Value(Array.ConvertAll(keys, key => key.First)),
            Value(Array.ConvertAll(keys, key => key.Second)),
            Value(Array.ConvertAll(keys, key => key.PreDeclarationId)),
            Value(Array.ConvertAll(keys, key => key.AttemptNo))
        );
    }

    /// <summary>Records the end of an attempt; the same message again changes nothing.</summary>
    public static async Task EndAsync(
        NpgsqlDataSource database,
        ConsumeContext context,
        AttemptEnd end
    )
    {
        var cancel = context.CancellationToken;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Inbox.TryEnterAsync(transaction, context, cancel))
            return;

        await using var batch = new NpgsqlBatch(connection, transaction);
        // An attempt that is being assessed at this moment is either seen here or sees this end.
        batch.AddLocks([end.PreDeclarationId]);
        batch.Add(
            EndSql,
            Value(end.PreDeclarationId),
            Value(end.AttemptNo),
            Value(end.Outcome),
            Value(end.Channel),
            Value(end.ApprovedRebateCny),
            Value(end.Reason),
            Value(end.EndedAt),
            // A decision is counted once, later and many at a time: see Learning.
            Value(end.IsDecision)
        );
        batch.Add(NoLongerLiveSql, Value(end.PreDeclarationId), Value(end.AttemptNo));
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
