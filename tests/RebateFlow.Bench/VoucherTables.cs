using System.Diagnostics;
using Npgsql;

namespace RebateFlow.Bench;

/// <summary>Fills the voucher tables behind Intake's back; filling is not measured.</summary>
internal static class VoucherTables
{
    private const int Copied = 200_000;

    /// <summary>Stores copies of one row, with a key for each number of a range.</summary>
    public static async Task MultiplyAsync(
        NpgsqlDataSource data,
        string table,
        string keyColumn,
        string keyOfN,
        (int First, int Last) numbers
    )
    {
        var columns = new List<string>();
        await using (
            var list = data.CreateCommand(
                "SELECT column_name FROM information_schema.columns "
                    + "WHERE table_name = $1 AND column_name NOT IN ($2, 'used_in') "
                    + "AND column_name NOT LIKE 'used%quantity' AND column_name <> 'used_tax_base'"
            )
        )
        {
            list.Parameters.Add(new() { Value = table });
            list.Parameters.Add(new() { Value = keyColumn });
            await using var reader = await list.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                columns.Add(reader.GetString(0));
        }
        var names = string.Join(", ", columns);
        await using var fill = data.CreateCommand(
            $"""
            INSERT INTO {table} ({keyColumn}, {names})
            SELECT {keyOfN}, {names}
            FROM (SELECT * FROM {table} LIMIT 1) AS t
            CROSS JOIN generate_series({numbers.First}, {numbers.Last}) AS n
            """
        );
        fill.CommandTimeout = 600;
        await fill.ExecuteNonQueryAsync();
        await using var look = data.CreateCommand($"VACUUM ANALYZE {table}");
        look.CommandTimeout = 600;
        await look.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Rows a second of binary COPY of invoices that were fed, into an empty table of the same
    /// columns, checks and key.
    /// </summary>
    public static async Task<double> CopiedPerSecondAsync(
        NpgsqlDataSource source,
        NpgsqlDataSource target
    )
    {
        var dump = new MemoryStream();
        await using (var from = await source.OpenConnectionAsync())
        await using (
            var read = await from.BeginRawBinaryCopyAsync(
                $"COPY (SELECT * FROM vat_invoice LIMIT {Copied}) TO STDOUT (FORMAT BINARY)"
            )
        )
            await read.CopyToAsync(dump);
        await CreateAsync(source, target);

        dump.Position = 0;
        var watch = Stopwatch.StartNew();
        await using var to = await target.OpenConnectionAsync();
        await using (
            var write = await to.BeginRawBinaryCopyAsync(
                "COPY vat_invoice FROM STDIN (FORMAT BINARY)"
            )
        )
            await dump.CopyToAsync(write);
        return Copied / watch.Elapsed.TotalSeconds;
    }

    private static async Task CreateAsync(NpgsqlDataSource source, NpgsqlDataSource target)
    {
        await using var describe = source.CreateCommand(
            """
            SELECT 'CREATE TABLE vat_invoice (' || string_agg(
                format('%I %s NOT NULL', attname, format_type(atttypid, atttypmod)), ', '
                ORDER BY attnum)
              || (SELECT string_agg(', ' || pg_get_constraintdef(oid), '')
                  FROM pg_constraint WHERE conrelid = 'vat_invoice'::regclass)
              || ')'
            FROM pg_attribute
            WHERE attrelid = 'vat_invoice'::regclass AND attnum > 0 AND NOT attisdropped
            """
        );
        var sql = (string)(await describe.ExecuteScalarAsync())!;
        await using var create = target.CreateCommand(sql);
        await create.ExecuteNonQueryAsync();
    }
}
