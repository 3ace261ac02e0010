using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Queue;

public static class SavedFilterSql
{
    private const string Columns = """
        SELECT filter_id, version, owner, tax_authority, name, is_shared, filter, changed_at
        FROM saved_filter
        """;

    private const string SeenQuery = $"""
        {Columns}
        WHERE tax_authority = @TaxAuthority AND (owner = @Id OR is_shared)
        ORDER BY (owner = @Id) DESC, name, filter_id
        """;

    private const string LockQuery = $"{Columns} WHERE filter_id = @id FOR UPDATE";

    private const string CountQuery = """
        SELECT count(*) FROM saved_filter WHERE tax_authority = @TaxAuthority AND owner = @Id
        """;

    private const string Insert = """
        INSERT INTO saved_filter (
            filter_id, version, owner, tax_authority, name, is_shared, filter, changed_at)
        VALUES (@Id, @Version, @Owner, @TaxAuthority, @Name, @IsShared, @Filter, @ChangedAt)
        ON CONFLICT DO NOTHING
        """;

    private const string Replace = """
        UPDATE saved_filter SET version = @Version, name = @Name, is_shared = @IsShared,
            filter = @Filter, changed_at = @ChangedAt
        WHERE filter_id = @Id AND NOT EXISTS (
            SELECT FROM saved_filter other
            WHERE other.tax_authority = @TaxAuthority AND other.owner = @Owner
                AND other.name = @Name AND other.filter_id <> @Id)
        """;

    private const string Delete = "DELETE FROM saved_filter WHERE filter_id = @id";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>An officer's own ones, then those that others share.</summary>
    public static async Task<IReadOnlyList<SavedFilter>> SeenByAsync(
        NpgsqlConnection connection,
        Officer officer
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    SeenQuery,
                    new { officer.Id, officer.TaxAuthority }
                )
            ).Select(row => row.ToFilter()),
        ];

    public static async Task<SavedFilter?> LockAsync(NpgsqlTransaction transaction, Guid id) =>
        (
            await transaction.Connection!.QuerySingleOrDefaultAsync<Row>(
                LockQuery,
                new { id },
                transaction
            )
        )?.ToFilter();

    public static Task<int> CountAsync(NpgsqlTransaction transaction, Officer officer) =>
        transaction.Connection!.QuerySingleAsync<int>(
            CountQuery,
            new { officer.Id, officer.TaxAuthority },
            transaction
        );

    /// <returns>False when the officer has one of that name.</returns>
    public static Task<bool> TryAddAsync(NpgsqlTransaction transaction, SavedFilter saved) =>
        WriteAsync(transaction, Insert, saved);

    /// <returns>False when the officer has another one of that name.</returns>
    public static Task<bool> TryReplaceAsync(NpgsqlTransaction transaction, SavedFilter saved) =>
        WriteAsync(transaction, Replace, saved);

    public static Task DeleteAsync(NpgsqlTransaction transaction, Guid id) =>
        transaction.Connection!.ExecuteAsync(Delete, new { id }, transaction);

    private static async Task<bool> WriteAsync(
        NpgsqlTransaction transaction,
        string sql,
        SavedFilter saved
    ) =>
        await transaction.Connection!.ExecuteAsync(
            sql,
            new
            {
                saved.Id,
                saved.Version,
                saved.Owner,
                saved.TaxAuthority,
                saved.Name,
                saved.IsShared,
                Filter = JsonSerializer.Serialize(saved.Filter, Json),
                saved.ChangedAt,
            },
            transaction
        ) == 1;

    private sealed record Row
    {
        public Guid FilterId { get; init; }
        public long Version { get; init; }
        public string Owner { get; init; } = "";
        public string TaxAuthority { get; init; } = "";
        public string Name { get; init; } = "";
        public bool IsShared { get; init; }
        public string Filter { get; init; } = "";
        public DateTimeOffset ChangedAt { get; init; }

        public SavedFilter ToFilter() =>
            new(
                FilterId,
                Version,
                Owner,
                TaxAuthority,
                Name,
                IsShared,
                JsonSerializer.Deserialize<CaseFilter>(Filter, Json)
                    ?? throw new InvalidDataException("A saved filter is null.")
            )
            {
                ChangedAt = ChangedAt,
            };
    }
}
