using Dapper;
using Npgsql;
using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Settlements;

/// <summary>SQL of what the checks of a filing need of its exporter's settlements.</summary>
public static class RegisteredSettlementSql
{
    // Filings of one exporter follow one another from here on: each sees what the others took.
    private const string LockSql = """
        SELECT
        FROM settlement
        WHERE uscc = @uscc AND state = 'REGISTERED'
        ORDER BY id
        FOR NO KEY UPDATE
        """;

    // An adjustment puts right what filings were granted; those that are no longer live do not
    // count. A filing that was counted in a settlement was declared before it, so that settlement
    // does not apply to it.
    private const string RegisteredSql = """
        SELECT s.book_no, s.period_end, s.actual_allocation_rate, s.rate_valid_from, s.met_due_on,
          coalesce(live.ecr_tax, 0) AS adjust_ecr_tax_cny,
          coalesce(live.disallowed_tax, 0) AS adjust_disallowed_tax_cny
        FROM settlement s
        CROSS JOIN LATERAL (
          SELECT sum(c.adjust_ecr_tax_cny) AS ecr_tax,
            sum(c.adjust_disallowed_tax_cny) AS disallowed_tax
          FROM settlement_share c
          JOIN pre_declaration p ON p.id = c.pre_declaration_id
          WHERE c.settlement_id = s.id
            AND p.state NOT IN ('WITHDRAWN', 'REJECTED', 'RETURNED')) live
        WHERE s.uscc = @uscc AND s.state = 'REGISTERED'
          AND NOT EXISTS (
            SELECT FROM settlement_share c
            WHERE c.settlement_id = s.id AND c.pre_declaration_id = @id)
        ORDER BY s.rate_valid_from DESC, s.decided_at DESC, s.id DESC
        """;

    // A filing that was counted takes again what it took, and nothing that was registered since.
    private const string FormerSql = """
        SELECT settlement_ecr_tax_taken, settlement_disallowed_tax_taken
        FROM ecr_summary
        WHERE pre_declaration_id = @id
          AND EXISTS (SELECT FROM settlement_share WHERE pre_declaration_id = @id)
        """;

    // What was withdrawn or rejected gives back what it took.
    private const string TakenSql = """
        SELECT coalesce(sum(s.settlement_ecr_tax_taken), 0),
          coalesce(sum(s.settlement_disallowed_tax_taken), 0)
        FROM ecr_summary s
        JOIN pre_declaration p ON p.id = s.pre_declaration_id
        WHERE s.uscc = @uscc AND s.pre_declaration_id <> @id
          AND p.state NOT IN ('WITHDRAWN', 'REJECTED')
        """;

    /// <summary>
    /// Loads them and locks them to the end of the transaction, so that no adjustment is taken
    /// twice.
    /// </summary>
    /// <param name="transaction">The check's.</param>
    /// <param name="uscc">The declarant.</param>
    /// <param name="id">The filing, whose own former summary does not count.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<RegisteredSettlements> LockAsync(
        NpgsqlTransaction transaction,
        string uscc,
        Guid id,
        CancellationToken cancel
    )
    {
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(LockSql, new { uscc }, transaction, cancellationToken: cancel)
        );
        return await FindAsync(transaction.Connection!, uscc, id, cancel);
    }

    /// <summary>The same without locks, to be shown.</summary>
    public static async Task<RegisteredSettlements> FindAsync(
        NpgsqlConnection connection,
        string uscc,
        Guid id,
        CancellationToken cancel
    )
    {
        var rows = (
            await connection.QueryAsync<Registered>(
                new CommandDefinition(RegisteredSql, new { uscc, id }, cancellationToken: cancel)
            )
        ).AsList();
        if (rows.Count == 0)
            return RegisteredSettlements.None;
        var former = await connection.QuerySingleOrDefaultAsync<Former>(
            new CommandDefinition(FormerSql, new { id }, cancellationToken: cancel)
        );
        var (ecrTax, disallowedTax) = await connection.QuerySingleAsync<(decimal, decimal)>(
            new CommandDefinition(TakenSql, new { uscc, id }, cancellationToken: cancel)
        );
        return new RegisteredSettlements
        {
            Rates =
            [
                .. rows.Select(row => new SettledRate(row.RateValidFrom, row.ActualAllocationRate)),
            ],
            Books = rows.GroupBy(row => row.BookNo)
                .ToDictionary(
                    ofBook => ofBook.Key,
                    ofBook => new SettledBook(
                        ofBook.Max(row => row.PeriodEnd),
                        ofBook.Max(row => row.MetDueOn)
                    ),
                    StringComparer.Ordinal
                ),
            ToTake = former is not null
                ? new SettlementRows(
                    former.SettlementEcrTaxTaken,
                    former.SettlementDisallowedTaxTaken
                )
                : new SettlementRows(
                    rows.Sum(row => row.AdjustEcrTaxCny) - ecrTax,
                    rows.Sum(row => row.AdjustDisallowedTaxCny) - disallowedTax
                ),
        };
    }

    private sealed record Former
    {
        public required decimal SettlementEcrTaxTaken { get; init; }
        public required decimal SettlementDisallowedTaxTaken { get; init; }
    }

    private sealed record Registered
    {
        public required string BookNo { get; init; }
        public required DateOnly PeriodEnd { get; init; }
        public required decimal ActualAllocationRate { get; init; }
        public required DateOnly RateValidFrom { get; init; }
        public DateOnly? MetDueOn { get; init; }
        public required decimal AdjustEcrTaxCny { get; init; }
        public required decimal AdjustDisallowedTaxCny { get; init; }
    }
}
