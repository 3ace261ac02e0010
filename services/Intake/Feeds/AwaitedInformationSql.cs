using Dapper;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Feeds;

/// <summary>
/// Attempts that wait for data, and the lock that keeps a wake-up from being lost.
/// </summary>
/// <remarks>
/// A check that misses data takes the lock shared, looks once more, and only then writes what it
/// waits for. A feed takes it exclusively after it wrote its rows, and then finds what waits. So
/// either the check sees the new row or the feed sees the waiting attempt; both hold the lock to
/// the end of their transaction.
/// </remarks>
public static class AwaitedInformationSql
{
    /// <summary>
    /// Key of the advisory lock; any number that nothing else in this database uses.
    /// </summary>
    private const long WaitLock = 7_001_001;

    /// <summary>Taken by a check before it writes what it waits for.</summary>
    public static Task LockForCheckAsync(NpgsqlTransaction transaction, CancellationToken cancel) =>
        LockAsync(transaction, "SELECT pg_advisory_xact_lock_shared(@key)", cancel);

    /// <summary>
    /// Attempts that wait for one of the keys, with the lane they were handed in on.
    /// </summary>
    public static async Task<IReadOnlyList<WaitingAttempt>> FindWaitingAsync(
        NpgsqlTransaction transaction,
        string feed,
        string[] keys,
        CancellationToken cancel
    )
    {
        await LockAsync(transaction, "SELECT pg_advisory_xact_lock(@key)", cancel);
        var waiting = await transaction.Connection!.QueryAsync<WaitingAttempt>(
            new CommandDefinition(
                WaitingSql,
                new { feed, keys },
                transaction,
                cancellationToken: cancel
            )
        );
        return waiting.AsList();
    }

    /// <summary>
    /// Attempts that wait for one of @keys of @feed. Who asks holds what keeps a wait from being
    /// written meanwhile.
    /// </summary>
    internal const string WaitingSql = """
        SELECT a.pre_declaration_id, a.attempt_no, a.lane, a.submitted_at,
          a.export_line_count + a.purchase_line_count AS line_count
        FROM attempt a
        WHERE (a.pre_declaration_id, a.attempt_no) IN (
          SELECT w.pre_declaration_id, w.attempt_no
          FROM awaited_information w
          WHERE w.feed = @feed AND w.key = ANY(@keys))
        ORDER BY a.pre_declaration_id
        """;

    /// <summary>The live attempt of a locked pre-declaration that waits.</summary>
    public static Task<WaitingAttempt> FindAsync(
        NpgsqlTransaction transaction,
        Guid preDeclarationId,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT a.pre_declaration_id, a.attempt_no, a.lane, a.submitted_at,
              a.export_line_count + a.purchase_line_count AS line_count
            FROM pre_declaration p
            JOIN attempt a ON a.pre_declaration_id = p.id AND a.attempt_no = p.attempt_no
            WHERE p.id = @preDeclarationId
            """;
        return transaction.Connection!.QuerySingleAsync<WaitingAttempt>(
            new CommandDefinition(
                sql,
                new { preDeclarationId },
                transaction,
                cancellationToken: cancel
            )
        );
    }

    /// <summary>Whether any of what was missed is stored by now. Takes no row locks.</summary>
    public static Task<bool> IsAnyThereAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<AwaitedInformation> awaited,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT EXISTS (
                SELECT FROM customs_declaration_line WHERE line_no = ANY(@customsLines))
              OR EXISTS (
                SELECT FROM vat_invoice WHERE voucher_no = ANY(@invoices))
              OR EXISTS (
                SELECT FROM unnest(@invoices) AS k
                JOIN vat_invoice v ON v.voucher_no = split_part(k, '/', 1)
                  AND v.line_no = nullif(split_part(k, '/', 2), '')::integer)
              OR EXISTS (
                SELECT FROM vat_return
                WHERE (uscc, period) IN (
                  SELECT split_part(k, '/', 1), split_part(k, '/', 2)
                  FROM unnest(@vatReturns) AS k))
              OR EXISTS (
                SELECT FROM processing_book WHERE book_no = ANY(@processingBooks))
              OR EXISTS (
                SELECT FROM agency_certificate WHERE certificate_no = ANY(@certificates))
            """;
        string[] KeysOf(string feed) =>
            [.. awaited.Where(item => item.Feed == feed).Select(item => item.Key)];
        var keys = new
        {
            customsLines = KeysOf("customs-declarations"),
            invoices = KeysOf("vat-invoices"),
            vatReturns = KeysOf("vat-returns"),
            processingBooks = KeysOf("processing-books"),
            certificates = KeysOf(FeedNames.AgencyCertificates),
        };
        return transaction.Connection!.ExecuteScalarAsync<bool>(
            new CommandDefinition(sql, keys, transaction, cancellationToken: cancel)
        );
    }

    private static Task<int> LockAsync(
        NpgsqlTransaction transaction,
        string sql,
        CancellationToken cancel
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                sql,
                new { key = WaitLock },
                transaction,
                cancellationToken: cancel
            )
        );
}

/// <summary>An attempt to be checked again.</summary>
public sealed record WaitingAttempt
{
    /// <summary>The pre-declaration.</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>The attempt that waits.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>express or ordinary.</summary>
    public required string Lane { get; init; }

    /// <summary>When it was handed in, UTC.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Lines of both forms.</summary>
    public required int LineCount { get; init; }

    /// <summary>The message that has it checked again.</summary>
    public PreDeclarationSubmitted ToMessage() =>
        new()
        {
            PreDeclarationId = PreDeclarationId,
            AttemptNo = AttemptNo,
            SubmittedAt = SubmittedAt,
            LineCount = LineCount,
        };
}
