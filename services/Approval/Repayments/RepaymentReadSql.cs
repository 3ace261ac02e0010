using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Repayments;

namespace RebateFlow.Approval.Repayments;

/// <summary>Reads ledgers for officers of the authority that keeps them.</summary>
public static class RepaymentReadSql
{
    private const string AccountQuery = """
        SELECT uscc, exporter_name AS name, tax_authority FROM repayment_account
        WHERE uscc = @uscc AND tax_authority = @authority
        """;

    private const string EntriesQuery = """
        SELECT kind, detail FROM repayment_entry
        WHERE uscc = @uscc AND entered_on <= @asOf
        ORDER BY entry_no
        """;

    private const string ListQuery = """
        SELECT a.uscc, a.exporter_name, e.claimed, e.withdrawn, e.set_off, e.paid, e.balance
        FROM repayment_account a
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(amount_cny) FILTER (WHERE kind = 'CLAIMED'), 0) AS claimed,
                coalesce(sum(amount_cny) FILTER (WHERE kind = 'WITHDRAWN'), 0) AS withdrawn,
                coalesce(-sum(change_cny) FILTER (
                    WHERE kind IN ('SET_OFF', 'SET_OFF_UNDONE')), 0) AS set_off,
                coalesce(sum(amount_cny) FILTER (WHERE kind = 'PAYMENT_CONFIRMED'), 0) AS paid,
                coalesce(sum(change_cny), 0) AS balance
            FROM repayment_entry WHERE uscc = a.uscc AND entered_on <= @asOf) e
        WHERE a.tax_authority = @authority AND (@uscc::text IS NULL OR a.uscc = @uscc)
            AND a.uscc > @after
        ORDER BY a.uscc LIMIT @take
        """;

    /// <returns>Null when the authority keeps no such account.</returns>
    public static Task<AccountHolder?> FindAsync(
        NpgsqlConnection connection,
        string uscc,
        string authority
    ) => connection.QuerySingleOrDefaultAsync<AccountHolder>(AccountQuery, new { uscc, authority });

    public static async Task<IReadOnlyList<RepaymentEvent>> EntriesAsync(
        NpgsqlConnection connection,
        string uscc,
        DateOnly asOf
    ) =>
        [
            .. (
                await connection.QueryAsync<(string Kind, string Detail)>(
                    EntriesQuery,
                    new { uscc, asOf }
                )
            ).Select(row => RepaymentEventJson.Read(row.Kind, row.Detail)),
        ];

    public static async Task<IReadOnlyList<AccountRow>> ListAsync(
        NpgsqlConnection connection,
        string authority,
        (string? Uscc, DateOnly AsOf, string After, int Take) filter
    ) =>
        [
            .. await connection.QueryAsync<AccountRow>(
                ListQuery,
                new
                {
                    authority,
                    uscc = filter.Uscc,
                    asOf = filter.AsOf,
                    after = filter.After,
                    take = filter.Take,
                }
            ),
        ];
}

/// <summary>An account at the end of a day, yuan.</summary>
public sealed record AccountRow
{
    public string Uscc { get; init; } = "";
    public string ExporterName { get; init; } = "";
    public decimal Claimed { get; init; }
    public decimal Withdrawn { get; init; }
    public decimal SetOff { get; init; }
    public decimal Paid { get; init; }
    public decimal Balance { get; init; }
}
