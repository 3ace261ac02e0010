using Dapper;
using Npgsql;
using RebateFlow.Contracts.Approval;

namespace RebateFlow.Intake.Enterprises;

/// <summary>SQL of exporters and their enrolments.</summary>
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

    /// <summary>An exporter filed for rebates; null when there is none.</summary>
    public static async Task<EnterpriseView?> FindAsync(
        NpgsqlDataSource db,
        string uscc,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT uscc, name, kind, enterprise_class, aeo_status, tax_authority,
              customs_district, customs_code, legal_person, address,
              processing_trade_share_percent, registered_on, first_declared_on, suspended, version
            FROM enterprise
            WHERE uscc = @uscc
            """;
        await using var connection = await db.OpenConnectionAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<EnterpriseView>(
            new CommandDefinition(sql, new { uscc }, cancellationToken: cancel)
        );
    }
}
