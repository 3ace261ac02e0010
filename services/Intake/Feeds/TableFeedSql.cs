using Npgsql;

namespace RebateFlow.Intake.Feeds;

/// <summary>
/// Upserts of dated tables that every check reads from memory; a change moves reference_version.
/// </summary>
public static class TableFeedSql
{
    private const string NoteSql = "UPDATE reference_version SET version = version + 1";

    /// <summary>Stores rows of the catalogue; returns how many were new or newer.</summary>
    public static Task<int> UpsertDoubtCodesAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<DoubtCodeRow> rows,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO doubt_code AS t (
              code, valid_from, level, passable_by, text_zh, text_en, remedy_zh, remedy_en, version)
            SELECT * FROM unnest(
              $1::text[], $2::date[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
              $8::text[], $9::bigint[])
            ON CONFLICT (code, valid_from) DO UPDATE SET
              level = excluded.level,
              passable_by = excluded.passable_by,
              text_zh = excluded.text_zh,
              text_en = excluded.text_en,
              remedy_zh = excluded.remedy_zh,
              remedy_en = excluded.remedy_en,
              version = excluded.version
            WHERE t.version < excluded.version
            """;
        return StoreAsync(
            transaction,
            sql,
            command =>
                new RowParameters<DoubtCodeRow>(command, rows)
                    .Add(row => row.Code)
                    .Add(row => row.ValidFrom)
                    .Add(row => row.Level)
                    .Add(row => row.PassableBy)
                    .Add(row => row.TextZh)
                    .Add(row => row.TextEn)
                    .Add(row => row.RemedyZh)
                    .Add(row => row.RemedyEn)
                    .Add(row => row.Version),
            cancel
        );
    }

    /// <summary>Stores settings; returns how many were new or newer.</summary>
    public static Task<int> UpsertCheckSettingsAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<CheckSettingRow> rows,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO check_setting AS t (name, valid_from, value, version)
            SELECT * FROM unnest($1::text[], $2::date[], $3::numeric[], $4::bigint[])
            ON CONFLICT (name, valid_from) DO UPDATE SET
              value = excluded.value,
              version = excluded.version
            WHERE t.version < excluded.version
            """;
        return StoreAsync(
            transaction,
            sql,
            command =>
                new RowParameters<CheckSettingRow>(command, rows)
                    .Add(row => row.Name)
                    .Add(row => row.ValidFrom)
                    .Add(row => row.Value)
                    .Add(row => row.Version),
            cancel
        );
    }

    /// <summary>Stores policy periods; returns how many were new or newer.</summary>
    public static Task<int> UpsertPolicyPeriodsAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<PolicyPeriodRow> rows,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO policy_period AS t (
              period, valid_from, valid_to, late_filing, late_limit_months, version)
            SELECT * FROM unnest(
              $1::text[], $2::date[], $3::date[], $4::text[], $5::integer[], $6::bigint[])
            ON CONFLICT (period) DO UPDATE SET
              valid_from = excluded.valid_from,
              valid_to = excluded.valid_to,
              late_filing = excluded.late_filing,
              late_limit_months = excluded.late_limit_months,
              version = excluded.version
            WHERE t.version < excluded.version
            """;
        return StoreAsync(
            transaction,
            sql,
            command =>
                new RowParameters<PolicyPeriodRow>(command, rows)
                    .Add(row => row.Period)
                    .Add(row => row.ValidFrom)
                    .Add(row => row.ValidTo)
                    .Add(row => row.LateFiling)
                    .Add(row => row.LateLimitMonths)
                    .Add(row => row.Version),
            cancel
        );
    }

    private static async Task<int> StoreAsync(
        NpgsqlTransaction transaction,
        string sql,
        Action<NpgsqlCommand> fill,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        fill(command);
        var taken = await command.ExecuteNonQueryAsync(cancel);
        if (taken == 0)
            return 0;
        await using var note = new NpgsqlCommand(NoteSql, transaction.Connection, transaction);
        await note.ExecuteNonQueryAsync(cancel);
        return taken;
    }
}
