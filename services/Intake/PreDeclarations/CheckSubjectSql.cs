using Npgsql;

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

    /// <summary>What the former attempt holds; empty for a first attempt.</summary>
    public required IReadOnlyList<HeldVoucher> Held { get; init; }

    /// <summary>What a former attempt holds of one kind, by voucher number.</summary>
    public Dictionary<string, HeldVoucher> HeldOf(string kind) =>
        Held.Where(held => held.Kind == kind)
            .ToDictionary(held => held.VoucherNo, StringComparer.Ordinal);
}

/// <summary>A voucher in use by the pre-declaration.</summary>
/// <param name="Kind">CUSTOMS or INVOICE.</param>
/// <param name="VoucherNo">Its number.</param>
/// <param name="Quantity">Quantity in use.</param>
/// <param name="TaxBaseCny">Base in use, CNY yuan; 0 for a customs line.</param>
public sealed record HeldVoucher(
    string Kind,
    string VoucherNo,
    decimal Quantity,
    decimal TaxBaseCny
)
{
    public const string Customs = "CUSTOMS";
    public const string Invoice = "INVOICE";
}

/// <summary>SQL that takes an attempt up for its checks.</summary>
public static class CheckSubjectSql
{
    /// <summary>
    /// Locks the pre-declaration and reads its live attempt; null when there is none of that id.
    /// </summary>
    public static async Task<CheckSubject?> LockAsync(
        NpgsqlTransaction transaction,
        Guid id,
        bool mayHold,
        CancellationToken cancel
    )
    {
        const string subjectSql = """
            SELECT p.attempt_no, p.uscc, p.state, a.lane, a.document, a.submitted_at
            FROM pre_declaration p
            JOIN attempt a ON a.pre_declaration_id = p.id AND a.attempt_no = p.attempt_no
            WHERE p.id = $1
            FOR NO KEY UPDATE OF p
            """;
        const string heldSql = """
            SELECT voucher_kind, voucher_no, quantity, tax_base
            FROM voucher_use
            WHERE pre_declaration_id = $1
            """;
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(CommandOf(subjectSql, id));
        if (mayHold)
            batch.BatchCommands.Add(CommandOf(heldSql, id));

        await using var reader = await batch.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel))
            return null;
        var subject = new CheckSubject
        {
            Id = id,
            AttemptNo = reader.GetInt32(0),
            Uscc = reader.GetString(1),
            State = PreDeclarationHead.StateOf(reader.GetString(2)),
            Lane = reader.GetString(3),
            Document = reader.GetFieldValue<byte[]>(4),
            SubmittedAt = reader.GetFieldValue<DateTimeOffset>(5),
            Held = [],
        };
        if (!mayHold)
            return subject;

        await reader.NextResultAsync(cancel);
        var held = new List<HeldVoucher>();
        while (await reader.ReadAsync(cancel))
        {
            held.Add(
                new HeldVoucher(
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.GetDecimal(2),
                    reader.GetDecimal(3)
                )
            );
        }
        return subject with { Held = held };
    }

    private static NpgsqlBatchCommand CommandOf(string sql, Guid id) =>
        new(sql) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = id } } };
}
