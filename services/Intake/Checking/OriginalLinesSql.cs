using Npgsql;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Vouchers;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checking;

/// <summary>Lines declared earlier that an attempt takes back 冲减. Few attempts have any.</summary>
public static class OriginalLinesSql
{
    private const int PeriodLength = 6;

    /// <summary>
    /// The originals by period and line number, from the exporter's own cleared filings. Where
    /// batches of a period share a line number, the one of the same customs line counts.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, OriginalExportLine>> LoadAsync(
        NpgsqlTransaction transaction,
        VoucherOwner owner,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT b.period, a.document
            FROM batch_use b
            JOIN pre_declaration p ON p.id = b.pre_declaration_id
            JOIN attempt a ON a.pre_declaration_id = p.id AND a.attempt_no = p.attempt_no
            WHERE b.uscc = $1 AND b.period = ANY($2) AND p.id <> $3
            ORDER BY b.period, b.batch_no
            """;
        var wanted = Wanted(owner.Filing);
        var found = new Dictionary<string, OriginalExportLine>(StringComparer.Ordinal);
        if (wanted.Count == 0)
            return found;

        string[] periods = [.. wanted.Keys.Select(key => key[..PeriodLength]).Distinct()];
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = owner.Uscc },
                new NpgsqlParameter<string[]> { TypedValue = periods },
                new NpgsqlParameter<Guid> { TypedValue = owner.PreDeclarationId },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var period = reader.GetString(0);
            var filing = PackedJson.Unpack(
                reader.GetFieldValue<byte[]>(1),
                RequestJson.Default.SubmittedFiling
            );
            foreach (var line in filing.ExportLines)
                Keep(found, wanted, period + CodeText.Normalize(line.LineNo), line);
        }
        return found;
    }

    /// <summary>Customs line of each offset, by period and line number of its original.</summary>
    private static Dictionary<string, string> Wanted(SubmittedFiling filing)
    {
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in filing.ExportLines)
        {
            var key = CodeText.Normalize(line.OriginalPeriodAndLine);
            if (key.Length > PeriodLength)
                wanted[key] = CodeText.Normalize(line.CustomsDeclarationLineNo);
        }
        return wanted;
    }

    private static void Keep(
        Dictionary<string, OriginalExportLine> found,
        Dictionary<string, string> wanted,
        string key,
        ExportLine line
    )
    {
        if (!wanted.TryGetValue(key, out var customsLineNo))
            return;
        var original = new OriginalExportLine
        {
            CustomsDeclarationLineNo = CodeText.Normalize(line.CustomsDeclarationLineNo),
            CommodityCode = CodeText.Normalize(line.CommodityCode),
            Quantity = line.Quantity,
            FobUsd = line.FobUsd,
        };
        if (!found.ContainsKey(key) || original.CustomsDeclarationLineNo == customsLineNo)
            found[key] = original;
    }
}
