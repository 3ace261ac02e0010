using Npgsql;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Vouchers;
using RebateFlow.Messaging.Batching;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.Checking;

/// <summary>Writes what a checked attempt takes back of lines declared earlier.</summary>
public static class OffsetRowsSql
{
    /// <summary>The CHECK that refuses more than a line was granted with.</summary>
    public const string Bound = "original_line_taken_within_line";

    private const string Forget = "DELETE FROM line_offset WHERE pre_declaration_id = $1";

    // A line that nothing is taken back of may have become another one by a later attempt.
    private const string AddOriginals = """
        INSERT INTO original_line (original, line_key, quantity, amount, tax_cny)
        SELECT * FROM unnest($1::text[], $2::text[], $3::numeric[], $4::numeric[], $5::numeric[])
          AS o (original, line_key, quantity, amount, tax_cny)
        ORDER BY original, line_key
        ON CONFLICT (original, line_key) DO UPDATE SET
          quantity = excluded.quantity, amount = excluded.amount, tax_cny = excluded.tax_cny
        WHERE original_line.taken_quantity = 0 AND original_line.taken_amount = 0
        """;

    private const string AddOffsets = """
        INSERT INTO line_offset (
          pre_declaration_id, uscc, original, line_key, quantity, amount, fob_cny, base_cny,
          bonded_cny, tax_cny, difference_cny)
        SELECT $1, $2, o.*
        FROM unnest($3::text[], $4::text[], $5::numeric[], $6::numeric[], $7::numeric[],
          $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[]) AS o (
          original, line_key, quantity, amount, fob_cny, base_cny, bonded_cny, tax_cny,
          difference_cny)
        ORDER BY original, line_key
        """;

    /// <summary>How rows name a filing.</summary>
    public static string OriginalOf(Guid preDeclarationId) => preDeclarationId.ToString();

    /// <summary>How rows name what an exporter declared before anything is known here.</summary>
    public static string OriginalOfBefore(string uscc) => $"BEFORE/{uscc}";

    /// <summary>Adds what changes on vouchers and on lines that are taken back.</summary>
    public static void AddUses(NpgsqlBatch batch, IReadOnlyList<FinishedCheck> checks)
    {
        foreach (var check in checks.Where(check => check.ReplacesOffsets))
            AddForgetting(batch, check.Subject);
        VoucherUseSql.AddChanges(batch, checks);
        foreach (var check in checks.Where(check => check.ReplacesOffsets))
            Add(batch, check);
    }

    /// <summary>
    /// Adds what goods given back by a former attempt have to be counted as used again, ahead of
    /// the changes of vouchers, and the end of what that attempt took back.
    /// </summary>
    private static void AddForgetting(NpgsqlBatch batch, CheckSubject subject)
    {
        if (subject.Held.GivesBack)
            GivenBackSql.Add(batch, subject.Id);
        batch.Add(Forget, Value(subject.Id));
    }

    /// <summary>Adds what an attempt that cleared takes back.</summary>
    private static void Add(NpgsqlBatch batch, FinishedCheck check)
    {
        if (!check.IsCleared || check.Result.Taken.Count == 0)
            return;
        TakenLine[] lines = [.. check.Result.Taken];
        var uscc = check.Subject.Uscc;
        var originals = Array.ConvertAll(
            lines,
            one => one.Original is { } known ? OriginalOf(known.Id) : OriginalOfBefore(uscc)
        );
        var keys = Array.ConvertAll(lines, one => one.Key);
        batch.Add(
            AddOriginals,
            Value(originals),
            Value(keys),
            Value(Array.ConvertAll(lines, one => one.Whole.Quantity)),
            Value(Array.ConvertAll(lines, one => one.Whole.Amount)),
            Value(Array.ConvertAll(lines, one => one.Whole.TaxCny))
        );
        batch.Add(
            AddOffsets,
            [
                Value(check.Subject.Id),
                Value(uscc),
                Value(originals),
                Value(keys),
                .. new Func<LinePart, decimal>[]
                {
                    part => part.Quantity,
                    part => part.Amount,
                    part => part.FobCny,
                    part => part.BaseCny,
                    part => part.BondedCny,
                    part => part.TaxCny,
                    part => part.DifferenceCny,
                }.Select(figure => Value(Array.ConvertAll(lines, one => figure(one.Part)))),
            ]
        );
    }
}
