using Npgsql;

namespace RebateFlow.Bench.Stacks;

/// <summary>Fills tables of a service behind its back; filling is never measured.</summary>
internal static class RowCopies
{
    /// <summary>
    /// Stores copies of one row of a table, one for each row of another; that one row stays what it
    /// is. Reads from the server which columns there are, so that a migration may add some.
    /// </summary>
    /// <param name="origin">Which row, as the end of a SELECT from the table.</param>
    /// <param name="each">What a copy is made for, as it follows CROSS JOIN.</param>
    /// <param name="changed">
    /// SQL of the columns in which copies differ; null leaves a column to its default.
    /// </param>
    public static async Task AddAsync(
        NpgsqlDataSource data,
        string table,
        string origin,
        string each,
        IReadOnlyDictionary<string, string?> changed
    )
    {
        var columns = await BenchServers.TextsAsync(
            data,
            $"""
            SELECT attname::text FROM pg_attribute
            WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped
              AND attgenerated = '' AND attidentity = ''
            ORDER BY attnum
            """
        );
        if (changed.Keys.Except(columns).FirstOrDefault() is { } missing)
            throw new ArgumentException($"{table} has no column {missing}.");
        var taken = columns
            .Select(name => (Name: name, Value: changed.GetValueOrDefault(name, $"o.{name}")))
            .Where(column => column.Value is not null)
            .ToList();
        await BenchServers.ExecuteAsync(
            data,
            $"""
            INSERT INTO {table} ({string.Join(", ", taken.Select(column => column.Name))})
            SELECT {string.Join(", ", taken.Select(column => column.Value))}
            FROM (SELECT * FROM {table} {origin}) AS o
            CROSS JOIN {each}
            """,
            $"VACUUM ANALYZE {table}"
        );
    }
}
