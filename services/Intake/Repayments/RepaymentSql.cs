using Dapper;
using Npgsql;
using RebateFlow.Contracts.Approval;

namespace RebateFlow.Intake.Repayments;

/// <summary>SQL of the copy of the repayment ledger.</summary>
public static class RepaymentSql
{
    /// <summary>Stores an entry; one that is there stays as it is.</summary>
    public static Task AddAsync(
        NpgsqlTransaction transaction,
        RepaymentChanged entry,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO repayment_entry (
              uscc, entry_no, kind, claim_id, source, pre_declaration_id, amount_cny, balance_cny,
              entered_on, entered_at)
            VALUES (
              @Uscc, @EntryNo, @Kind, @ClaimId, @Source, @PreDeclarationId, @AmountCny, @BalanceCny,
              @On, @At)
            ON CONFLICT DO NOTHING
            """;
        return transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, entry, transaction, cancellationToken: cancel)
        );
    }

    /// <summary>What an exporter owed at the end of a day, CNY yuan.</summary>
    public static Task<decimal> BalanceAsync(
        NpgsqlConnection connection,
        string uscc,
        DateOnly asOf,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT coalesce((
              SELECT balance_cny FROM repayment_entry
              WHERE uscc = @uscc AND entered_on <= @asOf
              ORDER BY entry_no DESC LIMIT 1), 0)
            """;
        return connection.ExecuteScalarAsync<decimal>(
            new CommandDefinition(sql, new { uscc, asOf }, cancellationToken: cancel)
        );
    }

    /// <summary>Entries before a number, the newest first.</summary>
    public static async Task<IReadOnlyList<RepaymentRow>> ListAsync(
        NpgsqlConnection connection,
        string uscc,
        (DateOnly AsOf, int Before, int Limit) filter,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT entry_no, kind, claim_id, source, pre_declaration_id, amount_cny, balance_cny,
              entered_on, entered_at
            FROM repayment_entry
            WHERE uscc = @uscc AND entered_on <= @AsOf AND entry_no < @Before
            ORDER BY entry_no DESC
            LIMIT @Limit + 1
            """;
        var rows = await connection.QueryAsync<RepaymentRow>(
            new CommandDefinition(
                sql,
                new
                {
                    uscc,
                    filter.AsOf,
                    filter.Before,
                    filter.Limit,
                },
                cancellationToken: cancel
            )
        );
        return rows.AsList();
    }
}

/// <summary>A row of <c>repayment_entry</c>.</summary>
public sealed record RepaymentRow
{
    public int EntryNo { get; init; }
    public string Kind { get; init; } = "";
    public Guid? ClaimId { get; init; }
    public string? Source { get; init; }
    public Guid? PreDeclarationId { get; init; }
    public decimal AmountCny { get; init; }
    public decimal BalanceCny { get; init; }
    public DateOnly EnteredOn { get; init; }
    public DateTimeOffset EnteredAt { get; init; }
}
