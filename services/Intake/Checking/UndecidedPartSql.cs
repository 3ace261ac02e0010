using Npgsql;
using RebateFlow.Intake.Checks.Information;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.Checking;

/// <summary>
/// Other filings of a declarant that use part of a customs line and are not decided: the rest waits
/// for them (M121). Few filings share a line, and only those ask.
/// </summary>
internal static class UndecidedPartSql
{
    // An offset takes back and is no part. The oldest filing comes last and so is the one named.
    private const string PartSql = """
        SELECT b.uscc, u.line_no, p.id, b.period, b.batch_no
        FROM batch_use b
        JOIN pre_declaration p ON p.id = b.pre_declaration_id
        JOIN voucher_claim c ON c.pre_declaration_id = p.id
        CROSS JOIN unnest(c.customs_line_nos, c.customs_quantities) AS u (line_no, quantity)
        WHERE b.uscc = ANY($1) AND c.customs_line_nos && $2 AND u.line_no = ANY($2)
          AND u.quantity > 0
          AND p.state NOT IN ('APPROVED', 'REJECTED', 'WITHDRAWN', 'FORMALLY_DECLARED')
        ORDER BY p.id DESC
        """;

    /// <summary>Notes them on the customs lines of the attempts.</summary>
    public static async Task LoadAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<AttemptRows> attempts,
        CancellationToken cancel
    )
    {
        var byLine = attempts
            .SelectMany(rows => rows.SharedCustomsLines.Select(line => (Line: line, Rows: rows)))
            .ToDictionary(one => one.Line, one => one.Rows, StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(PartSql, transaction.Connection, transaction);
        command.Parameters.Add(
            Value(byLine.Values.Select(rows => rows.Owner.Uscc).Distinct().ToArray())
        );
        command.Parameters.Add(Value(byLine.Keys.ToArray()));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var (lineNo, id) = (reader.GetString(1), reader.GetGuid(2));
            if (
                byLine.TryGetValue(lineNo, out var rows)
                && rows.Owner.Uscc == reader.GetString(0)
                && rows.Owner.PreDeclarationId != id
            )
                rows.TakeUndecidedPart(
                    lineNo,
                    new UndecidedPart(id, $"{reader.GetString(3)}-{reader.GetInt32(4)}")
                );
        }
    }
}
