using Dapper;
using Npgsql;
using RebateFlow.RiskScoring.Rules.RuleSets;

namespace RebateFlow.RiskScoring.RuleSets;

/// <summary>The installed rule sets. A set is never changed once it is here.</summary>
public static class RuleSetSql
{
    /// <summary>Name of the revision that counts changes of the sets.</summary>
    public const string RevisionName = "rule-set";

    private const string LockSql = """
        SELECT revision FROM list_revision WHERE name = @Name FOR UPDATE
        """;

    private const string BumpSql = """
        UPDATE list_revision SET revision = revision + 1 WHERE name = @Name
        """;

    private const string RevisionSql = "SELECT revision FROM list_revision WHERE name = @Name";

    private const string DocumentsSql = "SELECT document FROM rule_set ORDER BY valid_from";

    private const string RolledBackSql = "SELECT version FROM rule_set_rollback";

    // The sets that judge. One that was rolled back is kept for replays only.
    private const string ShelfSql = """
        SELECT document FROM rule_set s
        WHERE NOT EXISTS (SELECT FROM rule_set_rollback r WHERE r.version = s.version)
        ORDER BY valid_from
        """;

    private const string AnySql = """
        SELECT document FROM rule_set WHERE version = @Version
        UNION ALL SELECT document FROM rule_set_draft WHERE version = @Version LIMIT 1
        """;

    private const string DocumentSql = "SELECT document FROM rule_set WHERE version = @Version";

    private const string InsertSql = """
        INSERT INTO rule_set (version, valid_from, document, installed_at)
        VALUES (@Version, @From, @Document, @InstalledAt)
        """;

    /// <summary>All sets that judge, in the order of their first day.</summary>
    public static async Task<RuleSetShelf> LoadShelfAsync(
        NpgsqlConnection connection,
        CancellationToken cancel
    )
    {
        // The revision first: documents may be newer than it, never older.
        var revision = await connection.QuerySingleAsync<long>(
            new CommandDefinition(
                RevisionSql,
                new { Name = RevisionName },
                cancellationToken: cancel
            )
        );
        var documents = await connection.QueryAsync<string>(
            new CommandDefinition(ShelfSql, cancellationToken: cancel)
        );
        return new RuleSetShelf(revision, [.. documents.Select(RuleSetReader.ReadStored)]);
    }

    /// <summary>The text of a set; null when there is no such version.</summary>
    public static async Task<string?> FindDocumentAsync(
        NpgsqlDataSource database,
        string version,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<string>(
            new CommandDefinition(DocumentSql, new { Version = version }, cancellationToken: cancel)
        );
    }

    /// <summary>The text of an installed or drafted set; null without one.</summary>
    public static async Task<string?> FindAnyAsync(
        NpgsqlDataSource database,
        string version,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<string>(
            new CommandDefinition(AnySql, new { Version = version }, cancellationToken: cancel)
        );
    }

    /// <summary>Counts a change, so that every instance reads the sets anew.</summary>
    public static Task BumpAsync(NpgsqlTransaction transaction, CancellationToken cancel) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                BumpSql,
                new { Name = RevisionName },
                transaction,
                cancellationToken: cancel
            )
        );

    /// <summary>Keeps other instances from installing sets until the transaction ends.</summary>
    public static Task<long> LockAsync(NpgsqlTransaction transaction, CancellationToken cancel) =>
        transaction.Connection!.QuerySingleAsync<long>(
            new CommandDefinition(
                LockSql,
                new { Name = RevisionName },
                transaction,
                cancellationToken: cancel
            )
        );

    /// <summary>The texts of all sets, within a transaction.</summary>
    public static async Task<IReadOnlyList<string>> DocumentsAsync(
        NpgsqlTransaction transaction,
        CancellationToken cancel
    ) =>
        [
            .. await transaction.Connection!.QueryAsync<string>(
                new CommandDefinition(
                    DocumentsSql,
                    transaction: transaction,
                    cancellationToken: cancel
                )
            ),
        ];

    /// <summary>The versions that were rolled back.</summary>
    public static async Task<IReadOnlySet<string>> RolledBackAsync(
        NpgsqlTransaction transaction,
        CancellationToken cancel
    ) =>
        (
            await transaction.Connection!.QueryAsync<string>(
                new CommandDefinition(
                    RolledBackSql,
                    transaction: transaction,
                    cancellationToken: cancel
                )
            )
        ).ToHashSet(StringComparer.Ordinal);

    /// <summary>Adds a set and counts the change.</summary>
    public static async Task InsertAsync(
        NpgsqlTransaction transaction,
        RuleSet ruleSet,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                InsertSql,
                new
                {
                    ruleSet.Version,
                    ruleSet.From,
                    Document = ruleSet.Document.ToText(),
                    InstalledAt = now,
                },
                transaction,
                cancellationToken: cancel
            )
        );
        await BumpAsync(transaction, cancel);
    }
}
