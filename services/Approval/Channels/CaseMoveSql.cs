using System.Text.Json;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Contracts.Risk;
using RebateFlow.GreenChannel;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Approval.Channels;

public static class CaseMoveSql
{
    private const string Query = $"""
        SELECT a.message, r.message AS reassessment, e.valid_from, e.valid_to,
            {CaseFactsSql.Facts} AS own
        FROM approval_case c
        JOIN case_attempt a ON a.case_id = c.case_id AND a.attempt_no = c.attempt_no
            AND a.check_no = c.check_no
        LEFT JOIN reassessment r
            ON r.pre_declaration_id = c.pre_declaration_id AND r.attempt_no = c.attempt_no
        LEFT JOIN LATERAL (
            SELECT valid_from, valid_to FROM enrolment
            WHERE uscc = c.uscc AND approved_by IS NOT NULL
            ORDER BY (valid_from <= @today AND (valid_to IS NULL OR valid_to >= @today)) DESC,
                valid_from DESC
            LIMIT 1) e ON true
        WHERE c.case_id = @caseId
        """;

    private const string Note = """
        INSERT INTO channel_move (
            case_id, move_no, attempt_no, cause, channel_before, channel_after, policy_version,
            facts, conditions, reason_zh, reason_en, moved_at)
        SELECT $1, coalesce(max(move_no), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
        FROM channel_move WHERE case_id = $1
        """;

    // Only what is newer than what was seen of the pre-declaration has an effect.
    private const string Keep = """
        INSERT INTO reassessment (
            pre_declaration_id, attempt_no, sequence_no, message, received_at)
        VALUES (@PreDeclarationId, @AttemptNo, @SequenceNo, @message, @now)
        ON CONFLICT (pre_declaration_id) DO UPDATE SET
            attempt_no = EXCLUDED.attempt_no, sequence_no = EXCLUDED.sequence_no,
            message = EXCLUDED.message, received_at = EXCLUDED.received_at
        WHERE (reassessment.attempt_no, reassessment.sequence_no)
            < (EXCLUDED.attempt_no, EXCLUDED.sequence_no)
        """;

    private const string LiveQuery = """
        SELECT case_id FROM approval_case
        WHERE state IN ('WAITING', 'CLAIMED') AND case_id > @after
            AND (@uscc::text IS NULL OR uscc = @uscc)
            AND (@but::text IS NULL OR policy_version <> @but)
        ORDER BY case_id LIMIT 200
        """;

    // Approved as green on a day that the enrolment, as it reads now, does not cover.
    private const string UncoveredQuery = """
        SELECT case_id FROM approval_case
        WHERE uscc = @uscc AND state = 'APPROVED' AND channel = 'GREEN' AND decided_at >= @from
        ORDER BY case_id
        """;

    private const string AttemptQuery = """
        SELECT attempt_no FROM approval_case WHERE case_id = @caseId
        """;

    private const string MovesQuery = """
        SELECT move_no, attempt_no, cause, channel_before, channel_after, policy_version,
            reason_zh, reason_en, moved_at
        FROM channel_move WHERE case_id = @caseId ORDER BY move_no
        """;

    public static Task<KnownForMove> ReadAsync(
        NpgsqlTransaction transaction,
        Guid caseId,
        DateOnly today
    ) =>
        transaction.Connection!.QuerySingleAsync<KnownForMove>(
            Query,
            new { caseId, today },
            transaction
        );

    /// <summary>The attempt under review.</summary>
    public static Task<int> AttemptAsync(NpgsqlTransaction transaction, Guid caseId) =>
        transaction.Connection!.QuerySingleAsync<int>(AttemptQuery, new { caseId }, transaction);

    /// <summary>Adds how the channel was decided again, with every condition.</summary>
    public static void Add(
        NpgsqlBatch batch,
        Guid caseId,
        IReadOnlyList<CaseEvent> events,
        ChannelMove move
    )
    {
        foreach (var again in events.OfType<ChannelDecidedAgain>())
            batch.Add(
                Note,
                Value(caseId),
                Value(again.AttemptNo),
                Value(WireCode.Of(again.Now.Cause)),
                Value(WireCode.Of(again.Before)),
                Value(WireCode.Of(again.Now.Placement.Channel)),
                Value(again.Now.Placement.PolicyVersion),
                OrNull(ChannelJson.Write(move.Facts), NpgsqlDbType.Jsonb),
                Value(ChannelJson.Write(move.Verdict.Conditions)),
                Value(again.Now.Reason.Zh),
                Value(again.Now.Reason.En),
                Value(again.At)
            );
    }

    /// <returns>False when the same or a newer one was seen before.</returns>
    public static async Task<bool> TryKeepAsync(
        NpgsqlTransaction transaction,
        RiskReassessed message,
        DateTimeOffset now
    ) =>
        await transaction.Connection!.ExecuteAsync(
            Keep,
            new
            {
                message.PreDeclarationId,
                message.AttemptNo,
                message.SequenceNo,
                message = JsonSerializer.Serialize(message, MessageJson.Options),
                now,
            },
            transaction
        ) == 1;

    /// <summary>A page of live cases in the order of their ids.</summary>
    /// <param name="uscc">Of one enterprise; null for all.</param>
    /// <param name="but">Not those decided by this policy; null for all.</param>
    public static async Task<IReadOnlyList<Guid>> LiveAsync(
        NpgsqlConnection connection,
        string? uscc,
        string? but,
        Guid after
    ) =>
        [
            .. await connection.QueryAsync<Guid>(
                LiveQuery,
                new
                {
                    uscc,
                    but,
                    after,
                }
            ),
        ];

    public static async Task<IReadOnlyList<Guid>> UncoveredAsync(
        NpgsqlConnection connection,
        string uscc,
        DateTimeOffset from
    ) => [.. await connection.QueryAsync<Guid>(UncoveredQuery, new { uscc, from })];

    public static async Task<IReadOnlyList<MoveRow>> MovesAsync(
        NpgsqlConnection connection,
        Guid caseId
    ) => [.. await connection.QueryAsync<MoveRow>(MovesQuery, new { caseId })];
}

public sealed record MoveRow
{
    public int MoveNo { get; init; }
    public int AttemptNo { get; init; }
    public string Cause { get; init; } = "";
    public string ChannelBefore { get; init; } = "";
    public string ChannelAfter { get; init; } = "";
    public string PolicyVersion { get; init; } = "";
    public string ReasonZh { get; init; } = "";
    public string ReasonEn { get; init; } = "";
    public DateTimeOffset MovedAt { get; init; }
}
