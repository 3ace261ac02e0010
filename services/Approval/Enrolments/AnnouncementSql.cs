using Dapper;
using Npgsql;
using RebateFlow.Contracts.Approval;

namespace RebateFlow.Approval.Enrolments;

/// <summary>Reads what was last announced of each enterprise.</summary>
public static class AnnouncementSql
{
    // The last step was announced under the version that is kept; one that ran out is over for all.
    private const string PageQuery = """
        SELECT a.uscc, a.version, e.valid_from, e.valid_to,
            greatest(e.approved_at, e.ended_at) AS changed_at
        FROM enrolment_announcement a
        CROSS JOIN LATERAL (
            SELECT valid_from, valid_to, approved_at, ended_at FROM enrolment e
            WHERE e.uscc = a.uscc AND e.approved_by IS NOT NULL
            ORDER BY greatest(e.approved_at, e.ended_at) DESC, e.drafted_at DESC,
                e.enrolment_id DESC
            LIMIT 1) e
        WHERE a.uscc > @after AND (e.valid_to IS NULL OR e.valid_to >= @today)
        ORDER BY a.uscc
        LIMIT @limit
        """;

    /// <summary>The announcements of enrolments that have not run out, by enterprise.</summary>
    /// <param name="after">The last enterprise of the page before; empty for the first.</param>
    public static async Task<IReadOnlyList<GreenChannelEnrolmentChanged>> PageAsync(
        NpgsqlTransaction transaction,
        string after,
        DateOnly today,
        int limit
    ) =>
        [
            .. (
                await transaction.Connection!.QueryAsync<Row>(
                    PageQuery,
                    new
                    {
                        after,
                        today,
                        limit,
                    },
                    transaction
                )
            ).Select(row => new GreenChannelEnrolmentChanged
            {
                Uscc = row.Uscc,
                Version = row.Version,
                ValidFrom = row.ValidFrom,
                ValidTo = row.ValidTo,
                ChangedAt = row.ChangedAt,
            }),
        ];

    private sealed record Row
    {
        public string Uscc { get; init; } = "";
        public int Version { get; init; }
        public DateOnly ValidFrom { get; init; }
        public DateOnly? ValidTo { get; init; }
        public DateTimeOffset ChangedAt { get; init; }
    }
}
