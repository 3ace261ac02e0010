using System.Text.Json;
using Dapper;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;

namespace RebateFlow.Approval.Tasks;

/// <summary>Self-inspection forms as exporters handed them in.</summary>
public static class SelfInspectionSql
{
    private const string Insert = """
        INSERT INTO self_inspection (
            pre_declaration_id, attempt_no, revision_no, form_from, answers, signed_by, filed_at)
        VALUES (@PreDeclarationId, @AttemptNo, @RevisionNo, @FormFrom, @answers::jsonb, @SignedBy,
            @FiledAt)
        ON CONFLICT DO NOTHING
        """;

    private const string NewestQuery = """
        SELECT attempt_no, revision_no, form_from, answers::text AS answers, signed_by, filed_at
        FROM self_inspection WHERE pre_declaration_id = @preDeclarationId
            AND attempt_no = @attemptNo
        ORDER BY revision_no DESC LIMIT 1
        """;

    public static Task KeepAsync(NpgsqlTransaction transaction, SelfInspectionFiled filed) =>
        transaction.Connection!.ExecuteAsync(
            Insert,
            new
            {
                filed.PreDeclarationId,
                filed.AttemptNo,
                filed.RevisionNo,
                filed.FormFrom,
                answers = JsonSerializer.Serialize(filed.Answers, MessageJson.Options),
                filed.SignedBy,
                filed.FiledAt,
            },
            transaction
        );

    /// <returns>Null when none came for the attempt.</returns>
    public static Task<SelfInspectionRow?> NewestAsync(
        NpgsqlConnection connection,
        Guid preDeclarationId,
        int attemptNo
    ) =>
        connection.QuerySingleOrDefaultAsync<SelfInspectionRow>(
            NewestQuery,
            new { preDeclarationId, attemptNo }
        );
}

public sealed record SelfInspectionRow
{
    public int AttemptNo { get; init; }
    public int RevisionNo { get; init; }
    public DateOnly FormFrom { get; init; }
    public string Answers { get; init; } = "";
    public string SignedBy { get; init; } = "";
    public DateTimeOffset FiledAt { get; init; }

    public IReadOnlyList<SelfInspectionAnswer> ReadAnswers() =>
        JsonSerializer.Deserialize<IReadOnlyList<SelfInspectionAnswer>>(
            Answers,
            MessageJson.Options
        ) ?? throw new InvalidDataException("Stored answers are JSON null.");
}
