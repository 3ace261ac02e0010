using Npgsql;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Offsets;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Vouchers;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.Checking;

/// <summary>
/// Lines declared earlier that an attempt takes back 冲减, and what undecided offsets of others gave
/// back. Few attempts need either.
/// </summary>
public static class OriginalsSql
{
    // Locked, so that an original is not withdrawn or corrected while an offset of it clears.
    private const string FilingSql = """
        SELECT p.id, p.attempt_no, b.period, b.batch_no, a.document, f.rebate,
          CASE WHEN p.state IN ('APPROVED', 'FORMALLY_DECLARED')
            THEN p.approved_rebate_cny - coalesce((
              SELECT sum(CASE WHEN e.kind = 'CLAIMED' THEN e.amount_cny ELSE -e.amount_cny END)
              FROM repayment_entry e
              WHERE e.pre_declaration_id = p.id AND e.source = 'RECOVERY'), 0) END
        FROM batch_use b
        JOIN pre_declaration p ON p.id = b.pre_declaration_id
        JOIN attempt a ON a.pre_declaration_id = p.id AND a.attempt_no = p.attempt_no
        JOIN feedback f ON f.pre_declaration_id = p.id AND f.attempt_no = p.attempt_no
        WHERE b.uscc = $1 AND b.period = ANY($2) AND p.id <> $3
          AND p.state IN ('CLEARED', 'UNDER_REVIEW', 'HELD', 'APPROVED', 'FORMALLY_DECLARED')
        ORDER BY b.period, b.batch_no
        FOR SHARE OF p
        """;

    private const string TakenSql = """
        SELECT o.original, o.line_key, sum(o.quantity), sum(o.amount), sum(o.fob_cny),
          sum(o.base_cny), sum(o.bonded_cny), sum(o.tax_cny), sum(o.difference_cny),
          (array_agg(p.period || '-' || p.batch_no ORDER BY p.id DESC))[1]
        FROM line_offset o
        JOIN pre_declaration p ON p.id = o.pre_declaration_id
        WHERE o.original = ANY($1) AND o.pre_declaration_id <> $2
          AND ($3::text[] IS NULL OR o.line_key = ANY($3))
        GROUP BY o.original, o.line_key
        """;

    private const string FreedSql = """
        SELECT k.pre_declaration_id, k.attempt_no, u.key, -u.amount
        FROM (SELECT DISTINCT pre_declaration_id FROM line_offset WHERE uscc = $1) o
        JOIN pre_declaration p ON p.id = o.pre_declaration_id
          AND p.state NOT IN ('APPROVED', 'FORMALLY_DECLARED')
        JOIN voucher_claim k ON k.pre_declaration_id = p.id
        CROSS JOIN LATERAL (
          SELECT voucher, voucher AS key, amount
          FROM unnest(k.customs_line_nos, k.customs_quantities) AS c (voucher, amount)
          UNION ALL
          SELECT voucher, voucher || '/' || line_no, amount
          FROM unnest(k.invoice_nos, k.invoice_line_nos, k.invoice_tax_bases)
            AS i (voucher, line_no, amount)) u
        WHERE p.id <> $2 AND u.amount < 0 AND u.voucher = ANY($3)
        ORDER BY k.pre_declaration_id
        """;

    /// <summary>Loads them for one attempt.</summary>
    /// <param name="hasOffsets">
    /// Whether any live filing of the exporter takes something back.
    /// </param>
    public static async Task<Originals> LoadAsync(
        NpgsqlTransaction transaction,
        VoucherOwner owner,
        bool hasOffsets,
        CancellationToken cancel
    )
    {
        var wanted = Wanted(owner);
        var isOffset = owner.Filing.ExportLines.Any(line => line.IsOffset);
        if (!isOffset && !hasOffsets)
            return Originals.None;
        var originals = Originals.None;
        if (isOffset)
        {
            var before = OffsetRowsSql.OriginalOfBefore(owner.Uscc);
            originals = new Originals
            {
                ByLine = await LoadFilingsAsync(transaction, owner, wanted, cancel),
                TakenBefore = (
                    await LoadTakenAsync(transaction, owner, [before], KeysOfBefore(owner), cancel)
                )
                    .Select(one => (one.Key, one.Part))
                    .ToDictionary(StringComparer.Ordinal),
            };
        }
        return hasOffsets
            ? originals with
            {
                Freed = await LoadFreedAsync(transaction, owner, cancel),
            }
            : originals;
    }

    private static async Task<Dictionary<string, IReadOnlyList<OriginalFiling>>> LoadFilingsAsync(
        NpgsqlTransaction transaction,
        VoucherOwner owner,
        HashSet<string> wanted,
        CancellationToken cancel
    )
    {
        var byLine = new Dictionary<string, List<OriginalFiling>>(StringComparer.Ordinal);
        var found = await ReadFilingsAsync(transaction, owner, wanted, cancel);
        if (found.Count == 0)
            return [];
        string[] ids = [.. found.Select(one => OffsetRowsSql.OriginalOf(one.Filing.Id))];
        var taken = await LoadTakenAsync(transaction, owner, ids, null, cancel);
        foreach (var (filing, keys) in found)
        {
            var own = taken.FindAll(one => one.Original == OffsetRowsSql.OriginalOf(filing.Id));
            var original = filing with
            {
                Taken = own.ToDictionary(one => one.Key, one => one.Part, StringComparer.Ordinal),
                TakenIn = own.Select(one => one.TakenIn).Max(StringComparer.Ordinal) ?? "",
            };
            foreach (var key in keys)
                if (byLine.TryGetValue(key, out var filings))
                    filings.Add(original);
                else
                    byLine.Add(key, [original]);
        }
        return byLine.ToDictionary(
            one => one.Key,
            IReadOnlyList<OriginalFiling> (one) => one.Value,
            StringComparer.Ordinal
        );
    }

    private static async Task<List<(OriginalFiling Filing, List<string> Keys)>> ReadFilingsAsync(
        NpgsqlTransaction transaction,
        VoucherOwner owner,
        HashSet<string> wanted,
        CancellationToken cancel
    )
    {
        var found = new List<(OriginalFiling, List<string>)>();
        string[] periods = [.. wanted.Select(key => key[..6]).Distinct()];
        await using var command = new NpgsqlCommand(FilingSql, transaction.Connection, transaction)
        {
            Parameters = { Value(owner.Uscc), Value(periods), Value(owner.PreDeclarationId) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var filing = PackedJson.Unpack(
                reader.GetFieldValue<byte[]>(4),
                RequestJson.Default.SubmittedFiling
            );
            List<string> keys =
            [
                .. filing
                    .ExportLines.Where(line => !line.IsOffset)
                    .Select(line => OriginalKey.Of(filing.Period, line.LineNo))
                    .Where(wanted.Contains),
            ];
            if (keys.Count == 0)
                continue;
            found.Add(
                (
                    new OriginalFiling
                    {
                        Id = reader.GetGuid(0),
                        AttemptNo = reader.GetInt32(1),
                        Label = $"{reader.GetString(2)}-{reader.GetInt32(3)}",
                        Filing = filing,
                        Rebate = PackedJson.Unpack(reader.GetFieldValue<byte[]>(5), Stored.Rebate),
                        GrantedCny = reader.IsDBNull(6) ? null : reader.GetDecimal(6),
                    },
                    keys
                )
            );
        }
        return found;
    }

    private static async Task<List<TakenRow>> LoadTakenAsync(
        NpgsqlTransaction transaction,
        VoucherOwner owner,
        string[] originals,
        string[]? keys,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(TakenSql, transaction.Connection, transaction)
        {
            Parameters =
            {
                Value(originals),
                Value(owner.PreDeclarationId),
                OrNull(keys, NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text),
            },
        };
        var taken = new List<TakenRow>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            decimal[] sums = [.. Enumerable.Range(2, 7).Select(reader.GetDecimal)];
            var part = new LinePart(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6]);
            taken.Add(new(reader.GetString(0), reader.GetString(1), part, reader.GetString(9)));
        }
        return taken;
    }

    private static async Task<Dictionary<string, IReadOnlyList<FreedUse>>> LoadFreedAsync(
        NpgsqlTransaction transaction,
        VoucherOwner owner,
        CancellationToken cancel
    )
    {
        string[] vouchers = [.. owner.Keys.CustomsLines, .. owner.Keys.Invoices];
        await using var command = new NpgsqlCommand(FreedSql, transaction.Connection, transaction)
        {
            Parameters = { Value(owner.Uscc), Value(owner.PreDeclarationId), Value(vouchers) },
        };
        var freed = new List<(string Voucher, FreedUse Use)>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            freed.Add(
                (
                    reader.GetString(2),
                    new(reader.GetGuid(0), reader.GetInt32(1), reader.GetDecimal(3))
                )
            );
        return freed
            .GroupBy(one => one.Voucher, StringComparer.Ordinal)
            .ToDictionary(
                ofVoucher => ofVoucher.Key,
                IReadOnlyList<FreedUse> (ofVoucher) => [.. ofVoucher.Select(one => one.Use)],
                StringComparer.Ordinal
            );
    }

    /// <summary>Originals by period and line number.</summary>
    private static HashSet<string> Wanted(VoucherOwner owner) =>
        [
            .. owner
                .Filing.ExportLines.Where(line => line.IsOffset)
                .Select(line => OriginalKey.Read(line.OriginalPeriodAndLine))
                .Where(key => key is not null)
                .Select(key => OriginalKey.Of(key!.Value.Period, key.Value.LineNo)),
        ];

    private static string[] KeysOfBefore(VoucherOwner owner) =>
        [
            .. owner.Keys.CustomsLines.Select(LineKey.OfCustoms),
            .. owner.Filing.PurchaseLines.Select(LineKey.OfVoucher).Distinct(),
        ];

    private sealed record TakenRow(string Original, string Key, LinePart Part, string TakenIn);
}
