using Npgsql;
using NpgsqlTypes;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Messaging.Batching;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.Rechecks;

/// <summary>SQL of months of ECR, which stand on each other (<see cref="EcrChain"/>).</summary>
public static class MonthSql
{
    /// <summary>
    /// The months of an exporter follow one another: who reads or moves them takes this lock, after
    /// those of vouchers. Of some exporters in the order of their codes.
    /// </summary>
    public const string LockSql = """
        SELECT pg_advisory_xact_lock(7001003, hashtext(uscc))
        FROM (SELECT DISTINCT uscc FROM unnest($1) AS k (uscc) ORDER BY uscc) o
        """;

    /// <summary>
    /// The live batches from the month before a period on, with the number of the period asked for.
    /// </summary>
    public const string LinksSql = """
        SELECT k.number, s.pre_declaration_id, s.period, s.sequence, s.carry_forward_ecr,
          s.sales_cny, s.rebate_due_cny, p.state IN ('APPROVED', 'FORMALLY_DECLARED')
        FROM unnest($1, $2) WITH ORDINALITY AS k (uscc, period, number)
        JOIN ecr_summary s ON s.uscc = k.uscc AND s.period >= coalesce((
          SELECT max(b.period) FROM ecr_summary b
          WHERE b.uscc = k.uscc AND b.period < k.period), k.period)
        JOIN pre_declaration p ON p.id = s.pre_declaration_id
        ORDER BY k.number
        """;

    private const string NoteSql = """
        INSERT INTO fact_change (target, feed, key, held_key, uscc, before, after)
        SELECT 'FILING', 'pre-declarations', p.period || '-' || p.batch_no, f.id::text, p.uscc,
          jsonb_strip_nulls(jsonb_build_object('carry_forward_ecr', $3::numeric)),
          jsonb_build_object('carry_forward_ecr', $4::numeric)
        FROM pre_declaration p
        CROSS JOIN unnest($2) AS f (id)
        WHERE p.id = $1
        """;

    private const string EndSql = "DELETE FROM ecr_summary WHERE pre_declaration_id = $1";

    private const string OwnSql = """
        SELECT p.uscc, p.period
        FROM ecr_summary s
        JOIN pre_declaration p ON p.id = s.pre_declaration_id
        WHERE s.pre_declaration_id = $1
        """;

    /// <summary>One row of <see cref="LinksSql"/>.</summary>
    public static EcrLink LinkFrom(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(1),
            reader.GetString(2),
            reader.GetInt64(3),
            reader.GetDecimal(4),
            reader.GetDecimal(5),
            reader.GetDecimal(6),
            reader.GetBoolean(7)
        );

    /// <summary>
    /// Adds that a batch came, changed or went, for those that are computed on it; they are noted
    /// by the next <see cref="StaleChecks"/> of the transaction.
    /// </summary>
    /// <param name="links">The live batches before it did.</param>
    /// <param name="carryForwardCny">Row 16 of the batch from now on, yuan.</param>
    public static void AddFollowers(
        NpgsqlBatch batch,
        IReadOnlyCollection<EcrLink> links,
        (Guid Id, string Period) changed,
        decimal carryForwardCny
    )
    {
        var followers = EcrChain.FollowersOf(links, changed.Id, changed.Period);
        if (followers.Count > 0)
            batch.Add(
                NoteSql,
                Value(changed.Id),
                Value(followers.ToArray()),
                OrNull(
                    links.FirstOrDefault(link => link.Id == changed.Id)?.CarryForwardEcr,
                    NpgsqlDbType.Numeric
                ),
                Value(carryForwardCny)
            );
    }

    /// <summary>
    /// A month that was withdrawn or rejected carries nothing on; those that stood on it are noted
    /// by the next <see cref="StaleChecks"/> of the transaction. Nothing happens to a filing
    /// without a month.
    /// </summary>
    public static async Task EndAsync(
        NpgsqlTransaction transaction,
        Guid preDeclarationId,
        CancellationToken cancel
    )
    {
        if (await OwnAsync(transaction, preDeclarationId, cancel) is not var (uscc, period))
            return;
        var links = await LinksAsync(transaction, uscc, period, cancel);
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        AddFollowers(batch, links, (preDeclarationId, period), 0m);
        batch.Add(EndSql, Value(preDeclarationId));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<(string Uscc, string Period)?> OwnAsync(
        NpgsqlTransaction transaction,
        Guid preDeclarationId,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(OwnSql, transaction.Connection, transaction);
        command.Parameters.Add(Value(preDeclarationId));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? (reader.GetString(0), reader.GetString(1)) : null;
    }

    private static async Task<IReadOnlyList<EcrLink>> LinksAsync(
        NpgsqlTransaction transaction,
        string uscc,
        string period,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(LockSql, Value(new[] { uscc }));
        batch.Add(LinksSql, Value(new[] { uscc }), Value(new[] { period }));
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.NextResultAsync(cancel);
        var links = new List<EcrLink>();
        while (await reader.ReadAsync(cancel))
            links.Add(LinkFrom(reader));
        return links;
    }
}
