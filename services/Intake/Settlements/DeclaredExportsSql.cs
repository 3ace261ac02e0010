using Npgsql;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Intake.Requests;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Settlements;

/// <summary>
/// What an exporter declared under a processing book, from its live filings, one after the other.
/// </summary>
public sealed class DeclaredExportsSql
{
    private const string FilingsSql = """
        SELECT a.document, f.rebate, p.id
        FROM pre_declaration p
        JOIN attempt a ON a.pre_declaration_id = p.id AND a.attempt_no = p.attempt_no
        JOIN feedback f ON f.pre_declaration_id = p.id AND f.attempt_no = p.attempt_no
        WHERE p.uscc = $1 AND p.method = 'ECR'
          AND p.state IN ('CLEARED', 'UNDER_REVIEW', 'HELD', 'APPROVED', 'FORMALLY_DECLARED')
        ORDER BY p.id
        """;

    /// <summary>
    /// Sums the export lines of a period by their rates, from filings that cleared and were neither
    /// returned, rejected nor withdrawn.
    /// </summary>
    public async Task<DeclaredExports> FindAsync(
        NpgsqlTransaction transaction,
        SettlementScope scope,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(FilingsSql, transaction.Connection, transaction)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = scope.Uscc } },
        };
        var exports = new DeclaredExports();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            Add(
                exports,
                scope,
                reader.GetGuid(2),
                (reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1))
            );
        return exports;
    }

    /// <summary>Figures of an export line stand at its place in the rebate.</summary>
    private static void Add(
        DeclaredExports exports,
        SettlementScope scope,
        Guid filing,
        (byte[] Document, byte[] Rebate) packed
    )
    {
        var lines = PackedJson
            .Unpack(packed.Document, RequestJson.Default.SubmittedFiling)
            .ExportLines.Select((line, place) => (line, place))
            .Where(one =>
                one.line.ExportDate >= scope.PeriodStart
                && one.line.ExportDate <= scope.PeriodEnd
                && CodeText.Normalize(one.line.ProcessingBookNo) == scope.BookNo
            )
            .ToList();
        if (lines.Count == 0)
            return;
        var figures = PackedJson.Unpack(packed.Rebate, Stored.Rebate).Lines;
        foreach (var (_, place) in lines)
            exports.Add(filing, figures[place]);
    }
}
