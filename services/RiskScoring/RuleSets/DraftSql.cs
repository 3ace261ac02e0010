using Dapper;
using Npgsql;
using RebateFlow.RiskScoring.Rules.RuleSets;

namespace RebateFlow.RiskScoring.RuleSets;

/// <summary>A draft of a rule set.</summary>
/// <param name="Stage">DRAFT, APPROVED or ACTIVE.</param>
/// <param name="IsInShadow">Whether it judges beside the set in force.</param>
/// <param name="RolledBackBy">Who rolled it back; null when nobody did.</param>
/// <param name="Unjudged">What it left unjudged when it was activated, JSON.</param>
public sealed record RuleSetDraft(
    string Version,
    string Document,
    string Stage,
    string DraftedBy,
    DateTimeOffset DraftedAt,
    string? ApprovedBy,
    DateTimeOffset? ApprovedAt,
    string? ActivatedBy,
    DateTimeOffset? ActivatedAt,
    bool IsInShadow,
    string? RolledBackBy,
    string? ActivationReason,
    string? Unjudged
);

/// <summary>Drafts of rule sets and the steps they take.</summary>
public static class DraftSql
{
    private const string FindSql = """
        SELECT d.version, d.document, d.stage, d.drafted_by AS DraftedBy,
            d.drafted_at AS DraftedAt, d.approved_by AS ApprovedBy, d.approved_at AS ApprovedAt,
            d.activated_by AS ActivatedBy, d.activated_at AS ActivatedAt,
            EXISTS (SELECT FROM rule_set_shadow s WHERE s.version = d.version) AS IsInShadow,
            (SELECT rolled_back_by FROM rule_set_rollback r WHERE r.version = d.version)
                AS RolledBackBy,
            d.activation_reason AS ActivationReason, d.unjudged AS Unjudged
        FROM rule_set_draft d
        """;

    private const string InsertSql = """
        INSERT INTO rule_set_draft (version, document, stage, drafted_by, drafted_at)
        SELECT @Version, @Document, 'DRAFT', @By, @At
        WHERE NOT EXISTS (SELECT FROM rule_set WHERE version = @Version)
        ON CONFLICT DO NOTHING
        """;

    private const string ApproveSql = """
        UPDATE rule_set_draft SET stage = 'APPROVED', approved_by = @By, approved_at = @At
        WHERE version = @Version AND stage = 'DRAFT'
        """;

    private const string ActivateSql = """
        UPDATE rule_set_draft SET stage = 'ACTIVE', activated_by = @By, activated_at = @At,
            activation_reason = @Reason, unjudged = @Unjudged
        WHERE version = @Version AND stage = 'APPROVED'
        """;

    private const string StartShadowSql = """
        INSERT INTO rule_set_shadow (version, started_by, started_at) VALUES (@Version, @By, @At)
        ON CONFLICT DO NOTHING
        """;

    private const string EndShadowSql = "DELETE FROM rule_set_shadow WHERE version = @Version";

    private const string RollBackSql = """
        INSERT INTO rule_set_rollback (version, note, rolled_back_by, rolled_back_at)
        VALUES (@Version, @Note, @By, @At) ON CONFLICT DO NOTHING
        """;

    /// <summary>All drafts, the newest first, at most 100.</summary>
    public static async Task<IReadOnlyList<RuleSetDraft>> ListAsync(
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var drafts = await connection.QueryAsync<RuleSetDraft>(
            new CommandDefinition(
                FindSql + " ORDER BY d.drafted_at DESC LIMIT 100",
                cancellationToken: cancel
            )
        );
        return drafts.AsList();
    }

    /// <summary>A draft; null when there is none of this version.</summary>
    public static Task<RuleSetDraft?> FindAsync(
        NpgsqlConnection connection,
        string version,
        CancellationToken cancel
    ) =>
        connection.QuerySingleOrDefaultAsync<RuleSetDraft>(
            new CommandDefinition(
                FindSql + " WHERE d.version = @Version",
                new { Version = version },
                cancellationToken: cancel
            )
        );

    /// <summary>Stores a draft; false when the version is taken.</summary>
    public static async Task<bool> TryInsertAsync(
        NpgsqlConnection connection,
        RuleSet ruleSet,
        (string By, DateTimeOffset At) actor,
        CancellationToken cancel
    ) =>
        await connection.ExecuteAsync(
            new CommandDefinition(
                InsertSql,
                new
                {
                    ruleSet.Version,
                    Document = ruleSet.Document.ToText(),
                    actor.By,
                    actor.At,
                },
                cancellationToken: cancel
            )
        ) == 1;

    public static Task<bool> TryApproveAsync(
        NpgsqlConnection connection,
        string version,
        (string By, DateTimeOffset At) actor,
        CancellationToken cancel
    ) => StepAsync(connection, ApproveSql, version, actor, cancel);

    /// <param name="known">Why it judges, and what both sets leave unjudged.</param>
    public static async Task<bool> TryActivateAsync(
        NpgsqlConnection connection,
        string version,
        (string? Reason, string Unjudged) known,
        (string By, DateTimeOffset At) actor,
        CancellationToken cancel
    ) =>
        await connection.ExecuteAsync(
            new CommandDefinition(
                ActivateSql,
                new
                {
                    Version = version,
                    known.Reason,
                    known.Unjudged,
                    actor.By,
                    actor.At,
                },
                cancellationToken: cancel
            )
        ) == 1;

    public static Task<bool> StartShadowAsync(
        NpgsqlConnection connection,
        string version,
        (string By, DateTimeOffset At) actor,
        CancellationToken cancel
    ) => StepAsync(connection, StartShadowSql, version, actor, cancel);

    public static Task<bool> EndShadowAsync(
        NpgsqlConnection connection,
        string version,
        (string By, DateTimeOffset At) actor,
        CancellationToken cancel
    ) => StepAsync(connection, EndShadowSql, version, actor, cancel);

    /// <summary>Rolls an installed set back; false when it was rolled back already.</summary>
    public static async Task<bool> TryRollBackAsync(
        NpgsqlConnection connection,
        (string Version, string Note) set,
        (string By, DateTimeOffset At) actor,
        CancellationToken cancel
    ) =>
        await connection.ExecuteAsync(
            new CommandDefinition(
                RollBackSql,
                new
                {
                    set.Version,
                    set.Note,
                    actor.By,
                    actor.At,
                },
                cancellationToken: cancel
            )
        ) == 1;

    private static async Task<bool> StepAsync(
        NpgsqlConnection connection,
        string sql,
        string version,
        (string By, DateTimeOffset At) actor,
        CancellationToken cancel
    ) =>
        await connection.ExecuteAsync(
            new CommandDefinition(
                sql,
                new
                {
                    Version = version,
                    actor.By,
                    actor.At,
                },
                cancellationToken: cancel
            )
        ) == 1;
}
