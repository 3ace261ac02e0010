using System.Text.Json;
using Dapper;
using Npgsql;
using RebateFlow.Contracts.Approval;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;

namespace RebateFlow.Intake.SelfInspections;

/// <summary>A form as it is stored.</summary>
public sealed record SelfInspectionRow
{
    public bool IsAsked { get; init; }
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>0 while nothing was handed in.</summary>
    public int RevisionNo { get; init; }
    public DateOnly? FormFrom { get; init; }
    public string? Answers { get; init; }
    public string? SignedBy { get; init; }
    public DateTimeOffset? FiledAt { get; init; }

    public IReadOnlyList<SelfInspectionAnswer> ReadAnswers() =>
        Answers is null
            ? []
            : JsonSerializer.Deserialize<IReadOnlyList<SelfInspectionAnswer>>(
                Answers,
                MessageJson.Options
            ) ?? [];
}

/// <summary>SQL of self-inspection forms.</summary>
public static class SelfInspectionSql
{
    private const string AskSql = """
        INSERT INTO self_inspection (
          pre_declaration_id, attempt_no, case_version, is_asked, asked_at)
        VALUES (@PreDeclarationId, @AttemptNo, @CaseVersion, @IsAsked, @ChangedAt)
        ON CONFLICT (pre_declaration_id, attempt_no) DO UPDATE SET
          case_version = excluded.case_version, is_asked = excluded.is_asked,
          asked_at = CASE WHEN excluded.is_asked THEN excluded.asked_at
            ELSE self_inspection.asked_at END
        WHERE self_inspection.case_version < excluded.case_version
        """;

    private const string FindSql = """
        SELECT s.is_asked, s.asked_at, s.revision_no, s.form_from, s.answers::text AS answers,
          s.signed_by, s.filed_at
        FROM self_inspection s
        WHERE s.pre_declaration_id = @id AND s.attempt_no = @attemptNo
        FOR UPDATE
        """;

    private const string FileSql = """
        UPDATE self_inspection SET
          revision_no = @RevisionNo, form_from = @FormFrom, answers = @answers::jsonb,
          signed_by = @SignedBy, filed_by = @filedBy, filed_at = @FiledAt
        WHERE pre_declaration_id = @PreDeclarationId AND attempt_no = @AttemptNo
        """;

    /// <summary>Notes that the form is asked for or not; an older message is late.</summary>
    public static Task AskAsync(
        NpgsqlTransaction transaction,
        SelfInspectionAsked asked,
        CancellationToken cancel
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(AskSql, asked, transaction, cancellationToken: cancel)
        );

    /// <summary>The form of an attempt, locked; null when it was never asked for.</summary>
    public static Task<SelfInspectionRow?> FindAsync(
        NpgsqlTransaction transaction,
        Guid id,
        int attemptNo,
        CancellationToken cancel
    ) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<SelfInspectionRow>(
            new CommandDefinition(
                FindSql,
                new { id, attemptNo },
                transaction,
                cancellationToken: cancel
            )
        );

    /// <summary>Stores what was handed in.</summary>
    public static Task FileAsync(
        NpgsqlTransaction transaction,
        SelfInspectionFiled filed,
        string filedBy,
        CancellationToken cancel
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                FileSql,
                new
                {
                    filed.PreDeclarationId,
                    filed.AttemptNo,
                    filed.RevisionNo,
                    filed.FormFrom,
                    answers = JsonSerializer.Serialize(filed.Answers, MessageJson.Options),
                    filed.SignedBy,
                    filedBy,
                    filed.FiledAt,
                },
                transaction,
                cancellationToken: cancel
            )
        );
}
