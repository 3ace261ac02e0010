using System.Diagnostics;
using Npgsql;
using RebateFlow.Bench.Filings;
using RebateFlow.Bench.Stacks;

namespace RebateFlow.Bench.Large;

/// <summary>
/// The floor of a large filing: the work of storing it and nothing else. What Intake stored for a
/// filing is read out of its tables once, as PostgreSQL's own binary; one transaction then stores
/// it again in a copy of those tables: COPY of the same bytes into the same columns and indexes,
/// lock and update of as many vouchers, the same messages in the outbox.
/// </summary>
internal sealed class StoredWork
{
    private const string Outbox = "outbox";

    private static readonly VoucherTable[] vouchers =
    [
        new("customs_declaration_line", "line_no", "used_quantity = quantity1"),
        new("vat_invoice", "voucher_no", "used_quantity = quantity, used_tax_base = tax_base"),
    ];

    private readonly NpgsqlDataSource data;
    private readonly List<StoredRows> rows = [];

    private StoredWork(NpgsqlDataSource data) => this.data = data;

    /// <summary>Bytes of a filing that are copied, without its vouchers and messages.</summary>
    public int Bytes => rows.Sum(stored => stored.Binary.Length);

    /// <summary>
    /// Learns what Intake has stored for a filing: every row that bears its id, and its vouchers.
    /// </summary>
    /// <param name="data">Intake's database; the copies stand in a schema of their own.</param>
    public static async Task<StoredWork> LearnAsync(NpgsqlDataSource data, Guid filing)
    {
        var work = new StoredWork(data);
        await BenchServers.ExecuteAsync(
            data,
            "DROP SCHEMA IF EXISTS floor CASCADE",
            "CREATE SCHEMA floor"
        );
        foreach (var table in await work.TablesAsync())
        {
            var key = table == "pre_declaration" ? "id" : "pre_declaration_id";
            var binary = await work.ReadAsync($"SELECT * FROM {table} WHERE {key} = '{filing}'");
            if (binary is null)
                continue;
            await work.CloneAsync(table);
            work.rows.Add(new StoredRows(table, binary));
        }
        foreach (var voucher in vouchers)
            await work.CloneAsync(voucher.Table);
        await work.CloneAsync(Outbox);
        return work;
    }

    /// <summary>
    /// Seconds of storing a filing: the rows that were learnt, its vouchers, the messages.
    /// </summary>
    public async Task<double> MeasureAsync(LargeFiling filing, IReadOnlyList<byte[]> messages)
    {
        string[][] keys =
        [
            [.. filing.CustomsLineNos.Order()],
            [.. filing.InvoiceNos.Order()],
        ];
        await BenchServers.ExecuteAsync(
            data,
            [
                .. rows.Select(stored => $"TRUNCATE floor.{stored.Table}"),
                .. vouchers.Select(voucher => $"TRUNCATE floor.{voucher.Table}"),
            ]
        );
        for (var i = 0; i < vouchers.Length; i++)
            await FillAsync(vouchers[i], keys[i]);

        var watch = Stopwatch.StartNew();
        await using var connection = await data.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var stored in rows)
        {
            await using var write = await connection.BeginRawBinaryCopyAsync(
                $"COPY floor.{stored.Table} FROM STDIN (FORMAT BINARY)"
            );
            await write.WriteAsync(stored.Binary);
        }
        await using var batch = new NpgsqlBatch(connection, transaction);
        for (var i = 0; i < vouchers.Length; i++)
            Use(batch, vouchers[i], keys[i]);
        foreach (var message in messages)
        {
            batch.BatchCommands.Add(
                new(
                    $"INSERT INTO floor.{Outbox} (lane, id, exchange, body) VALUES ('', $1, '', $2)"
                )
                {
                    Parameters =
                    {
                        new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() },
                        new NpgsqlParameter<byte[]> { TypedValue = message },
                    },
                }
            );
        }
        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return watch.Elapsed.TotalSeconds;
    }

    private static void Use(NpgsqlBatch batch, VoucherTable voucher, string[] keys)
    {
        var (table, key, use) = voucher;
        foreach (
            var sql in new[]
            {
                $"""
                    SELECT FROM floor.{table} WHERE {key} = ANY($1)
                    ORDER BY {key} FOR NO KEY UPDATE
                    """,
                $"""
                    UPDATE floor.{table} v SET {use}, used_in = 'floor'
                    FROM unnest($1) AS k (key) WHERE v.{key} = k.key
                    """,
            }
        )
        {
            batch.BatchCommands.Add(
                new(sql) { Parameters = { new NpgsqlParameter<string[]> { TypedValue = keys } } }
            );
        }
    }

    /// <summary>Vouchers as they are before a filing uses them.</summary>
    private async Task FillAsync(VoucherTable voucher, string[] keys)
    {
        await using var fill = data.CreateCommand(
            $"""
            INSERT INTO floor.{voucher.Table}
            SELECT * FROM public.{voucher.Table} WHERE {voucher.Key} = ANY($1)
            """
        );
        fill.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = keys });
        var filled = await fill.ExecuteNonQueryAsync();
        if (filled != keys.Length)
            throw new InvalidOperationException($"{filled} of {keys.Length} {voucher.Table}.");
        await BenchServers.ExecuteAsync(data, $"VACUUM ANALYZE floor.{voucher.Table}");
    }

    private Task<IReadOnlyList<string>> TablesAsync() =>
        BenchServers.TextsAsync(
            data,
            """
            SELECT c.relname::text FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
              AND (a.attname = 'pre_declaration_id'
                OR a.attname = 'id' AND c.relname = 'pre_declaration')
            ORDER BY c.relname
            """
        );

    /// <summary>The rows of a query in binary; null when there are none.</summary>
    private async Task<byte[]?> ReadAsync(string query)
    {
        if (await BenchServers.NumberAsync(data, $"SELECT count(*) FROM ({query}) AS q") == 0)
            return null;
        var binary = new MemoryStream();
        await using var connection = await data.OpenConnectionAsync();
        await using var read = await connection.BeginRawBinaryCopyAsync(
            $"COPY ({query}) TO STDOUT (FORMAT BINARY)"
        );
        await read.CopyToAsync(binary);
        return binary.ToArray();
    }

    /// <summary>An empty table of the same columns, checks, indexes and storage.</summary>
    private async Task CloneAsync(string table)
    {
        await BenchServers.ExecuteAsync(
            data,
            $"CREATE TABLE floor.{table} (LIKE public.{table} INCLUDING ALL)"
        );
        var options = await BenchServers.TextsAsync(
            data,
            $"SELECT unnest(reloptions) FROM pg_class WHERE oid = 'public.{table}'::regclass"
        );
        if (options.Count > 0)
            await BenchServers.ExecuteAsync(
                data,
                $"ALTER TABLE floor.{table} SET ({string.Join(", ", options)})"
            );
    }

    private sealed record StoredRows(string Table, byte[] Binary);

    /// <param name="Use">What a filing that uses the whole voucher sets.</param>
    private sealed record VoucherTable(string Table, string Key, string Use);
}
