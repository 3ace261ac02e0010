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

    /// <summary>The newest of the attempt that <c>@caseId</c> is about now.</summary>
    public const string NewestOfCaseQuery = """
        SELECT s.attempt_no, s.revision_no, s.form_from, s.answers::text AS answers, s.signed_by,
            s.filed_at
        FROM approval_case c
        JOIN self_inspection s ON s.pre_declaration_id = c.pre_declaration_id
            AND s.attempt_no = c.attempt_no
        WHERE c.case_id = @caseId
        ORDER BY s.revision_no DESC LIMIT 1
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
