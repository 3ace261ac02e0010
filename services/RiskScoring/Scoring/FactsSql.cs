using Npgsql;
using RebateFlow.Batching;
using RebateFlow.Contracts.Intake;
using RebateFlow.RiskScoring.Rescreening;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.RiskScoring.Watchlist;
using static RebateFlow.Batching.Statements;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>Reads all facts of a group of filings in one round trip.</summary>
public static class FactsSql
{
    // Attempts of one pre-declaration are scored one after the other; other filings do not wait.
    // The locks are taken in the order of the array.
    private const string LockSql = "SELECT pg_advisory_xact_lock(key) FROM unnest($1) AS k (key)";

    // Whoever re-screens waits for the filings that were scored with an older list.
    private const string ShareListSql = $"SELECT {ChangedKeysSql.ShareLockSql}";

    private const string FilingsSql = """
        SELECT EXISTS (
                SELECT FROM exporter_commodity e
                WHERE e.uscc = k.uscc AND e.year = k.last_year AND e.pre_declaration_id <> k.id),
            a.id, a.attempt_no, a.uscc, a.period, a.fob_usd, a.rebate_due_cny
        FROM unnest($1, $2, $3) WITH ORDINALITY AS k (id, uscc, last_year, number)
        LEFT JOIN LATERAL (
            SELECT id, attempt_no, uscc, period, fob_usd, rebate_due_cny
            FROM assessment
            WHERE pre_declaration_id = k.id
            ORDER BY attempt_no DESC, sequence_no DESC
            LIMIT 1) a ON true
        ORDER BY k.number
        """;

    private const string CommoditiesSql = """
        SELECT k.number, k.hs8
        FROM unnest($1, $2, $3, $4, $5) AS k (number, id, uscc, year, hs8)
        WHERE EXISTS (
            SELECT FROM exporter_commodity e
            WHERE e.uscc = k.uscc AND e.year = k.year AND e.hs8 = k.hs8
                AND e.pre_declaration_id <> k.id)
        """;

    private const string SuppliersSql = """
        SELECT k.number, k.supplier_tax_id
        FROM unnest($1, $2, $3, $4, $5) AS k (number, id, uscc, year, supplier_tax_id)
        WHERE EXISTS (
            SELECT FROM exporter_supplier e
            WHERE e.uscc = k.uscc AND e.year = k.year AND e.supplier_tax_id = k.supplier_tax_id
                AND e.pre_declaration_id <> k.id)
        """;

    private const string TotalsSql = """
        SELECT k.number, k.period, m.fob_usd, m.rebate_cny
        FROM unnest($1, $2, $3) AS k (number, uscc, period)
        CROSS JOIN LATERAL (
            SELECT sum(fob_usd) AS fob_usd, sum(rebate_cny) AS rebate_cny
            FROM exporter_month m
            WHERE m.uscc = k.uscc AND m.period = k.period
            HAVING count(*) > 0) m
        """;

    private const string PeersSql = """
        SELECT p.commodity_code, p.unit, p.filings, p.mean_usd, p.median_usd
        FROM unnest($1, $2) AS k (commodity_code, unit)
        CROSS JOIN LATERAL (
            SELECT * FROM peer_price p
            WHERE p.commodity_code = k.commodity_code AND p.unit = k.unit) p
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

        var hadFilings = new List<(bool HasLastYear, FormerAssessment? Former)>(subjects.Count);
        while (await reader.ReadAsync(cancel))
            hadFilings.Add((reader.GetBoolean(0), reader.IsDBNull(1) ? null : FormerFrom(reader)));
        await reader.NextResultAsync(cancel);
        var commodities = await TextsAsync(reader, cancel);
        await reader.NextResultAsync(cancel);
        var suppliers = await TextsAsync(reader, cancel);
        await reader.NextResultAsync(cancel);
        var totals = await TotalsAsync(reader, cancel);
        await reader.NextResultAsync(cancel);
        var peers = await PeersAsync(reader, cancel);
        await reader.NextResultAsync(cancel);
        var revisions = await RevisionsAsync(reader, cancel);

        KnownFacts? Known(int i)
        {
            if (!entered.Contains(group.Members[i]))
                return null;
            var (keys, (hasLastYear, former)) = (subjects[i].Keys, hadFilings[i]);
            var (period, lastYear) = (subjects[i].Filing.Period, keys.PeriodLastYear);
            var history = new ExporterHistory
            {
                LastYear = keys.PeriodYear - 1,
                HasLastYear = hasLastYear,
                CommoditiesLastYear = [.. commodities[i]],
                SuppliersLastYear = [.. suppliers[i]],
                ThisPeriod = Without(former, period, Total(totals, (i, period))),
                SamePeriodLastYear = Without(former, lastYear, Total(totals, (i, lastYear))),
            };
            return new KnownFacts(former, history, PeersOf(keys, peers));
        }

        return new FoundFacts(
            [.. Enumerable.Range(0, subjects.Count).Select(Known)],
            revisions[WatchlistSql.RevisionName],
            revisions[RuleSetSql.RevisionName]
        );
    }

    /// <summary>Keeps others away from pre-declarations until the transaction ends.</summary>
    public static void AddLocks(NpgsqlBatch batch, IEnumerable<Guid> preDeclarationIds)
    {
        var locks = preDeclarationIds.Select(id => BitConverter.ToInt64(id.ToByteArray(), 8));
        batch.Add(LockSql, Value(locks.Order().ToArray()));
    }

    private static void AddQueries(NpgsqlBatch batch, IReadOnlyList<ScoringSubject> subjects)
    {
        Guid[] ids = [.. subjects.Select(subject => subject.Filing.PreDeclarationId)];
        string[] usccs = [.. subjects.Select(subject => subject.Keys.Uscc)];
        short[] lastYears = [.. subjects.Select(subject => (short)(subject.Keys.PeriodYear - 1))];
        AddLocks(batch, ids);
        batch.Add(ShareListSql);
        batch.Add(FilingsSql, Value(ids), Value(usccs), Value(lastYears));
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
            .SelectMany(subject => subject.Keys.PeerCodes.Zip(subject.Keys.PeerUnits))
            .Distinct()
            .ToArray();
        batch.Add(
            PeersSql,
            Value(Array.ConvertAll(peers, peer => peer.First)),
            Value(Array.ConvertAll(peers, peer => peer.Second))
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

    private static List<PeerPrice> PeersOf(
        FilingKeys keys,
        Dictionary<(string, string), PeerPrice> peers
    ) => [.. keys.PeerCodes.Zip(keys.PeerUnits).Where(peers.ContainsKey).Select(key => peers[key])];

    private static PeriodTotal Total(
        Dictionary<(int, string), PeriodTotal> totals,
        (int Number, string Period) key
    ) => totals.GetValueOrDefault(key, PeriodTotal.None);

    private static PeriodTotal Without(
        FormerAssessment? former,
        string period,
        PeriodTotal total
    ) =>
        former?.Period == period
            ? new PeriodTotal(
                total.FobUsd - former.Total.FobUsd,
                total.RebateCny - former.Total.RebateCny
            )
            : total;

    private static FormerAssessment FormerFrom(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(1),
            reader.GetInt32(2),
            reader.GetString(3),
            reader.GetString(4),
            new PeriodTotal(reader.GetDecimal(5), reader.GetDecimal(6))
        );

    private static async Task<ILookup<int, string>> TextsAsync(
        NpgsqlDataReader reader,
        CancellationToken cancel
    )
    {
        var texts = new List<(int Number, string Text)>();
        while (await reader.ReadAsync(cancel))
            texts.Add((reader.GetInt32(0), reader.GetString(1)));
        // The order decides the bytes of the stored facts; the database promises none.
        texts.Sort((one, other) => string.CompareOrdinal(one.Text, other.Text));
        return texts.ToLookup(text => text.Number, text => text.Text);
    }

    private static async Task<Dictionary<(int, string), PeriodTotal>> TotalsAsync(
        NpgsqlDataReader reader,
        CancellationToken cancel
    )
    {
        var totals = new Dictionary<(int, string), PeriodTotal>();
        while (await reader.ReadAsync(cancel))
            totals[(reader.GetInt32(0), reader.GetString(1))] = new(
                reader.GetDecimal(2),
                reader.GetDecimal(3)
            );
        return totals;
    }

    private static async Task<Dictionary<(string, string), PeerPrice>> PeersAsync(
        NpgsqlDataReader reader,
        CancellationToken cancel
    )
    {
        var peers = new Dictionary<(string, string), PeerPrice>();
        while (await reader.ReadAsync(cancel))
        {
            var peer = new PeerPrice
            {
                CommodityCode = reader.GetString(0),
                Unit = reader.GetString(1),
                Filings = reader.GetInt32(2),
                MeanUsd = reader.GetDecimal(3),
                MedianUsd = reader.GetDecimal(4),
            };
            peers[(peer.CommodityCode, peer.Unit)] = peer;
        }
        return peers;
    }

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
