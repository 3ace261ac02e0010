using Npgsql;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Reading;
using RebateFlow.Messaging.Batching;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.Checking;

/// <summary>SQL of filings whose missing data arrive after they cleared; they are few.</summary>
public static class LateInformationSql
{
    // Keys of exporters hold no blanks, so this one is never theirs.
    private const string NextAttemptSql = """
        WITH former AS (
          UPDATE pre_declaration SET attempt_no = attempt_no + 1, due_on = NULL
          WHERE id = $1
          RETURNING attempt_no - 1 AS attempt_no)
        INSERT INTO attempt (
          pre_declaration_id, attempt_no, uscc, idempotency_key, request_hash, lane,
          export_line_count, purchase_line_count, document, submitted_at)
        SELECT a.pre_declaration_id, a.attempt_no + 1, a.uscc,
          'late data of ' || a.pre_declaration_id || ' ' || a.attempt_no, a.request_hash, a.lane,
          a.export_line_count, a.purchase_line_count, a.document, a.submitted_at
        FROM attempt a
        JOIN former f ON f.attempt_no = a.attempt_no
        WHERE a.pre_declaration_id = $1
        """;

    private const string DoubtsSql = """
        SELECT doubts FROM doubt_page WHERE pre_declaration_id = $1 AND attempt_no = $2
        """;

    /// <summary>Adds the same document as the next attempt of a locked pre-declaration.</summary>
    public static void AddNextAttempt(NpgsqlBatch batch, Guid preDeclarationId) =>
        batch.Add(NextAttemptSql, Value(preDeclarationId));

    /// <summary>The doubts that the officers saw.</summary>
    public static async Task<IReadOnlyList<Doubt>> LoadDoubtsAsync(
        NpgsqlTransaction transaction,
        CheckSubject subject,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(DoubtsSql, transaction.Connection, transaction);
        command.Parameters.Add(Value(subject.Id));
        command.Parameters.Add(Value(subject.AttemptNo));
        var doubts = new List<Doubt>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            doubts.AddRange(GetDoubts.Unpack(reader.GetFieldValue<byte[]>(0)));
        return doubts;
    }
}
