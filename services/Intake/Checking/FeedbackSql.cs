using Npgsql;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Events;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Intake.Checking;

/// <summary>What is stored of a check, ready to be written.</summary>
public sealed record Feedback
{
    /// <summary>Doubts in one stored page.</summary>
    public const int DoubtsPerPage = 500;

    public required FeedbackOutcome Outcome { get; init; }
    public required int DoubtCount { get; init; }
    public required string GravestDoubtLevel { get; init; }
    public required decimal RebateDueCny { get; init; }
    public required decimal ToRepayCny { get; init; }
    public required decimal ExemptCreditCny { get; init; }

    /// <summary>The rebate with its derivations, JSON under Brotli.</summary>
    public required byte[] Rebate { get; init; }

    /// <summary>Pages of <see cref="DoubtsPerPage"/> doubts, JSON under Brotli each.</summary>
    public required byte[][] DoubtPages { get; init; }
    public required long ReferenceVersion { get; init; }
    public required DateTimeOffset CheckedAt { get; init; }
}

/// <summary>SQL of writing what a check found, as statements of one batch.</summary>
public static class FeedbackSql
{
    private const string MoveSql = $"""
        WITH moved AS (
          UPDATE pre_declaration p
          SET state = k.state, version = p.version + 1, updated_at = $3
          FROM unnest($1, $2, $4) AS k (id, state, is_news)
          WHERE p.id = k.id
          RETURNING {FilingEventSql.Moved}, k.is_news),
        {FilingEventSql.Noted}
        {FilingEventSql.Heard}
        """;

    private const string AwaitSql = """
        INSERT INTO awaited_information (feed, key, pre_declaration_id, attempt_no)
        SELECT feed, key, $1, $2
        FROM unnest($3::text[], $4::text[]) AS a (feed, key)
        ON CONFLICT DO NOTHING
        """;

    private const string ForgetWaitsSql =
        "DELETE FROM awaited_information WHERE pre_declaration_id = $1";

    private const string ForgetDoubtsSql = """
        DELETE FROM doubt_page WHERE pre_declaration_id = $1 AND attempt_no = $2
        """;

    // A former feedback of the attempt is replaced; its number stays.
    private static readonly RowInsert feedbacks = new(
        """
        INSERT INTO feedback (
          pre_declaration_id, attempt_no, checked_at, outcome, doubt_count,
          gravest_doubt_level, rebate_due_cny, to_repay_cny, exempt_credit_cny, rebate,
          reference_version)
        """,
        columns: 11,
        """
        ON CONFLICT (pre_declaration_id, attempt_no) DO UPDATE SET
          checked_at = excluded.checked_at,
          outcome = excluded.outcome,
          doubt_count = excluded.doubt_count,
          gravest_doubt_level = excluded.gravest_doubt_level,
          rebate_due_cny = excluded.rebate_due_cny,
          to_repay_cny = excluded.to_repay_cny,
          exempt_credit_cny = excluded.exempt_credit_cny,
          rebate = excluded.rebate,
          reference_version = excluded.reference_version
        """
    );

    private static readonly RowInsert doubtPages = new(
        "INSERT INTO doubt_page (pre_declaration_id, attempt_no, page_no, doubts)",
        columns: 4
    );

    private static readonly RowInsert batchUses = new(
        "INSERT INTO batch_use (uscc, period, batch_no, pre_declaration_id)",
        columns: 4
    );

    private static readonly RowInsert summaries = new(
        """
        INSERT INTO ecr_summary (
          uscc, period, pre_declaration_id, carry_forward_ecr, sales_cny, rebate_due_cny,
          ending_credit, settlement_ecr_tax_taken, settlement_disallowed_tax_taken)
        """,
        columns: 9,
        """
        ON CONFLICT (uscc, period, pre_declaration_id) DO UPDATE SET
          carry_forward_ecr = excluded.carry_forward_ecr,
          sales_cny = excluded.sales_cny,
          rebate_due_cny = excluded.rebate_due_cny,
          ending_credit = excluded.ending_credit,
          settlement_ecr_tax_taken = excluded.settlement_ecr_tax_taken,
          settlement_disallowed_tax_taken = excluded.settlement_disallowed_tax_taken
        """
    );

    /// <summary>
    /// Adds state and feedback, the claims of batch and month of those that cleared, and what the
    /// others wait for.
    /// </summary>
    public static void AddAll(NpgsqlBatch batch, IReadOnlyList<FinishedCheck> checks)
    {
        AddMoves(batch, checks);
        foreach (var check in checks)
        {
            if (check.Subject.State == PreDeclarationState.AwaitingData)
                batch.Add(ForgetDoubtsSql, Value(check.Subject.Id), Value(check.Subject.AttemptNo));
            if (check.Waits.Count > 0)
                AddAwaited(batch, check.Subject, check.Waits);
        }
        AddFeedbacks(batch, checks);
        FinishedCheck[] cleared = [.. checks.Where(check => check.IsCleared)];
        batchUses.Add(batch, Array.ConvertAll(cleared, BatchUseOf));
        summaries.Add(
            batch,
            [.. cleared.Where(check => check.Result.Rebate.Summary is not null).Select(SummaryOf)]
        );
    }

    /// <summary>Adds feedback in the place of what an earlier check said; states stay.</summary>
    public static void AddAgain(NpgsqlBatch batch, IReadOnlyList<FinishedCheck> checks)
    {
        AddMoves(batch, checks);
        AddFeedbacks(batch, checks);
    }

    private static void AddMoves(NpgsqlBatch batch, IReadOnlyList<FinishedCheck> checks) =>
        batch.Add(
            MoveSql,
            Value(checks.Select(check => check.Subject.Id).ToArray()),
            Value(checks.Select(check => WireCode.Of(check.NextState)).ToArray()),
            Value(checks[0].CheckedAt),
            Value(checks.Select(check => check.IsNews).ToArray())
        );

    private static void AddFeedbacks(NpgsqlBatch batch, IReadOnlyList<FinishedCheck> checks)
    {
        var stored = checks.Select(check => (check.Subject, Feedback: check.ToFeedback())).ToList();
        feedbacks.Add(batch, [.. stored.Select(one => FeedbackOf(one.Subject, one.Feedback))]);
        doubtPages.Add(
            batch,
            [.. stored.SelectMany(one => DoubtPagesOf(one.Subject, one.Feedback))]
        );
    }

    private static NpgsqlParameter[] FeedbackOf(CheckSubject subject, Feedback feedback) =>
        [
            Value(subject.Id),
            Value(subject.AttemptNo),
            Value(feedback.CheckedAt),
            Value(WireCode.Of(feedback.Outcome)),
            Value(feedback.DoubtCount),
            Value(feedback.GravestDoubtLevel),
            Value(feedback.RebateDueCny),
            Value(feedback.ToRepayCny),
            Value(feedback.ExemptCreditCny),
            Value(feedback.Rebate),
            Value(feedback.ReferenceVersion),
        ];

    private static IEnumerable<NpgsqlParameter[]> DoubtPagesOf(
        CheckSubject subject,
        Feedback feedback
    ) =>
        feedback.DoubtPages.Select(
            (doubts, pageNo) =>
                new NpgsqlParameter[]
                {
                    Value(subject.Id),
                    Value(subject.AttemptNo),
                    Value(pageNo),
                    Value(doubts),
                }
        );

    private static NpgsqlParameter[] BatchUseOf(FinishedCheck check) =>
        [
            Value(check.Subject.Uscc),
            Value(check.Filing.Period),
            Value(check.Filing.BatchNo),
            Value(check.Subject.Id),
        ];

    /// <summary>What the next batch and the next period start from.</summary>
    private static NpgsqlParameter[] SummaryOf(FinishedCheck check)
    {
        var summary = check.Result.Rebate.Summary!;
        var toTake = check.Loaded.Information.Settlements.ToTake;
        var taken = summary.SettlementRows.TakenOf(toTake);
        return
        [
            Value(check.Subject.Uscc),
            Value(check.Filing.Period),
            Value(check.Subject.Id),
            Value(summary.CarryForwardEcr),
            Value(summary.EcrSalesCny),
            Value(summary.RebateDue),
            Value(summary.EndingCredit),
            Value(taken.EcrTaxCny),
            Value(taken.DisallowedTaxCny),
        ];
    }

    /// <summary>Adds what an attempt waits for.</summary>
    public static void AddAwaited(
        NpgsqlBatch batch,
        CheckSubject subject,
        IReadOnlyList<AwaitedInformation> awaited
    ) =>
        batch.Add(
            AwaitSql,
            Value(subject.Id),
            Value(subject.AttemptNo),
            Value(awaited.Select(item => item.Feed).ToArray()),
            Value(awaited.Select(item => item.Key).ToArray())
        );

    /// <summary>Adds the end of what an earlier check waited for.</summary>
    public static void AddForgottenWaits(NpgsqlBatch batch, CheckSubject subject) =>
        batch.Add(ForgetWaitsSql, Value(subject.Id));

    /// <summary>
    /// Adds the end of what a former attempt held or an earlier check waited for.
    /// </summary>
    public static void AddForgetting(NpgsqlBatch batch, FinishedCheck check)
    {
        // A parameter belongs to one statement.
        var id = check.Subject.Id;
        batch.Add(ForgetWaitsSql, Value(id));
        batch.Add("DELETE FROM batch_use WHERE pre_declaration_id = $1", Value(id));
        // A month that is declared again keeps its place among the batches of the month.
        if (!check.IsCleared)
            batch.Add("DELETE FROM ecr_summary WHERE pre_declaration_id = $1", Value(id));
    }
}
