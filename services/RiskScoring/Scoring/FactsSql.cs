using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging.Batching;
using RebateFlow.RiskScoring.Rescreening;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.RiskScoring.Watchlist;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>Reads all facts of a group of filings in one round trip.</summary>
public static class FactsSql
{
    // Re-screening waits for filings that are still being scored with an older list.
    private const string ShareListSql = $"SELECT {ChangedKeysSql.ShareLockSql}";

    private const string FilingsSql = """
        SELECT EXISTS (
                SELECT FROM exporter_commodity e
                WHERE e.uscc = k.uscc AND e.year = k.last_year AND e.pre_declaration_id <> k.id),
            a.id, a.attempt_no, a.uscc, a.period, a.fob_usd, a.rebate_due_cny, a.cost_cny,
            a.declarations, a.away_declarations, p.first_seen, o.legal_person
        FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS k (id, uscc, last_year, person, number)
        LEFT JOIN LATERAL (
            SELECT * FROM assessment
            WHERE pre_declaration_id = k.id
            ORDER BY attempt_no DESC, sequence_no DESC
            LIMIT 1) a ON true
        LEFT JOIN exporter_person p ON p.uscc = k.uscc AND p.legal_person = k.person
        LEFT JOIN LATERAL (
            SELECT legal_person FROM exporter_person o
            WHERE o.uscc = k.uscc AND o.legal_person <> k.person
                AND o.first_seen < coalesce(p.first_seen, 'infinity'::date)
            ORDER BY o.first_seen DESC, o.legal_person
            LIMIT 1) o ON true
        ORDER BY k.number
        """;

    // One probe of an index for each key: the sub-select with its limit is never turned into a join
    // that reads the history of all exporters.
    private const string CommoditiesSql = """
        SELECT k.number, k.hs8, e.hs8 IS NOT NULL, n.hs8, n.rate_percent
        FROM unnest($1, $2, $3, $4, $5) AS k (number, id, uscc, year, hs8)
        LEFT JOIN LATERAL (
            SELECT hs8 FROM exporter_commodity e
            WHERE e.uscc = k.uscc AND e.year = k.year AND e.hs8 = k.hs8
                AND e.pre_declaration_id <> k.id
            LIMIT 1) e ON true
        LEFT JOIN LATERAL (
            SELECT hs8, rate_percent FROM exporter_commodity n
            WHERE n.uscc = k.uscc AND n.year = k.year AND n.hs8 <> k.hs8
                AND n.hs8 BETWEEN left(k.hs8, 4) || '0000' AND left(k.hs8, 4) || '9999'
                AND n.pre_declaration_id <> k.id AND n.rate_percent IS NOT NULL
            ORDER BY n.rate_percent, n.hs8
            LIMIT 1) n ON e.hs8 IS NULL
        """;

    private const string SuppliersSql = """
        SELECT k.number, k.supplier_tax_id
        FROM unnest($1, $2, $3, $4, $5) AS k (number, id, uscc, year, supplier_tax_id)
        CROSS JOIN LATERAL (
            SELECT FROM exporter_supplier e
            WHERE e.uscc = k.uscc AND e.year = k.year AND e.supplier_tax_id = k.supplier_tax_id
                AND e.pre_declaration_id <> k.id
            LIMIT 1) e
        """;

    private const string TotalsSql = """
        SELECT k.number, k.period, m.*
        FROM unnest($1, $2, $3) AS k (number, uscc, period)
        CROSS JOIN LATERAL (
            SELECT sum(fob_usd), sum(rebate_cny), sum(cost_cny), sum(declarations)::int,
                sum(away_declarations)::int
            FROM exporter_month m
            WHERE m.uscc = k.uscc AND m.period = k.period
            HAVING count(*) > 0) m
        """;

    // The exporter's own counts of the same window beside those of all.
    private const string PeersSql = """
        SELECT k.number, k.commodity_code, k.unit, p.counts, o.counts
        FROM unnest($1, $2, $3, $4) AS k (number, uscc, commodity_code, unit)
        JOIN peer_price p ON p.commodity_code = k.commodity_code AND p.unit = k.unit
        CROSS JOIN LATERAL (
            SELECT coalesce(string_agg(
                concat(o.bucket, ':', o.filings, ':', o.price_sum_usd), ' '), '') AS counts
            FROM peer_price_own o
            WHERE o.uscc = k.uscc AND o.commodity_code = k.commodity_code AND o.unit = k.unit
                AND o.month >= p.window_from) o
        """;

    private const string RevisionsSql = "SELECT name, revision FROM list_revision";

    /// <summary>
    /// Enters the inbox, reads what is known about the filings, and keeps other attempts of them
    /// out until the transaction ends.
    /// </summary>
    public static async Task<FoundFacts> EnterAndLoadAsync(
        NpgsqlTransaction transaction,
        MessageGroup<PreDeclarationCleared> group,
        IReadOnlyList<ScoringSubject> subjects,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        group.Enter(batch);
        AddQueries(batch, subjects);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var entered = await group.ReadEnteredAsync(reader, cancel);
        await reader.NextResultAsync(cancel); // The locks answer rows of their own.
        await reader.NextResultAsync(cancel);

        var filings = new List<FoundRows.FilingRow>(subjects.Count);
        while (await reader.ReadAsync(cancel))
            filings.Add(FoundRows.FilingFrom(reader));
        await reader.NextResultAsync(cancel);
        var commodities = await FoundRows.CommoditiesAsync(reader, cancel);
        await reader.NextResultAsync(cancel);
        var suppliers = await FoundRows.SuppliersAsync(reader, cancel);
        await reader.NextResultAsync(cancel);
        var totals = await FoundRows.TotalsAsync(reader, cancel);
        await reader.NextResultAsync(cancel);
        var peers = await FoundRows.PeersAsync(reader, cancel);
        await reader.NextResultAsync(cancel);
        var revisions = await RevisionsAsync(reader, cancel);

        KnownFacts? Known(int i)
        {
            if (!entered.Contains(group.Members[i]))
                return null;
            var (keys, row, former) = (subjects[i].Keys, filings[i], filings[i].Former);
            var (period, lastYear) = (subjects[i].Filing.Period, keys.PeriodLastYear);
            var history = new ExporterHistory
            {
                LastYear = keys.PeriodYear - 1,
                HasLastYear = row.HasLastYear,
                CommoditiesLastYear = [.. commodities[i].Where(c => c.IsKnown).Select(c => c.Hs8)],
                SuppliersLastYear = [.. suppliers[i]],
                ThisPeriod = Without(former, period, Total(totals, (i, period))),
                SamePeriodLastYear = Without(former, lastYear, Total(totals, (i, lastYear))),
                LegalPersonSince = row.PersonSince,
                FormerLegalPerson = row.FormerPerson,
                CheaperNeighbours =
                [
                    .. commodities[i].Select(c => c.Neighbour).OfType<CheaperNeighbour>(),
                ],
            };
            return new KnownFacts(former, history, [.. peers[i]]);
        }

        return new FoundFacts(
            [.. Enumerable.Range(0, subjects.Count).Select(Known)],
            revisions[WatchlistSql.RevisionName],
            revisions[RuleSetSql.RevisionName]
        );
    }

    private static void AddQueries(NpgsqlBatch batch, IReadOnlyList<ScoringSubject> subjects)
    {
        Guid[] ids = [.. subjects.Select(subject => subject.Filing.PreDeclarationId)];
        string[] usccs = [.. subjects.Select(subject => subject.Keys.Uscc)];
        short[] lastYears = [.. subjects.Select(subject => (short)(subject.Keys.PeriodYear - 1))];
        // Attempts of one pre-declaration are scored one after the other; others do not wait.
        batch.AddLocks(ids);
        batch.Add(ShareListSql);
        string[] persons = [.. subjects.Select(subject => subject.Filing.Declarant.LegalPerson)];
        batch.Add(FilingsSql, Value(ids), Value(usccs), Value(lastYears), Value(persons));
        AddKeyed(batch, CommoditiesSql, subjects, keys => keys.Hs8);
        AddKeyed(batch, SuppliersSql, subjects, keys => keys.Suppliers);

        var months = subjects
            .SelectMany(
                (subject, number) =>
                    new[]
                    {
                        (number, subject.Keys.Uscc, subject.Filing.Period),
                        (number, subject.Keys.Uscc, subject.Keys.PeriodLastYear),
                    }
            )
            .ToArray();
        batch.Add(
            TotalsSql,
            Value(Array.ConvertAll(months, month => month.number)),
            Value(Array.ConvertAll(months, month => month.Item2)),
            Value(Array.ConvertAll(months, month => month.Item3))
        );
        var peers = subjects
            .SelectMany(
                (subject, number) =>
                    subject.Keys.PeerCodes.Zip(
                        subject.Keys.PeerUnits,
                        (code, unit) => (number, subject.Keys.Uscc, code, unit)
                    )
            )
            .ToArray();
        batch.Add(
            PeersSql,
            Value(Array.ConvertAll(peers, peer => peer.number)),
            Value(Array.ConvertAll(peers, peer => peer.Uscc)),
            Value(Array.ConvertAll(peers, peer => peer.code)),
            Value(Array.ConvertAll(peers, peer => peer.unit))
        );
        batch.Add(RevisionsSql);
    }

    /// <summary>Asks for each text of each filing whether it was there the year before.</summary>
    private static void AddKeyed(
        NpgsqlBatch batch,
        string sql,
        IReadOnlyList<ScoringSubject> subjects,
        Func<FilingKeys, string[]> textsOf
    )
    {
        var rows = subjects
            .SelectMany(
                (subject, number) =>
                    textsOf(subject.Keys).Distinct().Select(text => (number, subject, text))
            )
            .ToArray();
        batch.Add(
            sql,
            Value(Array.ConvertAll(rows, row => row.number)),
            Value(Array.ConvertAll(rows, row => row.subject.Filing.PreDeclarationId)),
            Value(Array.ConvertAll(rows, row => row.subject.Keys.Uscc)),
            Value(Array.ConvertAll(rows, row => (short)(row.subject.Keys.PeriodYear - 1))),
            Value(Array.ConvertAll(rows, row => row.text))
        );
    }

    private static PeriodTotal Total(
        Dictionary<(int, string), PeriodTotal> totals,
        (int Number, string Period) key
    ) => totals.GetValueOrDefault(key, PeriodTotal.None);

    private static PeriodTotal Without(
        FormerAssessment? former,
        string period,
        PeriodTotal total
    ) => former?.Period == period ? total.Plus(former.Total, -1) : total;

    private static async Task<Dictionary<string, long>> RevisionsAsync(
        NpgsqlDataReader reader,
        CancellationToken cancel
    )
    {
        var revisions = new Dictionary<string, long>(2, StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel))
            revisions[reader.GetString(0)] = reader.GetInt64(1);
        return revisions;
    }
}
