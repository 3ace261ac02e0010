using System.Diagnostics;
using Npgsql;

namespace RebateFlow.Bench.Vouchers;

/// <summary>The floor of a feed: COPY of the same invoices.</summary>
internal static class CopiedInvoices
{
    /// <summary>
    /// Seconds of binary COPY of invoices that were fed, into an empty table of the same columns,
    /// checks and key.
    /// </summary>
    public static async Task<double> SecondsAsync(
        NpgsqlDataSource source,
        NpgsqlDataSource target,
        int rows
    )
    {
        var dump = new MemoryStream();
        await using (var from = await source.OpenConnectionAsync())
        await using (
            var read = await from.BeginRawBinaryCopyAsync(
                $"COPY (SELECT * FROM vat_invoice LIMIT {rows}) TO STDOUT (FORMAT BINARY)"
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
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task CreateAsync(NpgsqlDataSource source, NpgsqlDataSource target)
    {
        await using var describe = source.CreateCommand(
            """
            SELECT 'CREATE TABLE vat_invoice (' || string_agg(
                format('%I %s', attname, format_type(atttypid, atttypmod))
                  || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END, ', '
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
