using Dapper;
using Npgsql;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Scores;
using static RebateFlow.Messaging.Batching.Statements;

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
    private static readonly RowInsert assessments = new(
        """
        INSERT INTO assessment (
            id, pre_declaration_id, attempt_no, uscc, tax_authority, period, fob_usd,
            rebate_due_cny, assessed_at, rule_set_version, score, grade, has_unjudged_rule, content,
            background, result, sequence_no, cost_cny, declarations, away_declarations)
        """,
        columns: 20
    );

    private const string AddToMonthsSql = """
        INSERT INTO exporter_month AS m (
            uscc, period, shard, fob_usd, rebate_cny, cost_cny, declarations, away_declarations)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (uscc, period, shard) DO UPDATE
        SET fob_usd = m.fob_usd + excluded.fob_usd, rebate_cny = m.rebate_cny + excluded.rebate_cny,
            cost_cny = m.cost_cny + excluded.cost_cny,
            declarations = m.declarations + excluded.declarations,
            away_declarations = m.away_declarations + excluded.away_declarations
        """;

    // Nothing, unless a draft judges in shadow.
    private const string ShadowsSql = """
        INSERT INTO shadow_due (version, assessment_id)
        SELECT s.version, k.id FROM rule_set_shadow s CROSS JOIN unnest($1) AS k (id)
        """;

    private const string ForgetCommoditiesSql = """
        DELETE FROM exporter_commodity WHERE uscc = $1 AND pre_declaration_id = $2
        """;

    private const string ForgetSuppliersSql = """
        DELETE FROM exporter_supplier WHERE uscc = $1 AND pre_declaration_id = $2
        """;

    private const string ChangePeersSql = """
        INSERT INTO peer_price_change (assessment_id, sign) SELECT * FROM unnest($1, $2)
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

    // Enough rows that an exporter's simultaneous filings seldom share one, and few enough to add
    // up quickly.
    private const int Shards = 16;

    /// <summary>
    /// Adds the statements that store assessments, and take back what those before them added to
    /// the history of their exporters.
    /// </summary>
    public static void AddAll(NpgsqlBatch batch, IReadOnlyList<ScoredFiling> scored)
    {
        assessments.Add(batch, [.. scored.Select(ValuesOf)]);
        foreach (var one in scored)
        {
            if (one.Former is { } former)
                Forget(batch, one.Assessment.Filing.PreDeclarationId, former);
        }
        ExporterHistorySql.AddAll(batch, scored);
        AddToMonths(batch, scored);
        batch.Add(ShadowsSql, Value(scored.Select(one => one.Assessment.Id).ToArray()));
        var changes = scored
            .SelectMany(one => new[] { (one.Former?.Id, -1), (one.Assessment.Id, 1) })
            .Where(change => change.Item1 is not null)
            .ToArray();
        batch.Add(
            ChangePeersSql,
            Value(Array.ConvertAll(changes, change => change.Item1!.Value)),
            Value(Array.ConvertAll(changes, change => (short)change.Item2))
        );
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

    private static NpgsqlParameter[] ValuesOf(ScoredFiling scored)
    {
        var (assessment, total) = (scored.Assessment, scored.Keys.Total);
        var (filing, score) = (assessment.Filing, assessment.Score);
        return
        [
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
            Value(WireCode.Of(score.Grade)),
            Value(score.HasUnjudgedRule),
            Value(filing.Content),
            Value(Payload.Pack(assessment.Background)),
            Value(Payload.Compress(score.ToBytes())),
            Value(1),
            Value(total.CostCny),
            Value(total.Declarations),
            Value(total.AwayDeclarations),
        ];
    }

    private static void Forget(NpgsqlBatch batch, Guid id, FormerAssessment former)
    {
        batch.Add(ForgetCommoditiesSql, Value(former.Uscc), Value(id));
        batch.Add(ForgetSuppliersSql, Value(former.Uscc), Value(id));
    }

    /// <summary>Adds the totals of a group, each row once and in key order.</summary>
    private static void AddToMonths(NpgsqlBatch batch, IReadOnlyList<ScoredFiling> scored)
    {
        var totals = new SortedDictionary<(string Uscc, string Period, short Shard), PeriodTotal>(
            ByKey
        );
        foreach (var one in scored)
        {
            var filing = one.Assessment.Filing;
            var shard = (short)(filing.PreDeclarationId.ToByteArray()[15] % Shards);
            Add((one.Keys.Uscc, filing.Period, shard), one.Keys.Total, 1);
            if (one.Former is { } former)
                Add((former.Uscc, former.Period, shard), former.Total, -1);
        }
        batch.Add(
            AddToMonthsSql,
            Value(totals.Keys.Select(key => key.Uscc).ToArray()),
            Value(totals.Keys.Select(key => key.Period).ToArray()),
            Value(totals.Keys.Select(key => key.Shard).ToArray()),
            Value(totals.Values.Select(total => total.FobUsd).ToArray()),
            Value(totals.Values.Select(total => total.RebateCny).ToArray()),
            Value(totals.Values.Select(total => total.CostCny).ToArray()),
            Value(totals.Values.Select(total => total.Declarations).ToArray()),
            Value(totals.Values.Select(total => total.AwayDeclarations).ToArray())
        );

        void Add((string, string, short) key, PeriodTotal own, int sign) =>
            totals[key] = totals.GetValueOrDefault(key, PeriodTotal.None).Plus(own, sign);
    }

    private static readonly Comparer<(string Uscc, string Period, short Shard)> ByKey = Comparer<(
        string Uscc,
        string Period,
        short Shard
    )>.Create(
        (one, other) =>
            string.CompareOrdinal(one.Uscc, other.Uscc) is var uscc && uscc != 0 ? uscc
            : string.CompareOrdinal(one.Period, other.Period) is var period && period != 0 ? period
            : one.Shard.CompareTo(other.Shard)
    );
}
