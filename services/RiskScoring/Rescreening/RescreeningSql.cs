using Dapper;
using Npgsql;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.RiskScoring.Watchlist;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.RiskScoring.Rescreening;

/// <summary>A live filing with its last assessment.</summary>
/// <param name="Lane">express or ordinary, the lane of the filing.</param>
/// <param name="Content">Packed lines of the attempt.</param>
/// <param name="Background">Packed <see cref="Rules.FilingFacts.Background"/>.</param>
/// <param name="Result">Packed bytes of the score.</param>
/// <param name="RuleSetVersion">The set by which it was scored.</param>
public sealed record LiveFiling(
    Guid AssessmentId,
    Guid PreDeclarationId,
    int AttemptNo,
    int SequenceNo,
    string Lane,
    byte[] Content,
    byte[] Background,
    byte[] Result,
    string RuleSetVersion
);

/// <summary>A filing that is due, with the trace of what made it so.</summary>
public sealed record WaitingFiling(Guid Id, string? TraceParent);

/// <summary>The filings that wait for another screening, and what comes out of it.</summary>
public static class RescreeningSql
{
    private const string TakeSql = """
        DELETE FROM rescreening WHERE pre_declaration_id = (
            SELECT pre_declaration_id FROM rescreening WHERE due_at <= @Now
            ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING pre_declaration_id AS Id, trace_parent AS TraceParent
        """;

    private const string PutOffSql = """
        UPDATE rescreening SET due_at = @Later WHERE pre_declaration_id = @Id
        """;

    private const string FindSql = """
        SELECT a.id AS AssessmentId, a.pre_declaration_id AS PreDeclarationId,
               a.attempt_no AS AttemptNo, a.sequence_no AS SequenceNo, f.lane AS Lane,
               a.content AS Content, a.background AS Background, a.result AS Result,
               a.rule_set_version AS RuleSetVersion
        FROM filing f JOIN assessment a USING (pre_declaration_id, attempt_no)
        WHERE f.pre_declaration_id = @Id AND f.is_live
        ORDER BY a.sequence_no DESC
        LIMIT 1
        """;

    // Whoever begins to note filings waits for this one, which may be judged by an older set.
    private const string ShareListSql = $"SELECT {ChangedKeysSql.ShareLockSql}";

    private const string RevisionsSql = "SELECT name, revision FROM list_revision";

    // What the filing itself says stays as it was. A draft in shadow judges it anew as well when
    // the list changed. When another rule set judges all that are under way, it would count them
    // twice, and add up comparisons with two sets.
    private const string StoreSql = """
        WITH due AS (
            INSERT INTO shadow_due (version, assessment_id)
            SELECT version, $2 FROM rule_set_shadow WHERE $10)
        INSERT INTO assessment (
            id, pre_declaration_id, attempt_no, sequence_no, uscc, tax_authority, period, fob_usd,
            rebate_due_cny, assessed_at, rule_set_version, score, grade, has_unjudged_rule, content,
            background, result, cost_cny, declarations, away_declarations)
        SELECT $2, pre_declaration_id, attempt_no, sequence_no + 1, uscc, tax_authority, period,
               fob_usd, rebate_due_cny, $3, $4, $5, $6, $7, content, $8, $9,
               cost_cny, declarations, away_declarations
        FROM assessment WHERE id = $1
        """;

    /// <summary>
    /// Takes one filing that waits and keeps others away from it until the transaction ends. Locks
    /// in the order of scoring; revisions are read after this.
    /// </summary>
    /// <returns>Null when none is due.</returns>
    public static async Task<WaitingFiling?> TakeAsync(
        NpgsqlTransaction transaction,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var taken = await transaction.Connection!.QuerySingleOrDefaultAsync<WaitingFiling>(
            new CommandDefinition(
                TakeSql,
                new { Now = now },
                transaction,
                cancellationToken: cancel
            )
        );
        if (taken is null)
            return null;
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.AddLocks([taken.Id]);
        batch.Add(ShareListSql);
        await batch.ExecuteNonQueryAsync(cancel);
        return taken;
    }

    /// <summary>Lets a filing wait for longer.</summary>
    public static async Task PutOffAsync(
        NpgsqlDataSource database,
        Guid id,
        DateTimeOffset later,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(
            new CommandDefinition(
                PutOffSql,
                new { Id = id, Later = later },
                cancellationToken: cancel
            )
        );
    }

    /// <summary>The filing with its last assessment; null when it is not live any more.</summary>
    public static Task<LiveFiling?> FindAsync(
        NpgsqlTransaction transaction,
        Guid id,
        CancellationToken cancel
    ) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<LiveFiling>(
            new CommandDefinition(FindSql, new { Id = id }, transaction, cancellationToken: cancel)
        );

    /// <summary>Revisions of the watchlist and of the rule sets.</summary>
    public static async Task<(long Watchlist, long RuleSets)> RevisionsAsync(
        NpgsqlTransaction transaction,
        CancellationToken cancel
    )
    {
        var rows = await transaction.Connection!.QueryAsync<(string Name, long Revision)>(
            new CommandDefinition(RevisionsSql, transaction: transaction, cancellationToken: cancel)
        );
        var byName = rows.ToDictionary(row => row.Name, row => row.Revision);
        return (byName[WatchlistSql.RevisionName], byName[RuleSetSql.RevisionName]);
    }

    /// <summary>Adds the statement that stores a new assessment beside the former one.</summary>
    public static void AddStore(NpgsqlBatch batch, Reassessment reassessment) =>
        batch.Add(
            StoreSql,
            Value(reassessment.Former.Filing.AssessmentId),
            Value(reassessment.Id),
            Value(reassessment.AssessedAt),
            Value(reassessment.Score.RuleSetVersion),
            Value((short)reassessment.Score.Score),
            Value(WireCode.Of(reassessment.Score.Grade)),
            Value(reassessment.Score.HasUnjudgedRule),
            Value(Payload.Pack(reassessment.Background)),
            Value(Payload.Compress(reassessment.Score.ToBytes())),
            Value(reassessment.IsByTheSameValues)
        );
}
