using Dapper;
using Npgsql;

namespace RebateFlow.Approval.Reports;

/// <summary>Adds up the entries of the ledgers of what exporters owe back.</summary>
public static class RepaymentReportSql
{
    private const string Query = """
        SELECT e.uscc, max(a.exporter_name) AS exporter_name,
            sum(e.change_cny) FILTER (WHERE e.entered_on < @From) AS owed_at_first,
            sum(e.amount_cny) FILTER (WHERE e.entered_on >= @From
                AND e.kind = 'CLAIMED') AS claimed,
            sum(e.amount_cny) FILTER (WHERE e.entered_on >= @From
                AND e.kind = 'WITHDRAWN') AS withdrawn,
            -sum(e.change_cny) FILTER (WHERE e.entered_on >= @From
                AND e.kind IN ('SET_OFF', 'SET_OFF_UNDONE')) AS set_off,
            sum(e.amount_cny) FILTER (WHERE e.entered_on >= @From
                AND e.kind = 'PAYMENT_CONFIRMED') AS paid,
            sum(e.change_cny) AS owed_at_last
        FROM repayment_entry e JOIN repayment_account a ON a.uscc = e.uscc
        WHERE e.entered_on <= @To
            AND (@Authority::text IS NULL OR e.tax_authority = @Authority)
        GROUP BY e.uscc ORDER BY e.uscc
        """;

    public static async Task<IReadOnlyList<RepaymentReportRow>> ReadAsync(
        NpgsqlTransaction transaction,
        ReportPeriod period
    ) =>
        [
            .. await transaction.Connection!.QueryAsync<RepaymentReportRow>(
                Query,
                period,
                transaction
            ),
        ];
}

/// <summary>What an exporter owed and owes, yuan.</summary>
public sealed record RepaymentReportRow
{
    public string Uscc { get; init; } = "";
    public string ExporterName { get; init; } = "";
    public decimal OwedAtFirst { get; init; }
    public decimal Claimed { get; init; }
    public decimal Withdrawn { get; init; }
    public decimal SetOff { get; init; }
    public decimal Paid { get; init; }
    public decimal OwedAtLast { get; init; }
}
