using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using RebateFlow.Approval.Rechecks;
using RebateFlow.Contracts.Risk;
using RebateFlow.GreenChannel;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Batching;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Approval.Cases;

/// <summary>What is known of a pre-declaration when a message about it comes.</summary>
/// <param name="AttemptNo">Attempt of the case; 0 when there is none.</param>
public sealed record KnownCase(
    Guid? CaseId,
    int AttemptNo,
    Withdrawal? Withdrawal,
    EnrolmentPeriod? Enrolment,
    long ReferenceVersion
)
{
    /// <summary>Facts that changed before the case was opened; null when none did.</summary>
    public EarlyFacts? Facts { get; init; }

    /// <summary>A later assessment that overtook the first; null when none did.</summary>
    public RiskReassessed? Reassessment { get; init; }
}

/// <summary>A withdrawal that overtook the assessment.</summary>
public sealed record Withdrawal(int AttemptNo, string Kind, string Reason);

/// <summary>The hot path: two round trips for a group, so plain Npgsql and batches.</summary>
public static class OpenCaseSql
{
    private const string Query = """
        SELECT c.case_id, c.attempt_no, w.attempt_no, w.kind, e.valid_from, e.valid_to, r.version,
            m.message, w.reason, f.attempt_no, f.stale_no, f.checked_no, f.filing
        FROM unnest($1, $2) WITH ORDINALITY AS k (pre_declaration_id, uscc, number)
        CROSS JOIN reference_version r
        LEFT JOIN approval_case c ON c.pre_declaration_id = k.pre_declaration_id
        LEFT JOIN withdrawal w ON w.pre_declaration_id = k.pre_declaration_id
        LEFT JOIN reassessment m ON m.pre_declaration_id = k.pre_declaration_id
        LEFT JOIN early_facts f ON f.pre_declaration_id = k.pre_declaration_id
        LEFT JOIN LATERAL (
            SELECT valid_from, valid_to FROM enrolment
            WHERE uscc = k.uscc AND approved_by IS NOT NULL
            ORDER BY (valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3)) DESC,
                valid_from DESC
            LIMIT 1) e ON true
        ORDER BY k.number
        """;

    private static readonly RowInsert attempts = new(
        """
        INSERT INTO case_attempt (
            case_id, attempt_no, message, content, facts, conditions, opened_at, trace_parent)
        """,
        columns: 8
    );

    /// <summary>Enters the inbox, takes the locks and reads, in one round trip.</summary>
    /// <returns>The messages that had no effect before, and what is known of each.</returns>
    public static async Task<IReadOnlyList<(GroupMember<RiskAssessed>, KnownCase)>> EnterAsync(
        NpgsqlTransaction transaction,
        MessageGroup<RiskAssessed> group,
        DateOnly today,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        group.Enter(batch);
        // Openings and withdrawals of one pre-declaration wait for each other.
        batch.AddLocks(group.Members.Select(member => OpenCase.KeyOf(member.Message)));
        batch.Add(
            Query,
            Value(group.Members.Select(member => OpenCase.KeyOf(member.Message)).ToArray()),
            Value(group.Members.Select(member => member.Message.Filing.Declarant.Uscc).ToArray()),
            Value(today)
        );
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var entered = await group.ReadEnteredAsync(reader, cancel);
        await reader.NextResultAsync(cancel); // The locks answer rows of their own.
        var found = new List<(GroupMember<RiskAssessed>, KnownCase)>(entered.Count);
        foreach (var member in group.Members)
        {
            await reader.ReadAsync(cancel);
            if (entered.Contains(member))
                found.Add((member, Read(reader)));
        }
        return found;
    }

    private static KnownCase Read(NpgsqlDataReader reader) =>
        new(
            reader.IsDBNull(0) ? null : reader.GetGuid(0),
            reader.IsDBNull(1) ? 0 : reader.GetInt32(1),
            reader.IsDBNull(2)
                ? null
                : new(reader.GetInt32(2), reader.GetString(3), reader.GetString(8)),
            reader.IsDBNull(4)
                ? null
                : new(
                    reader.GetFieldValue<DateOnly>(4),
                    reader.IsDBNull(5) ? null : reader.GetFieldValue<DateOnly>(5)
                ),
            reader.GetInt64(6)
        )
        {
            Facts = reader.IsDBNull(9)
                ? null
                : new(
                    reader.GetInt32(9),
                    reader.GetInt64(10),
                    reader.GetInt64(11),
                    reader.IsDBNull(12) ? null : reader.GetString(12)
                ),
            Reassessment = reader.IsDBNull(7)
                ? null
                : JsonSerializer.Deserialize<RiskReassessed>(
                    reader.GetString(7),
                    MessageJson.Options
                ),
        };

    /// <summary>Adds what the attempts brought along, beside the rows of their cases.</summary>
    public static void AddAttempts(NpgsqlBatch batch, IReadOnlyList<OpenedCase> opened) =>
        attempts.Add(batch, [.. opened.Select(AttemptRow)]);

    private static NpgsqlParameter[] AttemptRow(OpenedCase opened)
    {
        var filing = opened.Message.Filing;
        return
        [
            Value(opened.Change.After.CaseId),
            Value(filing.AttemptNo),
            Value(
                JsonSerializer.Serialize(
                    opened.Message with
                    {
                        Filing = filing with { Content = [] },
                    },
                    MessageJson.Options
                )
            ),
            Value(filing.Content),
            OrNull(ChannelJson.Write(opened.Opening.Facts), NpgsqlDbType.Jsonb),
            Value(ChannelJson.Write(opened.Opening.Verdict.Conditions)),
            Value(opened.Change.Events[0].At),
            OrNull(opened.Change.TraceParent, NpgsqlDbType.Text),
        ];
    }
}
