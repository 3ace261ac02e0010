using System.Text.Json;
using Dapper;
using Npgsql;

namespace RebateFlow.Intake.Forms;

/// <summary>A form as it was handed in.</summary>
public sealed record FormRow
{
    public Guid PreDeclarationId { get; init; }
    public int AttemptNo { get; init; }
    public string Form { get; init; } = "";

    /// <summary>From 1 within the attempt.</summary>
    public int RevisionNo { get; init; }
    public DateOnly FormFrom { get; init; }

    /// <summary>JSON: a list of objects of texts.</summary>
    public string Rows { get; init; } = "[]";
    public string SignedBy { get; init; } = "";
    public string FiledBy { get; init; } = "";
    public DateTimeOffset FiledAt { get; init; }

    public IReadOnlyList<IReadOnlyDictionary<string, string>> ReadRows() =>
        JsonSerializer.Deserialize(
            Rows,
            FormJson.Default.IReadOnlyListIReadOnlyDictionaryStringString
        ) ?? [];
}

/// <summary>SQL of forms that answer doubts.</summary>
public static class FormSql
{
    /// <summary>
    /// The last hand-in of a form, of whichever attempt; null when there is none.
    /// </summary>
    public static Task<FormRow?> FindAsync(
        NpgsqlConnection connection,
        Guid id,
        string form,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT f.pre_declaration_id, f.attempt_no, f.form, f.revision_no, f.form_from,
              f.rows::text AS rows, f.signed_by, f.filed_by, f.filed_at
            FROM remedy_form f
            WHERE f.pre_declaration_id = @id AND f.form = @form
            ORDER BY f.attempt_no DESC, f.revision_no DESC
            LIMIT 1
            """;
        return connection.QuerySingleOrDefaultAsync<FormRow>(
            new CommandDefinition(sql, new { id, form }, cancellationToken: cancel)
        );
    }

    /// <summary>Stores a hand-in beside those before it.</summary>
    public static Task InsertAsync(
        NpgsqlTransaction transaction,
        FormRow row,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO remedy_form (pre_declaration_id, attempt_no, form, revision_no, form_from,
              rows, signed_by, filed_by, filed_at)
            VALUES (@PreDeclarationId, @AttemptNo, @Form, @RevisionNo, @FormFrom, @Rows::jsonb,
              @SignedBy, @FiledBy, @FiledAt)
            """;
        return transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, row, transaction, cancellationToken: cancel)
        );
    }
}
