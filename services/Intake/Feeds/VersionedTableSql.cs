using System.Globalization;
using Npgsql;

namespace RebateFlow.Intake.Feeds;

/// <summary>
/// A table that a feed fills: one row for each natural key, an older version never over a newer
/// one. The statement is made from the columns, so that a feed names each of them once.
/// </summary>
/// <param name="table">Its name; it has a column <c>version</c>.</param>
/// <param name="key">Columns of the natural key.</param>
public sealed class VersionedTable<TRow>(string table, params string[] key)
    where TRow : class, IFeedRow
{
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
                parameters => parameters.Add(valueOf)
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

    /// <summary>
    /// Stores rows of distinct keys, in key order, and says how many were new or newer.
    /// </summary>
    public async Task<int> UpsertAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<TRow> rows,
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
        var taken = await command.ExecuteNonQueryAsync(cancel);
        if (taken == 0 || !isHeldInMemory)
            return taken;
        await using var note = new NpgsqlCommand(NoteSql, transaction.Connection, transaction);
        await note.ExecuteNonQueryAsync(cancel);
        return taken;
    }

    private string Statement()
    {
        var names = columns.Select(column => column.Name).ToList();
        var arrays = columns.Select(
            (column, i) => string.Create(CultureInfo.InvariantCulture, $"${i + 1}::{column.Type}[]")
        );
        var changes = names
            .Except(key)
            .Select(name => $"{name} = excluded.{name}")
            .Concat(derived.Select(column => $"{column.Name} = {column.Later}"));
        return $"""
            INSERT INTO {table} AS t ({List([.. names, .. derived.Select(column => column.Name)])})
            SELECT {List(columns.Select(c => c.Expression).Concat(derived.Select(c => c.First)))}
            FROM unnest({List(arrays)}) AS r ({List(names)})
            ON CONFLICT ({List(key)}) DO UPDATE SET {List(changes)}
            WHERE t.version < excluded.version
            """;
    }

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
        Action<RowParameters<TRow>> Fill
    );
}
