using Dapper;
using Npgsql;

namespace RebateFlow.Intake.Settlements;

/// <summary>A book as a settlement sees it.</summary>
public sealed record SettledBookRow
{
    /// <summary>Kind of its enterprise: FT, PE or CS; null when it is not registered.</summary>
    public string? Kind { get; init; }

    /// <summary>Last day to settle it; null when none is set.</summary>
    public DateOnly? SettleBy { get; init; }
}

/// <summary>SQL of books under settlement.</summary>
public static class SettledBookSql
{
    private const string Book = """
        SELECT e.kind, b.settle_by
        FROM processing_book b
        LEFT JOIN enterprise e ON e.uscc = b.uscc
        WHERE b.book_no = @BookNo AND b.uscc = @Uscc
        """;

    /// <summary>
    /// An exporter's own book, locked against other hand-ins to the end of the transaction; checks
    /// go on beside it. Null when the exporter has none of this number.
    /// </summary>
    public static Task<SettledBookRow?> LockAsync(
        NpgsqlTransaction transaction,
        SettlementScope scope,
        CancellationToken cancel
    ) => FindAsync(transaction, $"{Book} FOR NO KEY UPDATE OF b", scope, cancel);

    /// <summary>
    /// The same, locked against checks as well: a filing under the book clears either before, and
    /// its exports count, or after, and it meets a settled book.
    /// </summary>
    public static Task<SettledBookRow?> LockAgainstChecksAsync(
        NpgsqlTransaction transaction,
        SettlementScope scope,
        CancellationToken cancel
    ) => FindAsync(transaction, $"{Book} FOR UPDATE OF b", scope, cancel);

    /// <summary>
    /// Another settlement of a locked book that was not refused and has a day in common; null when
    /// there is none.
    /// </summary>
    public static Task<SettlementOverlap?> FindOverlapAsync(
        NpgsqlTransaction transaction,
        SettlementScope scope,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT id, period_start, period_end
            FROM settlement
            WHERE book_no = @BookNo AND uscc = @Uscc AND state <> 'REFUSED'
              AND period_start <= @PeriodEnd AND period_end >= @PeriodStart
            ORDER BY period_start
            LIMIT 1
            """;
        return transaction.Connection!.QuerySingleOrDefaultAsync<SettlementOverlap>(
            new CommandDefinition(sql, scope, transaction, cancellationToken: cancel)
        );
    }

    private static Task<SettledBookRow?> FindAsync(
        NpgsqlTransaction transaction,
        string sql,
        SettlementScope scope,
        CancellationToken cancel
    ) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<SettledBookRow>(
            new CommandDefinition(sql, scope, transaction, cancellationToken: cancel)
        );
}

/// <summary>An earlier settlement whose days overlap.</summary>
public sealed record SettlementOverlap
{
    public required Guid Id { get; init; }
    public required DateOnly PeriodStart { get; init; }
    public required DateOnly PeriodEnd { get; init; }
}
