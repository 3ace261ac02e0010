using Npgsql;
using NpgsqlTypes;
using RebateFlow.Approval.Casework.Alarms;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Cases;

/// <summary>The rows of alarms.</summary>
public static class AlarmRowSql
{
    private const string Insert = """
        INSERT INTO case_alarm (
            alarm_id, case_id, attempt_no, stage, occasion, state, post, told_post, told_officer,
            tax_authority, reason_zh, reason_en, raised_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """;

    public static void Add(NpgsqlBatch batch, ApprovalCase some, AlarmRaised alarm)
    {
        var text = AlarmText.Of(alarm);
        batch.Add(
            Insert,
            alarm.About.AlarmId,
            some.CaseId,
            alarm.AttemptNo,
            WireCode.Of(alarm.Stage),
            alarm.About.Occasion,
            WireCode.Of(alarm.State),
            WireCode.Of(alarm.Post),
            WireCode.Of(alarm.About.Told),
            Statements.OrNull(alarm.ToldOfficer, NpgsqlDbType.Text),
            some.Filing.TaxAuthority,
            text.Zh,
            text.En,
            alarm.At
        );
    }
}
