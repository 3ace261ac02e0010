using MassTransit;
using Npgsql;
using RebateFlow.Messaging;
using RebateFlow.RiskScoring.Scoring;
using RebateFlow.RiskScoring.Watchlist;
using static RebateFlow.RiskScoring.BatchStatements;

namespace RebateFlow.RiskScoring.Filings;

/// <summary>Which filings are live, by which values they are found, and how they ended.</summary>
public static class FilingSql
{
    private const string StoreSql = """
        INSERT INTO filing AS f (
            pre_declaration_id, attempt_no, lane, uscc, fob_usd, rebate_due_cny, assessed_at,
            is_live)
        VALUES ($1, $2, $3, $4, $5, $6, $7, NOT EXISTS (
            SELECT FROM attempt_end WHERE pre_declaration_id = $1 AND attempt_no >= $2))
        ON CONFLICT (pre_declaration_id) DO UPDATE
        SET attempt_no = excluded.attempt_no, lane = excluded.lane, uscc = excluded.uscc,
            fob_usd = excluded.fob_usd, rebate_due_cny = excluded.rebate_due_cny,
            assessed_at = excluded.assessed_at, is_live = excluded.is_live
        """;

    private const string StoreKeysSql = """
        INSERT INTO filing_key (kind, key, pre_declaration_id, attempt_no)
        SELECT k.kind, k.key, $1, $2 FROM unnest($3, $4) AS k (kind, key)
        """;

    private const string EndSql = """
        INSERT INTO attempt_end (
            pre_declaration_id, attempt_no, outcome, channel, approved_rebate_cny, reason, ended_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT DO NOTHING
        """;

    private const string NoLongerLiveSql = """
        UPDATE filing SET is_live = false
        WHERE pre_declaration_id = $1 AND attempt_no <= $2 AND is_live
        """;

    /// <summary>
    /// Adds the statements that note an attempt, which was assessed first in this transaction.
    /// </summary>
    public static void AddTo(NpgsqlBatch batch, Assessment assessment, WatchedValues values)
    {
        var filing = assessment.Filing;
        batch.Add(
            StoreSql,
            Value(filing.PreDeclarationId),
            Value(filing.AttemptNo),
            Value(filing.Lane),
            Value(filing.Declarant.Uscc),
            Value(filing.FobUsd),
            Value(filing.RebateDueCny),
            Value(assessment.AssessedAt)
        );
        batch.Add(
            StoreKeysSql,
            Value(filing.PreDeclarationId),
            Value(filing.AttemptNo),
            Value(values.Kinds),
            Value(values.Keys)
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
        FactsSql.AddLock(batch, end.PreDeclarationId);
        batch.Add(
            EndSql,
            Value(end.PreDeclarationId),
            Value(end.AttemptNo),
            Value(end.Outcome),
            Value(end.Channel),
            Value(end.ApprovedRebateCny),
            Value(end.Reason),
            Value(end.EndedAt)
        );
        batch.Add(NoLongerLiveSql, Value(end.PreDeclarationId), Value(end.AttemptNo));
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
