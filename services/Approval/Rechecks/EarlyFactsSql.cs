using System.Text.Json;
using Dapper;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;

namespace RebateFlow.Approval.Rechecks;

/// <summary>Facts that came before the assessment which opens the case of their attempt.</summary>
/// <param name="Filing">JSON of the filing by its newest check; null for the first check.</param>
public sealed record EarlyFacts(int AttemptNo, long StaleNo, long CheckedNo, string? Filing)
{
    /// <summary>The filing as its newest check has it; null for the first check.</summary>
    public Filing? ToFiling() =>
        Filing is null ? null : JsonSerializer.Deserialize<Filing>(Filing, MessageJson.Options);
}

/// <summary>SQL of such facts; they are few.</summary>
public static class EarlyFactsSql
{
    private const string Keep = """
        INSERT INTO early_facts AS e (
            pre_declaration_id, attempt_no, stale_no, checked_no, check_no, filing)
        VALUES (@PreDeclarationId, @AttemptNo, @staleNo, @checkedNo, @checkNo, @filing)
        ON CONFLICT (pre_declaration_id) DO UPDATE SET
            attempt_no = EXCLUDED.attempt_no,
            stale_no = CASE WHEN e.attempt_no < EXCLUDED.attempt_no THEN EXCLUDED.stale_no
                ELSE greatest(e.stale_no, EXCLUDED.stale_no) END,
            checked_no = CASE WHEN e.attempt_no < EXCLUDED.attempt_no THEN EXCLUDED.checked_no
                ELSE greatest(e.checked_no, EXCLUDED.checked_no) END,
            check_no = CASE WHEN e.attempt_no < EXCLUDED.attempt_no THEN EXCLUDED.check_no
                ELSE greatest(e.check_no, EXCLUDED.check_no) END,
            filing = CASE
                WHEN e.attempt_no < EXCLUDED.attempt_no OR e.check_no < EXCLUDED.check_no
                    THEN EXCLUDED.filing
                ELSE e.filing END
        WHERE e.attempt_no <= EXCLUDED.attempt_no
        """;

    /// <summary>Keeps that facts have changed.</summary>
    public static Task KeepAsync(
        NpgsqlTransaction transaction,
        PreDeclarationFactsChanged message,
        CancellationToken cancel
    ) =>
        KeepAsync(
            transaction,
            new
            {
                message.PreDeclarationId,
                message.AttemptNo,
                staleNo = message.ChangeNo,
                checkedNo = 0L,
                checkNo = 1,
                filing = (string?)null,
            },
            cancel
        );

    /// <summary>Keeps what a comparison found.</summary>
    public static Task KeepAsync(
        NpgsqlTransaction transaction,
        PreDeclarationRechecked message,
        CancellationToken cancel
    ) =>
        KeepAsync(
            transaction,
            new
            {
                message.PreDeclarationId,
                message.AttemptNo,
                staleNo = 0L,
                checkedNo = message.ChangeNo,
                checkNo = message.CheckNo,
                filing = message.Filing is { } filing
                    ? JsonSerializer.Serialize(filing, MessageJson.Options)
                    : null,
            },
            cancel
        );

    private static Task<int> KeepAsync(
        NpgsqlTransaction transaction,
        object values,
        CancellationToken cancel
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(Keep, values, transaction, cancellationToken: cancel)
        );
}
