using Dapper;
using Npgsql;

namespace RebateFlow.Approval.Alarms;

public static class ListAlarmsSql
{
    private const string Query = $"""
        SELECT * FROM (
            SELECT a.alarm_id, a.case_id, a.attempt_no, a.stage, a.state, a.post, a.told_post,
                a.told_officer, a.reason_zh, a.reason_en, a.raised_at, {AlarmSql.IsOpen} AS is_open,
                c.exporter_name, c.rebate_due_cny, c.legal_due_on
            FROM case_alarm a JOIN approval_case c USING (case_id)
            WHERE a.tax_authority = @TaxAuthority
                AND (@Stage::text IS NULL OR a.stage = @Stage)
                AND (@ToldPost::text IS NULL OR a.told_post = @ToldPost)
                AND (@CaseId::uuid IS NULL OR a.case_id = @CaseId)
                AND (@At::timestamptz IS NULL OR (a.raised_at, a.alarm_id) < (@At, @Id))
        ) alarm
        WHERE @Open::boolean IS NULL OR is_open = @Open
        ORDER BY raised_at DESC, alarm_id DESC
        LIMIT @Take
        """;

    public static async Task<IReadOnlyList<AlarmRow>> ListAsync(
        NpgsqlConnection connection,
        AlarmFilter filter
    ) =>
        [
            .. await connection.QueryAsync<AlarmRow>(
                Query,
                new
                {
                    filter.TaxAuthority,
                    filter.Stage,
                    filter.ToldPost,
                    filter.CaseId,
                    filter.Open,
                    filter.After?.At,
                    filter.After?.Id,
                    filter.Take,
                }
            ),
        ];
}

/// <param name="Open">True for those that still hold, false for the others; null for all.</param>
public sealed record AlarmFilter(string TaxAuthority, bool? Open, int Take)
{
    public string? Stage { get; init; }
    public string? ToldPost { get; init; }
    public Guid? CaseId { get; init; }
    public AlarmKey? After { get; init; }
}

public sealed record AlarmKey(DateTimeOffset At, Guid Id);

public sealed record AlarmRow
{
    public Guid AlarmId { get; init; }
    public Guid CaseId { get; init; }
    public int AttemptNo { get; init; }
    public string Stage { get; init; } = "";
    public string State { get; init; } = "";
    public string Post { get; init; } = "";
    public string ToldPost { get; init; } = "";
    public string? ToldOfficer { get; init; }
    public string ReasonZh { get; init; } = "";
    public string ReasonEn { get; init; } = "";
    public DateTimeOffset RaisedAt { get; init; }
    public bool IsOpen { get; init; }
    public string ExporterName { get; init; } = "";
    public decimal RebateDueCny { get; init; }
    public DateOnly LegalDueOn { get; init; }
}
