using Dapper;
using Npgsql;

namespace RebateFlow.Intake.Enterprises;

/// <summary>A class of an enterprise, as it was set.</summary>
public sealed record ClassRow
{
    public required long ClassNo { get; init; }
    public required int EnterpriseClass { get; init; }
    public required DateOnly ValidFrom { get; init; }
    public required string Source { get; init; }
    public required string Reason { get; init; }
    public required string SetBy { get; init; }
    public required DateTimeOffset SetAt { get; init; }
    public string? Checklist { get; init; }
}

/// <summary>A change of another entry of the register.</summary>
public sealed record ChangeRow
{
    public required string Field { get; init; }
    public required string Before { get; init; }
    public required string After { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required long Version { get; init; }
}

/// <summary>SQL of the register of enterprises.</summary>
public static class RegisterSql
{
    // The class in force is the row with the latest first day, of several the one set last.
    private const string ViewSql = """
        SELECT e.uscc, e.name, e.kind, coalesce(c.enterprise_class, e.enterprise_class)
            AS enterprise_class,
          c.valid_from AS enterprise_class_since, e.aeo_status, e.tax_authority,
          e.customs_district, e.customs_code, e.legal_person, e.address,
          e.processing_trade_share_percent, e.registered_on,
          coalesce(e.first_declared_on, (
            SELECT authority_day(min(p.submitted_at))
            FROM pre_declaration p
            WHERE p.uscc = e.uscc)) AS first_declared_on,
          e.suspended, e.version,
          (SELECT coalesce(max(class_no), 0) FROM enterprise_class n WHERE n.uscc = e.uscc)
            AS last_class_no
        FROM enterprise e
        LEFT JOIN LATERAL (
          SELECT enterprise_class, valid_from
          FROM enterprise_class
          WHERE uscc = e.uscc AND valid_from <= @day
          ORDER BY valid_from DESC, class_no DESC
          LIMIT 1) c ON true
        """;

    /// <summary>An exporter filed for rebates, on a day; null when there is none.</summary>
    public static Task<EnterpriseView?> FindAsync(
        NpgsqlConnection connection,
        string uscc,
        DateOnly day,
        CancellationToken cancel
    ) =>
        connection.QuerySingleOrDefaultAsync<EnterpriseView>(
            new CommandDefinition(
                $"{ViewSql} WHERE e.uscc = @uscc",
                new { uscc, day },
                cancellationToken: cancel
            )
        );

    /// <summary>Those of an authority that a filter lets through, by their codes.</summary>
    public static async Task<IReadOnlyList<EnterpriseView>> ListAsync(
        NpgsqlConnection connection,
        EnterpriseFilter filter,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            {ViewSql}
            WHERE e.tax_authority = @TaxAuthority AND e.uscc > @After
              AND (@Kind::text IS NULL OR e.kind = @Kind)
              AND (@Suspended::boolean IS NULL OR e.suspended = @Suspended)
              AND (@EnterpriseClass::integer IS NULL
                OR coalesce(c.enterprise_class, e.enterprise_class) = @EnterpriseClass)
            ORDER BY e.uscc
            LIMIT @Most
            """;
        var rows = await connection.QueryAsync<EnterpriseView>(
            new CommandDefinition(sql, filter, cancellationToken: cancel)
        );
        return rows.AsList();
    }

    /// <summary>Locks an enterprise to the end of the transaction.</summary>
    public static Task LockAsync(
        NpgsqlTransaction transaction,
        string uscc,
        CancellationToken cancel
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                "SELECT FROM enterprise WHERE uscc = @uscc FOR NO KEY UPDATE",
                new { uscc },
                transaction,
                cancellationToken: cancel
            )
        );

    /// <summary>Classes of an enterprise, the last one set first.</summary>
    public static async Task<IReadOnlyList<ClassRow>> ClassesAsync(
        NpgsqlConnection connection,
        string uscc,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT class_no, enterprise_class, valid_from, source, reason, set_by, set_at,
              checklist::text AS checklist
            FROM enterprise_class
            WHERE uscc = @uscc
            ORDER BY class_no DESC
            """;
        var rows = await connection.QueryAsync<ClassRow>(
            new CommandDefinition(sql, new { uscc }, cancellationToken: cancel)
        );
        return rows.AsList();
    }

    /// <summary>Changes of the other entries, the last first.</summary>
    public static async Task<IReadOnlyList<ChangeRow>> ChangesAsync(
        NpgsqlConnection connection,
        string uscc,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT field, before, after, changed_at, version
            FROM enterprise_change
            WHERE uscc = @uscc
            ORDER BY change_no DESC
            """;
        var rows = await connection.QueryAsync<ChangeRow>(
            new CommandDefinition(sql, new { uscc }, cancellationToken: cancel)
        );
        return rows.AsList();
    }

    /// <summary>Adds a class that an officer sets. Returns its number.</summary>
    public static Task<long> AddAsync(
        NpgsqlTransaction transaction,
        string uscc,
        ClassRow row,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO enterprise_class (
              uscc, enterprise_class, valid_from, source, reason, set_by, set_at, checklist)
            VALUES (@uscc, @EnterpriseClass, @ValidFrom, @Source, @Reason, @SetBy, @SetAt,
              @Checklist::jsonb)
            RETURNING class_no
            """;
        return transaction.Connection!.QuerySingleAsync<long>(
            new CommandDefinition(
                sql,
                new
                {
                    uscc,
                    row.EnterpriseClass,
                    row.ValidFrom,
                    row.Source,
                    row.Reason,
                    row.SetBy,
                    row.SetAt,
                    row.Checklist,
                },
                transaction,
                cancellationToken: cancel
            )
        );
    }

    /// <summary>Criteria that were fed; they stand before those of the build.</summary>
    public static async Task<ClassCriteria> CriteriaAsync(
        NpgsqlConnection connection,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT code, enterprise_class, kind, logic, text_zh, text_en, is_note_required,
              valid_from, valid_to
            FROM class_criterion
            """;
        var rows = await connection.QueryAsync<ClassCriterion>(
            new CommandDefinition(sql, cancellationToken: cancel)
        );
        return ClassCriteria.Embedded.With(rows);
    }

    /// <summary>How long class 4 holds at least, as fed; null when nothing was fed.</summary>
    public static Task<decimal?> MonthsInClassFourAsync(
        NpgsqlConnection connection,
        DateOnly day,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT value
            FROM check_setting
            WHERE name = 'months_in_class_4' AND valid_from <= @day
            ORDER BY valid_from DESC
            LIMIT 1
            """;
        return connection.QuerySingleOrDefaultAsync<decimal?>(
            new CommandDefinition(sql, new { day }, cancellationToken: cancel)
        );
    }
}
