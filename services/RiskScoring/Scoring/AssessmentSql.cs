using Dapper;
using Npgsql;
using RebateFlow.Messaging;
using static RebateFlow.RiskScoring.BatchStatements;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>A stored assessment as it is read back.</summary>
/// <param name="Result">What <see cref="RiskScore.ToBytes"/> made, packed.</param>
public sealed record StoredAssessment(
    Guid Id,
    Guid PreDeclarationId,
    int AttemptNo,
    int SequenceNo,
    string TaxAuthority,
    DateTimeOffset AssessedAt,
    string RuleSetVersion,
    byte[] Content,
    byte[] Background,
    byte[] Result
);

/// <summary>Stores assessments and what they add to the history of their exporter.</summary>
public static class AssessmentSql
{
    private const string InsertSql = """
        INSERT INTO assessment (
            id, pre_declaration_id, attempt_no, sequence_no, uscc, tax_authority, period, fob_usd,
            rebate_due_cny, assessed_at, rule_set_version, score, grade, has_unjudged_rule, content,
            background, result)
        VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        """;

    private const string InsertCommoditiesSql = """
        INSERT INTO exporter_commodity (uscc, year, hs8, pre_declaration_id)
        SELECT $1, k.year, k.hs8, $2 FROM unnest($3, $4) AS k (year, hs8)
        ON CONFLICT DO NOTHING
        """;

    private const string InsertSuppliersSql = """
        INSERT INTO exporter_supplier (uscc, year, supplier_tax_id, pre_declaration_id)
        SELECT $1, k.year, k.supplier_tax_id, $2 FROM unnest($3, $4) AS k (year, supplier_tax_id)
        ON CONFLICT DO NOTHING
        """;

    private const string AddToMonthSql = """
        INSERT INTO exporter_month AS m (uscc, period, shard, fob_usd, rebate_cny)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (uscc, period, shard) DO UPDATE
        SET fob_usd = m.fob_usd + excluded.fob_usd, rebate_cny = m.rebate_cny + excluded.rebate_cny
        """;

    private const string ForgetCommoditiesSql = """
        DELETE FROM exporter_commodity WHERE uscc = $1 AND pre_declaration_id = $2
        """;

    private const string ForgetSuppliersSql = """
        DELETE FROM exporter_supplier WHERE uscc = $1 AND pre_declaration_id = $2
        """;

    private const string ChangePeersSql = """
        INSERT INTO peer_price_change (assessment_id, sign) VALUES ($1, $2)
        """;

    private const string SelectSql = """
        SELECT id, pre_declaration_id AS PreDeclarationId, attempt_no AS AttemptNo,
               sequence_no AS SequenceNo, tax_authority AS TaxAuthority,
               assessed_at AS AssessedAt, rule_set_version AS RuleSetVersion, content, background,
               result
        FROM assessment
        """;

    private const string LatestSql =
        SelectSql
        + """

            WHERE pre_declaration_id = @PreDeclarationId
              AND (@AttemptNo::int IS NULL OR attempt_no = @AttemptNo)
            ORDER BY attempt_no DESC, sequence_no DESC
            LIMIT 1
            """;

    private const string ByIdSql = SelectSql + "\nWHERE id = @Id";

    // Enough that the filings an exporter hands in at once seldom meet, few enough to add up
    // quickly.
    private const int Shards = 16;

    /// <summary>
    /// Adds the statements that store an assessment to the batch of a transaction.
    /// </summary>
    /// <param name="batch">Statements that run in one round trip.</param>
    /// <param name="assessment">The new assessment.</param>
    /// <param name="keys">The keys of its filing.</param>
    /// <param name="former">
    /// The assessment of an earlier attempt, which it supersedes; null without one.
    /// </param>
    public static void AddTo(
        NpgsqlBatch batch,
        Assessment assessment,
        FilingKeys keys,
        FormerAssessment? former
    )
    {
        AddAssessment(batch, assessment);
        if (former is not null)
            TakeBack(batch, assessment.Filing.PreDeclarationId, former);

        var id = assessment.Filing.PreDeclarationId;
        batch.Add(
            InsertCommoditiesSql,
            Value(keys.Uscc),
            Value(id),
            Value(keys.Hs8Years),
            Value(keys.Hs8)
        );
        if (keys.Suppliers.Length > 0)
            batch.Add(
                InsertSuppliersSql,
                Value(keys.Uscc),
                Value(id),
                Value(keys.SupplierYears),
                Value(keys.Suppliers)
            );
        AddToMonth(
            batch,
            id,
            (keys.Uscc, assessment.Filing.Period),
            new(assessment.Filing.FobUsd, assessment.Filing.RebateDueCny)
        );
        batch.Add(ChangePeersSql, Value(assessment.Id), Value((short)1));
    }

    /// <summary>The latest assessment of a pre-declaration, or of one of its attempts.</summary>
    public static async Task<StoredAssessment?> FindLatestAsync(
        NpgsqlDataSource database,
        Guid preDeclarationId,
        int? attemptNo,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<StoredAssessment>(
            new CommandDefinition(
                LatestSql,
                new { PreDeclarationId = preDeclarationId, AttemptNo = attemptNo },
                cancellationToken: cancel
            )
        );
    }

    /// <summary>An assessment by its id.</summary>
    public static async Task<StoredAssessment?> FindAsync(
        NpgsqlDataSource database,
        Guid id,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<StoredAssessment>(
            new CommandDefinition(ByIdSql, new { Id = id }, cancellationToken: cancel)
        );
    }

    private static void AddAssessment(NpgsqlBatch batch, Assessment assessment)
    {
        var (filing, score) = (assessment.Filing, assessment.Score);
        batch.Add(
            InsertSql,
            Value(assessment.Id),
            Value(filing.PreDeclarationId),
            Value(filing.AttemptNo),
            Value(filing.Declarant.Uscc),
            Value(filing.Declarant.TaxAuthority),
            Value(filing.Period),
            Value(filing.FobUsd),
            Value(filing.RebateDueCny),
            Value(assessment.AssessedAt),
            Value(score.RuleSetVersion),
            Value((short)score.Score),
            Value(Assessment.GradeName(score.Grade)),
            Value(score.HasUnjudgedRule),
            Value(filing.Content),
            Value(Payload.Pack(assessment.Background)),
            Value(Payload.Compress(score.ToBytes()))
        );
    }

    private static void TakeBack(NpgsqlBatch batch, Guid id, FormerAssessment former)
    {
        batch.Add(ForgetCommoditiesSql, Value(former.Uscc), Value(id));
        batch.Add(ForgetSuppliersSql, Value(former.Uscc), Value(id));
        AddToMonth(
            batch,
            id,
            (former.Uscc, former.Period),
            new(-former.Total.FobUsd, -former.Total.RebateCny)
        );
        batch.Add(ChangePeersSql, Value(former.Id), Value((short)-1));
    }

    private static void AddToMonth(
        NpgsqlBatch batch,
        Guid id,
        (string Uscc, string Period) month,
        PeriodTotal total
    ) =>
        batch.Add(
            AddToMonthSql,
            Value(month.Uscc),
            Value(month.Period),
            Value((short)(id.ToByteArray()[15] % Shards)),
            Value(total.FobUsd),
            Value(total.RebateCny)
        );
}
