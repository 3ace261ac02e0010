using Dapper;
using Npgsql;
using RebateFlow.Intake.Checking;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.NoDataForms;

/// <summary>A voucher on a form, as it is stored.</summary>
public sealed record NoDataFormRow
{
    /// <summary>Feed that would bring the voucher.</summary>
    public required string Feed { get; init; }

    /// <summary>Its number.</summary>
    public required string Key { get; init; }

    /// <summary>Why it has no data, by the exporter.</summary>
    public required string Reason { get; init; }

    /// <summary>Business day it was filed; filing it again keeps the first day.</summary>
    public required DateOnly FiledOn { get; init; }
}

/// <summary>SQL of forms on missing electronic information.</summary>
public static class NoDataFormSql
{
    private const string ForChecksSql = """
        SELECT uscc, feed, key, filed_on, pre_declaration_id
        FROM no_data_form
        WHERE uscc = ANY($1) AND key = ANY($2)
        """;

    /// <summary>
    /// Files vouchers for a pre-declaration; returns the keys that are on the form of another
    /// filing.
    /// </summary>
    public static async Task<IReadOnlyList<string>> FileAsync(
        NpgsqlTransaction transaction,
        (Guid PreDeclarationId, string Uscc, string FiledBy) by,
        IReadOnlyList<NoDataFormRow> rows,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        // A voucher is free again when the other filing neither waits for it nor cleared with it.
        const string sql = """
            WITH sent AS (
              SELECT * FROM unnest(@feeds, @keys, @reasons, @days) AS s (feed, key, reason, day)),
            filed AS (
              INSERT INTO no_data_form AS f (
                uscc, feed, key, pre_declaration_id, reason, filed_on, filed_at, filed_by)
              SELECT @Uscc, feed, key, @PreDeclarationId, reason, day, @now, @FiledBy
              FROM sent
              ORDER BY feed, key
              ON CONFLICT (uscc, feed, key) DO UPDATE SET
                pre_declaration_id = excluded.pre_declaration_id
              WHERE f.pre_declaration_id IS NULL
                OR f.pre_declaration_id = excluded.pre_declaration_id
                OR NOT EXISTS (
                  SELECT FROM awaited_information w
                  WHERE w.feed = f.feed AND w.key = f.key
                    AND w.pre_declaration_id = f.pre_declaration_id)
              RETURNING feed, key)
            SELECT key FROM sent EXCEPT SELECT key FROM filed
            """;
        var taken = await transaction.Connection!.QueryAsync<string>(
            new CommandDefinition(
                sql,
                new
                {
                    by.PreDeclarationId,
                    by.Uscc,
                    by.FiledBy,
                    now,
                    feeds = rows.Select(row => row.Feed).ToArray(),
                    keys = rows.Select(row => row.Key).ToArray(),
                    reasons = rows.Select(row => row.Reason).ToArray(),
                    days = rows.Select(row => row.FiledOn).ToArray(),
                },
                transaction,
                cancellationToken: cancel
            )
        );
        return taken.AsList();
    }

    /// <summary>The vouchers on the form of a pre-declaration.</summary>
    public static async Task<IReadOnlyList<NoDataFormRow>> FindAsync(
        NpgsqlConnection connection,
        Guid preDeclarationId,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT feed, key, reason, filed_on
            FROM no_data_form
            WHERE pre_declaration_id = @preDeclarationId
            ORDER BY feed, key
            """;
        var rows = await connection.QueryAsync<NoDataFormRow>(
            new CommandDefinition(sql, new { preDeclarationId }, cancellationToken: cancel)
        );
        return rows.AsList();
    }

    /// <summary>Frees the vouchers of a filing that was declared in error; the day stays.</summary>
    public static Task ReleaseAsync(
        NpgsqlTransaction transaction,
        Guid preDeclarationId,
        CancellationToken cancel
    )
    {
        const string sql = """
            UPDATE no_data_form SET pre_declaration_id = NULL WHERE pre_declaration_id = @id
            """;
        return transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                sql,
                new { id = preDeclarationId },
                transaction,
                cancellationToken: cancel
            )
        );
    }

    /// <summary>Gives attempts the forms of their declarants on vouchers they name.</summary>
    internal static async Task LoadAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<AttemptRows> attempts,
        CancellationToken cancel
    )
    {
        string[] usccs = [.. attempts.Select(rows => rows.Owner.Uscc).Distinct()];
        string[] keys = [.. attempts.SelectMany(rows => rows.Owner.Keys.Vouchers).Distinct()];
        await using var command = new NpgsqlCommand(
            ForChecksSql,
            transaction.Connection,
            transaction
        );
        command.Parameters.Add(Value(usccs));
        command.Parameters.Add(Value(keys));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            foreach (var rows in attempts)
                rows.ReadNoDataForm(reader);
        }
    }
}
