using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Submissions;
using RebateFlow.Messaging.Batching;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.Checking;

/// <summary>The live attempt of a pre-declaration, locked for its checks.</summary>
public sealed record CheckSubject
{
    /// <summary>The message that asks for the check.</summary>
    public required GroupMember<PreDeclarationSubmitted> Cause { get; init; }
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

    /// <summary>
    /// Whether it cleared with a form on missing information, and some of that has arrived.
    /// </summary>
    public bool IsLate { get; init; }

    /// <summary>
    /// Whether it was checked before and only its facts have changed: its state stays.
    /// </summary>
    public bool IsRecheck { get; init; }

    /// <summary>The same document as the next attempt.</summary>
    public CheckSubject Next() => this with { AttemptNo = AttemptNo + 1 };
}

/// <summary>SQL that takes attempts up for their checks.</summary>
public static class CheckSubjectSql
{
    // Locked in the order of the keys, as every group does.
    private const string SubjectSql = """
        SELECT p.id, p.attempt_no, p.uscc, p.state, a.lane, a.document, a.submitted_at,
          a.export_line_count + a.purchase_line_count,
          CASE WHEN p.state NOT IN ('SUBMITTED', 'AWAITING_DATA', 'BLOCKED', 'RETURNED')
            THEN EXISTS (
              SELECT FROM awaited_information w WHERE w.pre_declaration_id = p.id)
            ELSE false END
        FROM unnest($1) WITH ORDINALITY AS k (id, number)
        JOIN pre_declaration p ON p.id = k.id
        JOIN attempt a ON a.pre_declaration_id = p.id AND a.attempt_no = p.attempt_no
        ORDER BY k.number
        FOR NO KEY UPDATE OF p
        """;

    private const string WaitsSql =
        "SELECT EXISTS (SELECT FROM awaited_information WHERE pre_declaration_id = $1)";

    private const string HeldSql = """
        SELECT customs_line_nos, customs_quantities,
          invoice_nos, invoice_line_nos, invoice_quantities, invoice_tax_bases,
          pre_declaration_id
        FROM voucher_claim
        WHERE pre_declaration_id = ANY($1)
        """;

    /// <summary>
    /// Enters the inbox, locks the pre-declarations and reads their live attempts, in one round
    /// trip.
    /// </summary>
    /// <returns>
    /// Those of the messages that are not done with and speak of a live attempt that awaits its
    /// check.
    /// </returns>
    public static async Task<IReadOnlyList<CheckSubject>> EnterAsync(
        NpgsqlTransaction transaction,
        MessageGroup<PreDeclarationSubmitted> group,
        CancellationToken cancel
    )
    {
        Guid[] ids = [.. group.Members.Select(member => member.Message.PreDeclarationId)];
        Guid[] mayHold =
        [
            .. group
                .Members.Where(member => member.Message.AttemptNo > 1)
                .Select(member => member.Message.PreDeclarationId),
        ];
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        group.Enter(batch);
        batch.Add(SubjectSql, Value(ids));
        if (mayHold.Length > 0)
            batch.Add(HeldSql, Value(mayHold));

        var subjects = await ReadAsync(batch, group, mayHold.Length > 0, cancel);
        foreach (var late in subjects.Values.Where(subject => subject.IsLate).ToList())
        {
            if (!await WaitsAsync(transaction, late.Id, cancel))
                subjects.Remove(late.Id);
            else if (late.AttemptNo == 1)
                subjects[late.Id] = late with
                {
                    Held = await HeldAsync(transaction, late.Id, cancel),
                };
        }
        return [.. subjects.Values.OrderBy(subject => subject.Id)];
    }

    private static async Task<Dictionary<Guid, CheckSubject>> ReadAsync(
        NpgsqlBatch batch,
        MessageGroup<PreDeclarationSubmitted> group,
        bool hasHeld,
        CancellationToken cancel
    )
    {
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var entered = await group.ReadEnteredAsync(reader, cancel);
        var causes = entered.ToDictionary(member => member.Message.PreDeclarationId);
        var subjects = new Dictionary<Guid, CheckSubject>(entered.Count);
        while (await reader.ReadAsync(cancel))
        {
            if (causes.TryGetValue(reader.GetGuid(0), out var cause))
                Keep(subjects, ReadSubject(reader, cause));
        }
        if (hasHeld && await reader.NextResultAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                if (subjects.TryGetValue(reader.GetGuid(6), out var subject))
                    subjects[subject.Id] = subject with { Held = ReadHeld(reader) };
            }
        }
        return subjects;
    }

    /// <summary>
    /// Looks again, behind the lock: a check that was at work meanwhile shows in the row, which is
    /// read anew once it is locked, but not in the other tables of that statement.
    /// </summary>
    private static async Task<bool> WaitsAsync(
        NpgsqlTransaction transaction,
        Guid id,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(WaitsSql, transaction.Connection, transaction);
        command.Parameters.Add(Value(id));
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static async Task<VoucherClaim> HeldAsync(
        NpgsqlTransaction transaction,
        Guid id,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(HeldSql, transaction.Connection, transaction);
        command.Parameters.Add(Value(new[] { id }));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? ReadHeld(reader) : VoucherClaim.Nothing;
    }

    private static void Keep(Dictionary<Guid, CheckSubject> subjects, CheckSubject subject)
    {
        if (
            subject.AttemptNo == subject.Cause.Message.AttemptNo
            && (PreDeclaration.AwaitsCheck(subject.State) || subject.IsLate)
        )
            subjects.Add(subject.Id, subject);
    }

    private static CheckSubject ReadSubject(
        NpgsqlDataReader reader,
        GroupMember<PreDeclarationSubmitted> cause
    ) =>
        new()
        {
            Cause = cause,
            Id = reader.GetGuid(0),
            AttemptNo = reader.GetInt32(1),
            Uscc = reader.GetString(2),
            State = PreDeclarationHead.StateOf(reader.GetString(3)),
            Lane = reader.GetString(4),
            Document = reader.GetFieldValue<byte[]>(5),
            SubmittedAt = reader.GetFieldValue<DateTimeOffset>(6),
            LineCount = reader.GetInt32(7),
            IsLate = reader.GetBoolean(8),
            Held = VoucherClaim.Nothing,
        };

    /// <summary>A row of claims, its arrays from a column on.</summary>
    internal static VoucherClaim ReadHeld(NpgsqlDataReader reader, int first = 0) =>
        new(
            reader.GetFieldValue<string[]>(first),
            reader.GetFieldValue<decimal[]>(first + 1),
            reader.GetFieldValue<string[]>(first + 2),
            reader.GetFieldValue<int[]>(first + 3),
            reader.GetFieldValue<decimal[]>(first + 4),
            reader.GetFieldValue<decimal[]>(first + 5)
        );
}
