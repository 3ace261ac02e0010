using Dapper;
using Npgsql;
using RebateFlow.Contracts.Approval;

namespace RebateFlow.Intake.Enterprises;

/// <summary>SQL of enrolments.</summary>
public static class EnterpriseSql
{
    /// <summary>Stores an enrolment unless a version as new is stored already.</summary>
    public static Task RecordEnrolmentAsync(
        NpgsqlTransaction transaction,
        GreenChannelEnrolmentChanged changed,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO green_channel_enrolment AS e (
              uscc, version, valid_from, valid_to, changed_at)
            VALUES (@Uscc, @Version, @ValidFrom, @ValidTo, @ChangedAt)
            ON CONFLICT (uscc) DO UPDATE SET
              version = excluded.version,
              valid_from = excluded.valid_from,
              valid_to = excluded.valid_to,
              changed_at = excluded.changed_at
            WHERE e.version < excluded.version
            """;
        return transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, changed, transaction, cancellationToken: cancel)
        );
    }
}
