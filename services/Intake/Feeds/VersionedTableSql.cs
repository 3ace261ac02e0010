using System.Globalization;
using Npgsql;

namespace RebateFlow.Intake.Feeds;

/// <summary>
/// A table that a feed fills: one row for each natural key, an older version never over a newer
/// one, and never other content under the version that is stored. The statement is made from the
/// columns, so that a feed names each of them once.
/// </summary>
/// <param name="table">Its name; it has a column <c>version</c>.</param>
/// <param name="key">Columns of the natural key.</param>
public sealed class VersionedTable<TRow>(string table, params string[] key)
    where TRow : class, IFeedRow
{
    private const string VersionColumn = "version";
    private const string NoteSql = "UPDATE reference_version SET version = version + 1";

    private readonly List<FeedColumn> columns = [];
    private readonly List<(string Name, string First, string Later)> derived = [];
    private bool isHeldInMemory;
    private string? sql;

    /// <summary>Name of the table.</summary>
    public string Name => table;

    /// <summary>Adds a column.</summary>
    /// <param name="expression">What is stored of the value; null is the value itself.</param>
    public VersionedTable<TRow> Column<T>(
        string name,
        Func<TRow, T> valueOf,
        string? expression = null
    )
    {
        columns.Add(
            new FeedColumn(
                name,
                TypeOf(typeof(T)),
                expression ?? name,
                parameters => parameters.Add(valueOf),
                (one, other) => EqualityComparer<T>.Default.Equals(valueOf(one), valueOf(other))
            )
        );
        return this;
    }

    /// <summary>Adds a column that follows from others.</summary>
    /// <param name="first">Its value in a new row.</param>
    /// <param name="later">Its value when a row is replaced: <c>t</c> the old one.</param>
    public VersionedTable<TRow> Derived(string name, string first, string later)
    {
        derived.Add((name, first, later));
        return this;
    }

    /// <summary>
    /// Every check reads the table from memory: a change moves reference_version.
    /// </summary>
    public VersionedTable<TRow> HeldInMemory()
    {
        isHeldInMemory = true;
        return this;
    }

    /// <summary>Whether two rows of a key say the same, whatever their versions.</summary>
    public bool HasSameContent(TRow one, TRow other) =>
        columns.All(column => column.Name == VersionColumn || column.AreEqual(one, other));

    /// <summary>
    /// Stores rows of distinct keys, in the order given, which has to be that of their keys, and
    /// says what became of each.
    /// </summary>
    public async Task<RowFate[]> UpsertAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<TRow> rows,
        CancellationToken cancel
    )
    {
        var fates = new RowFate?[rows.Count];
        await StoreAsync(transaction, rows, fates, cancel);
        // Rows that came in from elsewhere while the statement ran are seen by the next one.
        for (var missed = Missed(fates); missed.Length > 0; missed = Missed(fates))
        {
            var again = new RowFate?[missed.Length];
            await StoreAsync(transaction, [.. missed.Select(i => rows[i])], again, cancel);
            for (var i = 0; i < missed.Length; i++)
                fates[missed[i]] = again[i];
        }
        var told = Array.ConvertAll(fates, fate => fate!.Value);
        if (isHeldInMemory && told.Any(RowFates.IsTaken))
        {
            await using var note = new NpgsqlCommand(NoteSql, transaction.Connection, transaction);
            await note.ExecuteNonQueryAsync(cancel);
        }
        return told;
    }

    private async Task StoreAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<TRow> rows,
        RowFate?[] fates,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(
            sql ??= Statement(),
            transaction.Connection,
            transaction
        );
        var parameters = new RowParameters<TRow>(command, rows);
        foreach (var column in columns)
            column.Fill(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var fate = FateOf(reader);
            fates[reader.GetInt64(0) - 1] = fate;
        }
    }

    private static int[] Missed(RowFate?[] fates) =>
        [.. Enumerable.Range(0, fates.Length).Where(i => fates[i] is null)];

    /// <summary>What became of a row; null when it has to be looked at once more.</summary>
    private static RowFate? FateOf(NpgsqlDataReader reader)
    {
        const int isPutAsNew = 1;
        const int isOlder = 2;
        const int isSameVersion = 3;
        const int isSameContent = 4;
        if (!reader.IsDBNull(isPutAsNew))
            return reader.GetBoolean(isPutAsNew) ? RowFate.New
                : !reader.IsDBNull(isOlder) && reader.GetBoolean(isSameContent) ? RowFate.Confirmed
                : RowFate.Changed;
        if (reader.IsDBNull(isOlder) || reader.GetBoolean(isOlder))
            return null;
        return reader.GetBoolean(isSameVersion) && !reader.GetBoolean(isSameContent)
            ? RowFate.Contradicted
            : RowFate.Unchanged;
    }

    /// <summary>
    /// A stored row is locked before it is compared, one after the other, so in key order. LATERAL
    /// has each looked up by its key, whatever the statistics say of the table.
    /// </summary>
    private string Statement()
    {
        var names = columns.Select(column => column.Name).ToList();
        var arrays = columns.Select(
            (column, i) => string.Create(CultureInfo.InvariantCulture, $"${i + 1}::{column.Type}[]")
        );
        var content = names.Except([.. key, VersionColumn]).ToList();
        var changes = names
            .Except(key)
            .Select(name => $"{name} = excluded.{name}")
            .Concat(derived.Select(column => $"{column.Name} = {column.Later}"));
        var values = columns.Select(column => $"{column.Expression} AS {column.Name}");
        return $"""
            WITH sent AS MATERIALIZED (
              SELECT r.*, b.stored_version, b.is_same
              FROM (
                SELECT {List(values)}, n
                FROM unnest({List(arrays)}) WITH ORDINALITY AS u ({List(names)}, n)) r
              LEFT JOIN LATERAL (
                SELECT t.version AS stored_version,
                  ROW ({Prefixed("t", content)}) IS NOT DISTINCT FROM ROW ({Prefixed("r", content)})
                    AS is_same
                FROM {table} t
                WHERE ({Prefixed("t", key)}) = ({Prefixed("r", key)})
                FOR NO KEY UPDATE) b ON true),
            put AS (
              INSERT INTO {table} AS t (
                {List([.. names, .. derived.Select(column => column.Name)])})
              SELECT {List([.. names, .. derived.Select(column => column.First)])}
              FROM sent
              WHERE stored_version IS NULL OR stored_version < version
              ORDER BY n
              ON CONFLICT ({List(key)}) DO UPDATE SET {List(changes)}
              WHERE t.version < excluded.version
              RETURNING {Prefixed("t", key)}, t.xmax = 0 AS is_new)
            SELECT s.n, p.is_new, s.stored_version < s.version, s.stored_version = s.version,
              s.is_same
            FROM sent s
            LEFT JOIN put p ON ({Prefixed("p", key)}) = ({Prefixed("s", key)})
            """;
    }

    private static string Prefixed(string row, IEnumerable<string> names) =>
        List(names.Select(name => $"{row}.{name}"));

    private static string List(IEnumerable<string> parts) => string.Join(", ", parts);

    private static string TypeOf(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type).Name switch
        {
            nameof(String) => "text",
            nameof(Decimal) => "numeric",
            nameof(DateOnly) => "date",
            nameof(Boolean) => "boolean",
            nameof(Int16) => "smallint",
            nameof(Int32) => "integer",
            nameof(Int64) => "bigint",
            var other => throw new NotSupportedException($"No column type for {other}."),
        };

    private sealed record FeedColumn(
        string Name,
        string Type,
        string Expression,
        Action<RowParameters<TRow>> Fill,
        Func<TRow, TRow, bool> AreEqual
    );
}
