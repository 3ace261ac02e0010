using Dapper;
using Npgsql;
using RebateFlow.Intake.Files.Attachments;
using RebateFlow.Intake.Submissions;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Attachments;

/// <summary>An attachment as it is stored, without its content.</summary>
public sealed record AttachmentRow
{
    public Guid Id { get; init; }
    public Guid PreDeclarationId { get; init; }
    public int AttemptNo { get; init; }
    public string Uscc { get; init; } = "";
    public string IdempotencyKey { get; init; } = "";
    public byte[] RequestHash { get; init; } = [];
    public string FileName { get; init; } = "";

    /// <summary>PDF, JPEG, PNG or XLSX.</summary>
    public string Kind { get; init; } = "";
    public int ByteCount { get; init; }
    public byte[] Sha256 { get; init; } = [];
    public string? DoubtCode { get; init; }
    public string? Form { get; init; }
    public string? Place { get; init; }
    public string UploadedBy { get; init; } = "";
    public DateTimeOffset UploadedAt { get; init; }

    /// <summary>The kind as a value.</summary>
    public AttachmentKind ReadKind() =>
        WireCode.TryParse(Kind, out AttachmentKind kind)
            ? kind
            : throw new InvalidOperationException($"Unknown kind {Kind}.");
}

/// <summary>What a filing has of attachments.</summary>
public sealed record AttachmentTotal
{
    public long Files { get; init; }
    public long Bytes { get; init; }
}

/// <summary>SQL of attachments.</summary>
public static class AttachmentSql
{
    private const string Columns = """
        id, pre_declaration_id, attempt_no, uscc, idempotency_key, request_hash, file_name, kind,
        byte_count, sha256, doubt_code, form, place, uploaded_by, uploaded_at
        """;

    /// <summary>
    /// A filing that a reader may see: the exporter's own, or one of the officer's tax authority.
    /// </summary>
    public static Task<PreDeclarationHead?> FindFilingAsync(
        NpgsqlConnection connection,
        Guid id,
        FilingReader reader,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT p.id, p.attempt_no, p.state, p.withdrawal_kind
            FROM pre_declaration p
            WHERE p.id = @id AND (p.uscc = @Uscc OR EXISTS (
              SELECT FROM enterprise e
              WHERE e.uscc = p.uscc AND e.tax_authority = @TaxAuthority))
            """;
        return connection.QuerySingleOrDefaultAsync<PreDeclarationHead>(
            new CommandDefinition(
                sql,
                new
                {
                    id,
                    reader.Uscc,
                    reader.TaxAuthority,
                },
                cancellationToken: cancel
            )
        );
    }

    /// <summary>Stores it; false when the exporter used the key before.</summary>
    public static async Task<bool> TryInsertAsync(
        NpgsqlTransaction transaction,
        AttachmentRow row,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            INSERT INTO attachment ({Columns})
            VALUES (@Id, @PreDeclarationId, @AttemptNo, @Uscc, @IdempotencyKey, @RequestHash,
              @FileName, @Kind, @ByteCount, @Sha256, @DoubtCode, @Form, @Place, @UploadedBy,
              @UploadedAt)
            ON CONFLICT (uscc, idempotency_key) DO NOTHING
            """;
        return await transaction.Connection!.ExecuteAsync(
                new CommandDefinition(sql, row, transaction, cancellationToken: cancel)
            ) == 1;
    }

    /// <summary>The one that an exporter attached with a key.</summary>
    public static Task<AttachmentRow> FindByKeyAsync(
        NpgsqlTransaction transaction,
        AttachmentRow row,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            SELECT {Columns} FROM attachment
            WHERE uscc = @Uscc AND idempotency_key = @IdempotencyKey
            """;
        return transaction.Connection!.QuerySingleAsync<AttachmentRow>(
            new CommandDefinition(sql, row, transaction, cancellationToken: cancel)
        );
    }

    /// <summary>How many a filing has, and of which size.</summary>
    public static Task<AttachmentTotal> TotalAsync(
        NpgsqlTransaction transaction,
        Guid id,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT count(*) AS files, coalesce(sum(byte_count), 0) AS bytes
            FROM attachment WHERE pre_declaration_id = @id
            """;
        return transaction.Connection!.QuerySingleAsync<AttachmentTotal>(
            new CommandDefinition(sql, new { id }, transaction, cancellationToken: cancel)
        );
    }

    /// <summary>Those of a filing, oldest first, or the one of an id.</summary>
    public static async Task<IReadOnlyList<AttachmentRow>> ListAsync(
        NpgsqlConnection connection,
        Guid id,
        Guid? attachmentId,
        CancellationToken cancel
    )
    {
        const string sql = $"""
            SELECT {Columns} FROM attachment
            WHERE pre_declaration_id = @id AND id = coalesce(@attachmentId, id)
            ORDER BY id
            """;
        var rows = await connection.QueryAsync<AttachmentRow>(
            new CommandDefinition(sql, new { id, attachmentId }, cancellationToken: cancel)
        );
        return rows.AsList();
    }
}
