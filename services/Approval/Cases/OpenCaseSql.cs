using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json;
using MassTransit;
using Npgsql;
using NpgsqlTypes;
using RebateFlow.Approval.Audit;
using RebateFlow.Approval.Channels;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging;

namespace RebateFlow.Approval.Cases;

/// <summary>What is known of a pre-declaration when a message about it comes.</summary>
/// <param name="AttemptNo">Attempt of the case; 0 when there is none.</param>
public sealed record KnownCase(
    Guid? CaseId,
    int AttemptNo,
    Withdrawal? Withdrawal,
    EnrolmentPeriod? Enrolment,
    long ReferenceVersion
);

/// <summary>A withdrawal that overtook the assessment.</summary>
public sealed record Withdrawal(int AttemptNo, string Kind);

/// <summary>The hot path: two round trips for each case, so plain Npgsql and batches.</summary>
public static class OpenCaseSql
{
    // Openings and withdrawals of one pre-declaration wait for each other, also before the row
    // exists.
    private const string Lock = "SELECT pg_advisory_xact_lock($1)";

    private const string Query = """
        SELECT c.case_id, c.attempt_no, w.attempt_no, w.kind, e.valid_from, e.valid_to, r.version
        FROM reference_version r
        LEFT JOIN approval_case c ON c.pre_declaration_id = $1
        LEFT JOIN withdrawal w ON w.pre_declaration_id = $1
        LEFT JOIN LATERAL (
            SELECT valid_from, valid_to FROM enrolment
            WHERE uscc = $2 AND approved_by IS NOT NULL
            ORDER BY (valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3)) DESC,
                valid_from DESC
            LIMIT 1) e ON true
        """;

    private const string WriteAttempt = """
        INSERT INTO case_attempt (
            case_id, attempt_no, message, content, conditions, opened_at, trace_parent)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """;

    /// <summary>Enters the inbox, takes the lock and reads, in one round trip.</summary>
    /// <returns>Null when the message had its effect before.</returns>
    public static async Task<KnownCase?> EnterAsync(
        NpgsqlTransaction transaction,
        ConsumeContext<RiskAssessed> context,
        DateOnly today,
        CancellationToken cancel
    )
    {
        var filing = context.Message.Filing;
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var enter = Inbox.Enter(batch, context);
        AddLock(batch, filing.PreDeclarationId);
        batch.Add(Query, filing.PreDeclarationId, filing.Declarant.Uscc, today);
        KnownCase known;
        await using (var reader = await batch.ExecuteReaderAsync(cancel))
        {
            // The lock answers a row of its own.
            await reader.NextResultAsync(cancel);
            await reader.ReadAsync(cancel);
            known = Read(reader);
        }

        return enter.RecordsAffected == 1 ? known : null;
    }

    private static KnownCase Read(NpgsqlDataReader reader) =>
        new(
            reader.IsDBNull(0) ? null : reader.GetGuid(0),
            reader.IsDBNull(1) ? 0 : reader.GetInt32(1),
            reader.IsDBNull(2) ? null : new(reader.GetInt32(2), reader.GetString(3)),
            reader.IsDBNull(4)
                ? null
                : new(
                    reader.GetFieldValue<DateOnly>(4),
                    reader.IsDBNull(5) ? null : reader.GetFieldValue<DateOnly>(5)
                ),
            reader.GetInt64(6)
        );

    /// <summary>Takes the lock of the pre-declaration until the transaction ends.</summary>
    public static void AddLock(NpgsqlBatch batch, Guid preDeclarationId)
    {
        Span<byte> bytes = stackalloc byte[16];
        preDeclarationId.TryWriteBytes(bytes, bigEndian: true, out _);
        // The last eight bytes of a UUIDv7 are random: as good a key as a hash.
        batch.Add(Lock, BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
    }

    public static void Write(NpgsqlBatch batch, CaseRow row, AuditTrail trail)
    {
        CaseRowSql.Add(batch, row, trail.Head);
        batch.Add(
            WriteAttempt,
            row.Case.CaseId,
            row.Case.AttemptNo,
            JsonSerializer.Serialize(
                row.Message with
                {
                    Filing = row.Filing with { Content = [] },
                },
                MessageJson.Options
            ),
            row.Filing.Content,
            JsonSerializer.Serialize(
                row.Verdict.Conditions.Select(StoredCondition.Of),
                MessageJson.Options
            ),
            row.OpenedAt,
            BatchExtensions.OrNull(Activity.Current?.Id, NpgsqlDbType.Text)
        );
        AuditSql.Add(batch, trail);
    }
}
