using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;

namespace RebateFlow.Intake.PreDeclarations;

/// <summary>The live attempt of a pre-declaration, locked for its checks.</summary>
public sealed record CheckSubject
{
    public required Guid Id { get; init; }
    public required int AttemptNo { get; init; }
    public required string Uscc { get; init; }
    public required PreDeclarationState State { get; init; }

    /// <summary>express or ordinary, fixed when it was handed in.</summary>
    public required string Lane { get; init; }

    /// <summary>The request body under Brotli.</summary>
    public required byte[] Document { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Lines of both forms.</summary>
    public required int LineCount { get; init; }

    /// <summary>What the former attempt holds; nothing for a first attempt.</summary>
    public required VoucherClaim Held { get; init; }
}

/// <summary>SQL that takes an attempt up for its checks.</summary>
public static class CheckSubjectSql
{
    private const string SubjectSql = """
        SELECT p.attempt_no, p.uscc, p.state, a.lane, a.document, a.submitted_at,
          a.export_line_count + a.purchase_line_count
        FROM pre_declaration p
        JOIN attempt a ON a.pre_declaration_id = p.id AND a.attempt_no = p.attempt_no
        WHERE p.id = $1
        FOR NO KEY UPDATE OF p
        """;

    private const string HeldSql = """
        SELECT customs_line_nos, customs_quantities,
          invoice_nos, invoice_quantities, invoice_tax_bases
        FROM voucher_claim
        WHERE pre_declaration_id = $1
        """;

    /// <summary>
    /// Enters the inbox, locks the pre-declaration and reads its live attempt, in one round trip.
    /// Null when the message is done with, or there is no pre-declaration of that id.
    /// </summary>
    public static async Task<CheckSubject?> EnterAsync(
        NpgsqlTransaction transaction,
        ConsumeContext<PreDeclarationSubmitted> context,
        CancellationToken cancel
    )
    {
        var message = context.Message;
        var mayHold = message.AttemptNo > 1;
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var entering = Inbox.Enter(batch, context);
        batch.BatchCommands.Add(CommandOf(SubjectSql, message.PreDeclarationId));
        if (mayHold)
            batch.BatchCommands.Add(CommandOf(HeldSql, message.PreDeclarationId));

        await using var reader = await batch.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel) || entering.RecordsAffected != 1)
            return null;
        var subject = new CheckSubject
        {
            Id = message.PreDeclarationId,
            AttemptNo = reader.GetInt32(0),
            Uscc = reader.GetString(1),
            State = PreDeclarationHead.StateOf(reader.GetString(2)),
            Lane = reader.GetString(3),
            Document = reader.GetFieldValue<byte[]>(4),
            SubmittedAt = reader.GetFieldValue<DateTimeOffset>(5),
            LineCount = reader.GetInt32(6),
            Held = VoucherClaim.Nothing,
        };
        if (!mayHold)
            return subject;

        await reader.NextResultAsync(cancel);
        return await reader.ReadAsync(cancel) ? subject with { Held = ReadHeld(reader) } : subject;
    }

    private static VoucherClaim ReadHeld(NpgsqlDataReader reader) =>
        new(
            reader.GetFieldValue<string[]>(0),
            reader.GetFieldValue<decimal[]>(1),
            reader.GetFieldValue<string[]>(2),
            reader.GetFieldValue<decimal[]>(3),
            reader.GetFieldValue<decimal[]>(4)
        );

    private static NpgsqlBatchCommand CommandOf(string sql, Guid id) =>
        new(sql) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = id } } };
}
