using System.Diagnostics;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checking;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Reading;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Submissions;
using RebateFlow.Messaging.Batching;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.Rechecks;

/// <summary>SQL of comparing live filings again.</summary>
public static class RecheckSql
{
    private const string SubjectSql = """
        SELECT p.id, p.attempt_no, p.uscc, p.state, a.lane, a.document, a.submitted_at,
          a.export_line_count + a.purchase_line_count
        FROM pre_declaration p
        JOIN attempt a ON a.pre_declaration_id = p.id AND a.attempt_no = p.attempt_no
        WHERE p.id = ANY ($1)
        ORDER BY p.id
        FOR NO KEY UPDATE OF p
        """;

    private const string HeldSql = """
        SELECT pre_declaration_id, customs_line_nos, customs_quantities,
          invoice_nos, invoice_line_nos, invoice_quantities, invoice_tax_bases
        FROM voucher_claim
        WHERE pre_declaration_id = ANY ($1)
        """;

    private const string FormerSql = """
        SELECT f.pre_declaration_id, f.check_no, f.rebate_due_cny, f.exempt_credit_cny, f.rebate,
          ARRAY(
            SELECT d.doubts FROM doubt_page d
            WHERE d.pre_declaration_id = f.pre_declaration_id AND d.attempt_no = f.attempt_no
            ORDER BY d.page_no)
        FROM unnest($1, $2) AS k (id, attempt_no)
        JOIN feedback f ON f.pre_declaration_id = k.id AND f.attempt_no = k.attempt_no
        """;

    // The check that stood until now is kept beside the new one.
    private static readonly string[] KeepFormerSql =
    [
        """
            INSERT INTO former_check (
              pre_declaration_id, attempt_no, check_no, outcome, doubt_count, gravest_doubt_level,
              rebate_due_cny, exempt_credit_cny, rebate, doubts, reference_version, checked_at)
            SELECT f.pre_declaration_id, f.attempt_no, f.check_no, f.outcome, f.doubt_count,
              f.gravest_doubt_level, f.rebate_due_cny, f.exempt_credit_cny, f.rebate,
              ARRAY(
                SELECT d.doubts FROM doubt_page d
                WHERE d.pre_declaration_id = f.pre_declaration_id AND d.attempt_no = f.attempt_no
                ORDER BY d.page_no),
              f.reference_version, f.checked_at
            FROM feedback f
            WHERE f.pre_declaration_id = $1 AND f.attempt_no = $2
            """,
        "DELETE FROM doubt_page WHERE pre_declaration_id = $1 AND attempt_no = $2",
        """
            UPDATE feedback SET check_no = check_no + 1
            WHERE pre_declaration_id = $1 AND attempt_no = $2
            """,
    ];

    private const string MoveMonthSql = """
        UPDATE ecr_summary SET
          carry_forward_ecr = $2, sales_cny = $3, rebate_due_cny = $4,
          settlement_ecr_tax_taken = $5, settlement_disallowed_tax_taken = $6,
          ending_credit = $7
        WHERE pre_declaration_id = $1
        """;

    /// <summary>Locks filings in the order of their keys and reads their live attempts.</summary>
    public static async Task<IReadOnlyList<CheckSubject>> LockAsync(
        NpgsqlTransaction transaction,
        Guid[] ids,
        CancellationToken cancel
    )
    {
        var subjects = new List<CheckSubject>(ids.Length);
        await using (var command = Command(transaction, SubjectSql, Value(ids)))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel))
                subjects.Add(SubjectFrom(reader));
        // Behind the lock, so that what was claimed while it was waited for is seen.
        var held = new Dictionary<Guid, VoucherClaim>();
        await using (var command = Command(transaction, HeldSql, Value(ids)))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel))
                held.Add(reader.GetGuid(0), CheckSubjectSql.ReadHeld(reader, 1));
        return
        [
            .. subjects.Select(subject =>
                subject with
                {
                    Held = held.GetValueOrDefault(subject.Id) ?? VoucherClaim.Nothing,
                }
            ),
        ];
    }

    private static CheckSubject SubjectFrom(NpgsqlDataReader reader)
    {
        var message = new PreDeclarationSubmitted
        {
            PreDeclarationId = reader.GetGuid(0),
            AttemptNo = reader.GetInt32(1),
            SubmittedAt = reader.GetFieldValue<DateTimeOffset>(6),
            LineCount = reader.GetInt32(7),
        };
        return new()
        {
            Cause = new(message, Guid.Empty, Activity.Current),
            Id = message.PreDeclarationId,
            AttemptNo = message.AttemptNo,
            Uscc = reader.GetString(2),
            State = PreDeclarationHead.StateOf(reader.GetString(3)),
            Lane = reader.GetString(4),
            Document = reader.GetFieldValue<byte[]>(5),
            SubmittedAt = message.SubmittedAt,
            LineCount = reader.GetInt32(7),
            Held = VoucherClaim.Nothing,
            IsRecheck = true,
        };
    }

    /// <summary>The checks of locked filings that stand until now.</summary>
    public static async Task<IReadOnlyDictionary<Guid, FormerCheck>> FormerAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<CheckSubject> subjects,
        CancellationToken cancel
    )
    {
        await using var command = Command(
            transaction,
            FormerSql,
            Value(subjects.Select(subject => subject.Id).ToArray()),
            Value(subjects.Select(subject => subject.AttemptNo).ToArray())
        );
        var former = new Dictionary<Guid, FormerCheck>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            IReadOnlyList<Doubt> doubts =
            [
                .. reader.GetFieldValue<byte[][]>(5).SelectMany(GetDoubts.Unpack),
            ];
            var rebate = PackedJson.Unpack(reader.GetFieldValue<byte[]>(4), Stored.Rebate);
            former.Add(
                reader.GetGuid(0),
                new(reader.GetInt32(1), reader.GetDecimal(2), reader.GetDecimal(3), rebate, doubts)
            );
        }
        return former;
    }

    /// <summary>Adds the new checks in the place of those before.</summary>
    public static void AddChecks(NpgsqlBatch batch, IReadOnlyList<Recheck> different)
    {
        foreach (var subject in different.Select(one => one.Check.Subject))
        foreach (var sql in KeepFormerSql)
            batch.Add(sql, Value(subject.Id), Value(subject.AttemptNo));
        FeedbackSql.AddAgain(batch, [.. different.Select(one => one.Check)]);
        FinishedCheck[] undecided =
        [
            .. different.Where(one => !one.IsDecided).Select(one => one.Check),
        ];
        if (undecided.Length > 0)
            OffsetRowsSql.AddUses(batch, undecided);
        foreach (var moved in different.Where(one => one.MovesMonths))
            AddMonth(batch, moved);
    }

    private static void AddMonth(NpgsqlBatch batch, Recheck moved)
    {
        var check = moved.Check;
        var summary = check.Result.Rebate.Summary!;
        var taken = summary.SettlementRows.TakenOf(check.Loaded.Information.Settlements.ToTake);
        MonthSql.AddFollowers(
            batch,
            check.Loaded.Links,
            (check.Subject.Id, check.Filing.Period),
            summary.CarryForwardEcr
        );
        batch.Add(
            MoveMonthSql,
            Value(check.Subject.Id),
            Value(summary.CarryForwardEcr),
            Value(summary.EcrSalesCny),
            Value(summary.RebateDue),
            Value(taken.EcrTaxCny),
            Value(taken.DisallowedTaxCny),
            Value(summary.EndingCredit)
        );
    }

    private static NpgsqlCommand Command(
        NpgsqlTransaction transaction,
        string sql,
        params NpgsqlParameter[] values
    )
    {
        var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        command.Parameters.AddRange(values);
        return command;
    }
}
