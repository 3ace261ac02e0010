using Dapper;
using Npgsql;
using RebateFlow.Batching;
using RebateFlow.Messaging;
using static RebateFlow.Batching.Statements;

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
            background, result, sequence_no)
        """,
        columns: 17
    );

    private const string InsertCommoditiesSql = """
        INSERT INTO exporter_commodity (uscc, year, hs8, pre_declaration_id)
        SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT DO NOTHING
        """;

    private const string InsertSuppliersSql = """
        INSERT INTO exporter_supplier (uscc, year, supplier_tax_id, pre_declaration_id)
        SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT DO NOTHING
        """;

    private const string AddToMonthsSql = """
        INSERT INTO exporter_month AS m (uscc, period, shard, fob_usd, rebate_cny)
        SELECT * FROM unnest($1, $2, $3, $4, $5)
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

    // Enough that the filings an exporter hands in at once seldom meet, few enough to add up
    // quickly.
    private const int Shards = 16;

    /// <summary>
    /// Adds the statements that store assessments, and take back what those before them added to
    /// the history of their exporters.
    /// </summary>
    public static void AddAll(NpgsqlBatch batch, IReadOnlyList<ScoredFiling> scored)
    {
        assessments.Add(batch, [.. scored.Select(one => ValuesOf(one.Assessment))]);
        foreach (var one in scored)
        {
            if (one.Former is { } former)
                Forget(batch, one.Assessment.Filing.PreDeclarationId, former);
        }
        AddKeys(batch, InsertCommoditiesSql, scored, keys => keys.Hs8Years.Zip(keys.Hs8));
        AddKeys(batch, InsertSuppliersSql, scored, keys => keys.SupplierYears.Zip(keys.Suppliers));
        AddToMonths(batch, scored);
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

    private static NpgsqlParameter[] ValuesOf(Assessment assessment)
    {
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
            Value(Assessment.GradeName(score.Grade)),
            Value(score.HasUnjudgedRule),
            Value(filing.Content),
            Value(Payload.Pack(assessment.Background)),
            Value(Payload.Compress(score.ToBytes())),
            Value(1),
        ];
    }

    private static void Forget(NpgsqlBatch batch, Guid id, FormerAssessment former)
    {
        batch.Add(ForgetCommoditiesSql, Value(former.Uscc), Value(id));
        batch.Add(ForgetSuppliersSql, Value(former.Uscc), Value(id));
    }

    /// <summary>What exporters dealt in or with, in key order, so that none deadlock.</summary>
    private static void AddKeys(
        NpgsqlBatch batch,
        string sql,
        IReadOnlyList<ScoredFiling> scored,
        Func<FilingKeys, IEnumerable<(short Year, string Text)>> keysOf
    )
    {
        var rows = scored
            .SelectMany(one =>
                keysOf(one.Keys)
                    .Select(key =>
                        (one.Keys.Uscc, key.Year, key.Text, one.Assessment.Filing.PreDeclarationId)
                    )
            )
            .OrderBy(row => row.Uscc, StringComparer.Ordinal)
            .ThenBy(row => row.Year)
            .ThenBy(row => row.Text, StringComparer.Ordinal)
            .ToArray();
        if (rows.Length == 0)
            return;
        batch.Add(
            sql,
            Value(Array.ConvertAll(rows, row => row.Uscc)),
            Value(Array.ConvertAll(rows, row => row.Year)),
            Value(Array.ConvertAll(rows, row => row.Text)),
            Value(Array.ConvertAll(rows, row => row.PreDeclarationId))
        );
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
            Add((one.Keys.Uscc, filing.Period, shard), filing.FobUsd, filing.RebateDueCny);
            if (one.Former is { } former)
                Add(
                    (former.Uscc, former.Period, shard),
                    -former.Total.FobUsd,
                    -former.Total.RebateCny
                );
        }
        batch.Add(
            AddToMonthsSql,
            Value(totals.Keys.Select(key => key.Uscc).ToArray()),
            Value(totals.Keys.Select(key => key.Period).ToArray()),
            Value(totals.Keys.Select(key => key.Shard).ToArray()),
            Value(totals.Values.Select(total => total.FobUsd).ToArray()),
            Value(totals.Values.Select(total => total.RebateCny).ToArray())
        );

        void Add((string, string, short) key, decimal fobUsd, decimal rebateCny)
        {
            var total = totals.GetValueOrDefault(key, PeriodTotal.None);
            totals[key] = new(total.FobUsd + fobUsd, total.RebateCny + rebateCny);
        }
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
