using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Enrolments;

namespace RebateFlow.Approval.Enrolments;

public static class CandidateSql
{
    // The figures of the latest filing, and sums over the months that the criteria name.
    private const string Query = """
        SELECT r.uscc, l.exporter_name AS name, l.tax_authority, l.enterprise_class,
            coalesce(l.declarant ->> 'aeoStatus', '') AS aeo_status,
            coalesce((l.declarant ->> 'processingTradeSharePercent')::numeric, 0)
                AS processing_share_percent,
            r.filings, r.exports_usd, r.rejected_filings, r.grave_hits,
            (SELECT count(*)::integer FROM case_check k
                JOIN approval_case c ON c.case_id = k.case_id
                WHERE k.outcome = 'IRREGULAR' AND k.closed_at >= @cleanFrom
                    AND c.uscc = r.uscc) AS findings,
            (SELECT state FROM enrolment e WHERE e.uscc = r.uscc AND e.state <> 'ENDED'
                AND (e.state <> 'LIVE' OR e.valid_to IS NULL OR e.valid_to >= @today)
                LIMIT 1) AS enrolment_state
        FROM (
            SELECT uscc,
                count(*) FILTER (WHERE opened_at >= @exportsFrom)::integer AS filings,
                coalesce(sum(fob_usd) FILTER (WHERE opened_at >= @exportsFrom
                    AND state <> 'WITHDRAWN'), 0) AS exports_usd,
                count(*) FILTER (WHERE opened_at >= @cleanFrom
                    AND state = 'REJECTED')::integer AS rejected_filings,
                count(*) FILTER (WHERE opened_at >= @cleanFrom
                    AND watchlist_level <= @graveLevel)::integer AS grave_hits,
                (array_agg(case_id ORDER BY opened_at DESC))[1] AS latest
            FROM approval_case
            WHERE opened_at >= least(@exportsFrom, @cleanFrom)
                AND (@usccs::text[] IS NULL OR uscc = ANY (@usccs))
            GROUP BY uscc
            ORDER BY exports_usd DESC, uscc
            LIMIT @take) r
        CROSS JOIN LATERAL (
            SELECT c.exporter_name, c.tax_authority, c.enterprise_class,
                a.message::jsonb -> 'filing' -> 'declarant' AS declarant
            FROM approval_case c
            JOIN case_attempt a ON a.case_id = c.case_id AND a.attempt_no = c.attempt_no
                AND a.check_no = c.check_no
            WHERE c.case_id = r.latest) l
        ORDER BY r.exports_usd DESC, r.uscc
        """;

    /// <summary>The largest exporters, or the named ones, with their record.</summary>
    public static async Task<IReadOnlyList<EnterpriseRecord>> ListAsync(
        NpgsqlConnection connection,
        CandidateWindow window,
        IReadOnlyCollection<string>? usccs,
        int take
    ) =>
        [
            .. await connection.QueryAsync<EnterpriseRecord>(
                new CommandDefinition(
                    Query,
                    new
                    {
                        today = window.Today,
                        exportsFrom = window.ExportsFrom,
                        cleanFrom = window.CleanFrom,
                        graveLevel = window.GraveLevel,
                        usccs = usccs?.ToArray(),
                        take,
                    },
                    commandTimeout: 120
                )
            ),
        ];
}

/// <summary>Since when exports are added up and the record has to be clean.</summary>
public sealed record CandidateWindow(
    DateOnly Today,
    DateTimeOffset ExportsFrom,
    DateTimeOffset CleanFrom,
    int GraveLevel
);
