using Npgsql;

namespace RebateFlow.Intake.Feeds;

/// <summary>Upserts of agency certificates and foreign-exchange receipts.</summary>
public static class CertificateFeedSql
{
    /// <summary>Stores certificates; returns how many were new or newer.</summary>
    public static async Task<int> UpsertCertificatesAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<AgencyCertificateRow> rows,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO agency_certificate AS t (
              certificate_no, principal_uscc, customs_declaration_line_no, version)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
            ON CONFLICT (certificate_no) DO UPDATE SET
              principal_uscc = excluded.principal_uscc,
              customs_declaration_line_no = excluded.customs_declaration_line_no,
              version = excluded.version
            WHERE t.version < excluded.version
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        new RowParameters<AgencyCertificateRow>(command, rows)
            .Add(row => row.CertificateNo)
            .Add(row => row.PrincipalUscc)
            .Add(row => row.CustomsDeclarationLineNo)
            .Add(row => row.Version);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Stores receipts; returns how many were new or newer.</summary>
    public static async Task<int> UpsertFxReceiptsAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<FxReceiptRow> rows,
        CancellationToken cancel
    )
    {
        const string sql = """
            INSERT INTO fx_receipt AS t (
              receipt_no, customs_declaration_line_no, kind, currency, amount, received_on, version)
            SELECT * FROM unnest(
              $1::text[], $2::text[], $3::text[], $4::text[], $5::numeric[], $6::date[],
              $7::bigint[])
            ON CONFLICT (receipt_no) DO UPDATE SET
              customs_declaration_line_no = excluded.customs_declaration_line_no,
              kind = excluded.kind,
              currency = excluded.currency,
              amount = excluded.amount,
              received_on = excluded.received_on,
              version = excluded.version
            WHERE t.version < excluded.version
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        new RowParameters<FxReceiptRow>(command, rows)
            .Add(row => row.ReceiptNo)
            .Add(row => row.CustomsDeclarationLineNo)
            .Add(row => row.Kind)
            .Add(row => row.Currency)
            .Add(row => row.Amount)
            .Add(row => row.ReceivedOn)
            .Add(row => row.Version);
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
