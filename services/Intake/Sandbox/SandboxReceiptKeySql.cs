using Dapper;
using Npgsql;

namespace RebateFlow.Intake.Sandbox;

/// <summary>SQL of the key that receipts of the sandbox are signed with.</summary>
public static class SandboxReceiptKeySql
{
    /// <summary>The key there is, in PEM; null when none was needed yet.</summary>
    public static Task<string?> FindAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        connection.QuerySingleOrDefaultAsync<string>(
            new CommandDefinition("SELECT pem FROM sandbox_receipt_key", cancellationToken: cancel)
        );

    /// <summary>Keeps a key; nothing when another instance was faster.</summary>
    public static Task StoreAsync(NpgsqlConnection connection, string pem, CancellationToken cancel)
    {
        const string sql = """
            INSERT INTO sandbox_receipt_key (key_no, pem)
            VALUES (1, @pem)
            ON CONFLICT (key_no) DO NOTHING
            """;
        return connection.ExecuteAsync(
            new CommandDefinition(sql, new { pem }, cancellationToken: cancel)
        );
    }
}
