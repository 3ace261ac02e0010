using System.Text.Json;
using Dapper;
using Npgsql;
using RebateFlow.Intake.Checks.Rebates;

namespace RebateFlow.Intake.Settlements;

/// <summary>A settlement as it is stored.</summary>
public sealed record SettlementRow
{
    public required Guid Id { get; init; }
    public required string Uscc { get; init; }
    public required string BookNo { get; init; }
    public required DateOnly PeriodStart { get; init; }
    public required DateOnly PeriodEnd { get; init; }
    public required string State { get; init; }
    public required string Flows { get; init; }
    public required string Lines { get; init; }
    public required decimal ActualImportsCny { get; init; }
    public required decimal ActualExportsCny { get; init; }
    public required decimal ActualAllocationRate { get; init; }
    public required decimal DeclaredExportCny { get; init; }
    public required int ExportLineCount { get; init; }
    public required decimal AdjustEcrTaxCny { get; init; }
    public required decimal AdjustDisallowedTaxCny { get; init; }
    public required string HandedInBy { get; init; }
    public required DateTimeOffset HandedInAt { get; init; }
    public DateOnly? RateValidFrom { get; init; }

    internal SettlementScope Scope => new(Uscc, BookNo, PeriodStart, PeriodEnd);

    internal IReadOnlyList<FlowEntry> ReadFlows() =>
        JsonSerializer.Deserialize(Flows, SettlementJson.Default.IReadOnlyListFlowEntry) ?? [];

    internal IReadOnlyList<SettlementLine> ReadLines() =>
        JsonSerializer.Deserialize(Lines, SettlementJson.Default.IReadOnlyListSettlementLine) ?? [];
}

/// <summary>Which settlements a list shows.</summary>
/// <param name="Uscc">Of this exporter; null for all of an authority.</param>
/// <param name="TaxAuthority">Of this authority; null for all of an exporter.</param>
/// <param name="State">In this state; null for all.</param>
/// <param name="After">Those before it, newest first.</param>
/// <param name="Limit">Most rows; one more is read, to know whether there are more.</param>
public sealed record SettlementFilter(
    string? Uscc,
    string? TaxAuthority,
    string? State,
    Guid After,
    int Limit
);

/// <summary>SQL of settlements.</summary>
public static class SettlementSql
{
    private const string Columns = """
        s.id, s.uscc, s.book_no, s.period_start, s.period_end, s.state, s.flows::text AS flows,
          s.lines::text AS lines, s.actual_imports_cny, s.actual_exports_cny,
          s.actual_allocation_rate, s.declared_export_cny, s.export_line_count,
          s.adjust_ecr_tax_cny, s.adjust_disallowed_tax_cny, s.handed_in_by, s.handed_in_at,
          s.rate_valid_from
        """;

    /// <summary>Adds one that was handed in.</summary>
    public static Task<int> AddAsync(
        NpgsqlTransaction transaction,
        SettlementRow row,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO settlement (
              id, uscc, book_no, period_start, period_end, state, flows, lines,
              actual_imports_cny, actual_exports_cny, actual_allocation_rate,
              declared_export_cny, export_line_count, adjust_ecr_tax_cny,
              adjust_disallowed_tax_cny, handed_in_by, handed_in_at)
            VALUES (
              @Id, @Uscc, @BookNo, @PeriodStart, @PeriodEnd, @State, @Flows::jsonb, @Lines::jsonb,
              @ActualImportsCny, @ActualExportsCny, @ActualAllocationRate,
              @DeclaredExportCny, @ExportLineCount, @AdjustEcrTaxCny,
              @AdjustDisallowedTaxCny, @HandedInBy, @HandedInAt)
            """;
        return transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, row, transaction, cancellationToken: cancel)
        );
    }

    /// <summary>
    /// One that an exporter or an officer of an authority may see; null when there is none.
    /// </summary>
    public static Task<SettlementRow?> FindAsync(
        NpgsqlConnection connection,
        Guid id,
        (string? Uscc, string? TaxAuthority) reader,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            SELECT {Columns}
            FROM settlement s
            JOIN enterprise e ON e.uscc = s.uscc
            WHERE s.id = @id AND (s.uscc = @Uscc OR e.tax_authority = @TaxAuthority)
            """;
        return connection.QuerySingleOrDefaultAsync<SettlementRow>(
            new CommandDefinition(
                sql,
                new
                {
                    id,
                    reader.Uscc,
                    TaxAuthority = reader.Uscc is null ? reader.TaxAuthority : null,
                },
                cancellationToken: cancel
            )
        );
    }

    /// <summary>A page, newest first.</summary>
    public static async Task<IReadOnlyList<SettlementRow>> ListAsync(
        NpgsqlConnection connection,
        SettlementFilter filter,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            SELECT {Columns}
            FROM settlement s
            JOIN enterprise e ON e.uscc = s.uscc
            WHERE (@Uscc::text IS NULL OR s.uscc = @Uscc)
              AND (@TaxAuthority::text IS NULL OR e.tax_authority = @TaxAuthority)
              AND (@State::text IS NULL OR s.state = @State)
              AND s.id < @After
            ORDER BY s.id DESC
            LIMIT @Limit + 1
            """;
        var rows = await connection.QueryAsync<SettlementRow>(
            new CommandDefinition(sql, filter, cancellationToken: cancel)
        );
        return rows.AsList();
    }

    /// <summary>Registers one whose book is locked.</summary>
    public static Task<int> RegisterAsync(
        NpgsqlTransaction transaction,
        Guid id,
        (string By, DateTimeOffset At) decided,
        (DateOnly RateValidFrom, DateOnly? MetDueOn) effect,
        CancellationToken cancel
    )
    {
        const string sql = """
            UPDATE settlement SET
              state = 'REGISTERED',
              decided_by = @By,
              decided_at = @At,
              rate_valid_from = @RateValidFrom,
              met_due_on = @MetDueOn
            WHERE id = @id AND state = 'HANDED_IN'
            """;
        return transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                sql,
                new
                {
                    id,
                    decided.By,
                    decided.At,
                    effect.RateValidFrom,
                    effect.MetDueOn,
                },
                transaction,
                cancellationToken: cancel
            )
        );
    }

    /// <summary>Adds the filings that a registered one counted.</summary>
    public static Task<int> AddSharesAsync(
        NpgsqlTransaction transaction,
        Guid id,
        IReadOnlyList<SettlementShare> shares,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO settlement_share (
              settlement_id, pre_declaration_id, adjust_ecr_tax_cny, adjust_disallowed_tax_cny)
            SELECT @id, * FROM unnest(@Filings, @EcrTaxes, @DisallowedTaxes)
            """;
        return transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                sql,
                new
                {
                    id,
                    Filings = shares.Select(share => share.Filing).ToArray(),
                    EcrTaxes = shares.Select(share => share.AdjustEcrTaxCny).ToArray(),
                    DisallowedTaxes = shares
                        .Select(share => share.AdjustDisallowedTaxCny)
                        .ToArray(),
                },
                transaction,
                cancellationToken: cancel
            )
        );
    }

    /// <summary>Refuses one whose book is locked; its period can be handed in anew.</summary>
    public static Task<int> RefuseAsync(
        NpgsqlTransaction transaction,
        Guid id,
        (string By, DateTimeOffset At) decided,
        CancellationToken cancel
    )
    {
        const string sql = """
            UPDATE settlement SET state = 'REFUSED', decided_by = @By, decided_at = @At
            WHERE id = @id AND state = 'HANDED_IN'
            """;
        return transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                sql,
                new
                {
                    id,
                    decided.By,
                    decided.At,
                },
                transaction,
                cancellationToken: cancel
            )
        );
    }
}
