using Npgsql;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Filings;

namespace RebateFlow.Intake.PreDeclarations;

/// <summary>What is stored of a check, ready to be written.</summary>
public sealed record Feedback
{
    /// <summary>Doubts in one stored page.</summary>
    public const int DoubtsPerPage = 500;

    public required FeedbackOutcome Outcome { get; init; }
    public required int DoubtCount { get; init; }
    public required string GravestDoubtLevel { get; init; }
    public required decimal RebateDueCny { get; init; }
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
    /// <summary>Adds state and feedback; a former feedback of the attempt is replaced.</summary>
    public static void Add(NpgsqlBatch batch, CheckSubject subject, Feedback feedback)
    {
        const string sql = """
            WITH moved AS (
              UPDATE pre_declaration
              SET state = $3, version = version + 1, updated_at = $4
              WHERE id = $1)
            INSERT INTO feedback (
              pre_declaration_id, attempt_no, checked_at, outcome, doubt_count,
              gravest_doubt_level, rebate_due_cny, exempt_credit_cny, rebate, reference_version)
            VALUES ($1, $2, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (pre_declaration_id, attempt_no) DO UPDATE SET
              checked_at = excluded.checked_at,
              outcome = excluded.outcome,
              doubt_count = excluded.doubt_count,
              gravest_doubt_level = excluded.gravest_doubt_level,
              rebate_due_cny = excluded.rebate_due_cny,
              exempt_credit_cny = excluded.exempt_credit_cny,
              rebate = excluded.rebate,
              reference_version = excluded.reference_version
            """;
        var state = WireName.Of(PreDeclaration.AfterCheck(feedback.Outcome));
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(sql)
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = subject.Id },
                    new NpgsqlParameter<int> { TypedValue = subject.AttemptNo },
                    new NpgsqlParameter<string> { TypedValue = state },
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = feedback.CheckedAt },
                    new NpgsqlParameter<string> { TypedValue = WireName.Of(feedback.Outcome) },
                    new NpgsqlParameter<int> { TypedValue = feedback.DoubtCount },
                    new NpgsqlParameter<string> { TypedValue = feedback.GravestDoubtLevel },
                    new NpgsqlParameter<decimal> { TypedValue = feedback.RebateDueCny },
                    new NpgsqlParameter<decimal> { TypedValue = feedback.ExemptCreditCny },
                    new NpgsqlParameter<byte[]> { TypedValue = feedback.Rebate },
                    new NpgsqlParameter<long> { TypedValue = feedback.ReferenceVersion },
                },
            }
        );
        AddDoubts(batch, subject, feedback);
    }

    /// <summary>Adds what an attempt waits for.</summary>
    public static void AddAwaited(
        NpgsqlBatch batch,
        CheckSubject subject,
        IReadOnlyList<AwaitedInformation> awaited
    )
    {
        const string sql = """
            INSERT INTO awaited_information (feed, key, pre_declaration_id, attempt_no)
            SELECT feed, key, $1, $2
            FROM unnest($3::text[], $4::text[]) AS a (feed, key)
            ON CONFLICT DO NOTHING
            """;
        string[] feeds = [.. awaited.Select(item => item.Feed)];
        string[] keys = [.. awaited.Select(item => item.Key)];
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(sql)
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = subject.Id },
                    new NpgsqlParameter<int> { TypedValue = subject.AttemptNo },
                    new NpgsqlParameter<string[]> { TypedValue = feeds },
                    new NpgsqlParameter<string[]> { TypedValue = keys },
                },
            }
        );
    }

    /// <summary>
    /// Adds the claim of period and batch, and the summary that the next period starts from.
    /// </summary>
    public static void AddClaims(
        NpgsqlBatch batch,
        CheckSubject subject,
        SubmittedFiling filing,
        decimal? carryForwardEcr
    )
    {
        const string batchSql = """
            INSERT INTO batch_use (uscc, period, batch_no, pre_declaration_id)
            VALUES ($1, $2, $3, $4)
            """;
        const string summarySql = """
            INSERT INTO ecr_summary (uscc, period, pre_declaration_id, carry_forward_ecr)
            VALUES ($1, $2, $4, $3)
            """;
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(batchSql)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = subject.Uscc },
                    new NpgsqlParameter<string> { TypedValue = filing.Period },
                    new NpgsqlParameter<int> { TypedValue = filing.BatchNo },
                    new NpgsqlParameter<Guid> { TypedValue = subject.Id },
                },
            }
        );
        if (carryForwardEcr is not { } carried)
            return;
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(summarySql)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = subject.Uscc },
                    new NpgsqlParameter<string> { TypedValue = filing.Period },
                    new NpgsqlParameter<decimal> { TypedValue = carried },
                    new NpgsqlParameter<Guid> { TypedValue = subject.Id },
                },
            }
        );
    }

    /// <summary>
    /// Adds the end of what a former attempt held or an earlier check waited for.
    /// </summary>
    public static void AddForgetting(NpgsqlBatch batch, CheckSubject subject)
    {
        foreach (
            var sql in new[]
            {
                "DELETE FROM awaited_information WHERE pre_declaration_id = $1",
                "DELETE FROM batch_use WHERE pre_declaration_id = $1",
                "DELETE FROM ecr_summary WHERE pre_declaration_id = $1",
            }
        )
        {
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(sql)
                {
                    Parameters = { new NpgsqlParameter<Guid> { TypedValue = subject.Id } },
                }
            );
        }
    }

    private static void AddDoubts(NpgsqlBatch batch, CheckSubject subject, Feedback feedback)
    {
        const string forgetSql = """
            DELETE FROM doubt_page WHERE pre_declaration_id = $1 AND attempt_no = $2
            """;
        const string insertSql = """
            INSERT INTO doubt_page (pre_declaration_id, attempt_no, page_no, doubts)
            SELECT $1, $2, page_no - 1, doubts
            FROM unnest($3::bytea[]) WITH ORDINALITY AS p (doubts, page_no)
            """;
        if (subject.State == PreDeclarationState.AwaitingData)
            batch.BatchCommands.Add(CommandOf(forgetSql, subject));
        if (feedback.DoubtPages.Length == 0)
            return;
        var insert = CommandOf(insertSql, subject);
        insert.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = feedback.DoubtPages });
        batch.BatchCommands.Add(insert);
    }

    private static NpgsqlBatchCommand CommandOf(string sql, CheckSubject subject) =>
        new(sql)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = subject.Id },
                new NpgsqlParameter<int> { TypedValue = subject.AttemptNo },
            },
        };
}
