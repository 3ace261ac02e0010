using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.RiskScoring.Watchlist;
using static RebateFlow.RiskScoring.BatchStatements;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>The assessment that stands so far for a pre-declaration.</summary>
/// <param name="Total">What it added to the totals of its period.</param>
public sealed record FormerAssessment(
    Guid Id,
    int AttemptNo,
    string Uscc,
    string Period,
    PeriodTotal Total
);

/// <summary>What the database knows about a filing before it is scored.</summary>
public sealed record KnownFacts(
    FormerAssessment? Former,
    ExporterHistory History,
    IReadOnlyList<PeerPrice> Peers,
    long WatchlistRevision,
    long RuleSetRevision
);

/// <summary>Reads all facts of a filing in one round trip.</summary>
public static class FactsSql
{
    // Attempts of one pre-declaration are scored one after the other; other filings do not wait.
    private const string LockSql = "SELECT pg_advisory_xact_lock($1)";

    private const string FormerSql = """
        SELECT id, attempt_no, uscc, period, fob_usd, rebate_due_cny
        FROM assessment
        WHERE pre_declaration_id = $1
        ORDER BY attempt_no DESC, sequence_no DESC
        LIMIT 1
        """;

    private const string CommoditiesSql = """
        SELECT hs8 FROM exporter_commodity
        WHERE uscc = $1 AND year = $2 AND hs8 = ANY ($3) AND pre_declaration_id <> $4
        """;

    private const string SuppliersSql = """
        SELECT supplier_tax_id FROM exporter_supplier
        WHERE uscc = $1 AND year = $2 AND supplier_tax_id = ANY ($3) AND pre_declaration_id <> $4
        """;

    private const string HasLastYearSql = """
        SELECT EXISTS (
            SELECT FROM exporter_commodity
            WHERE uscc = $1 AND year = $2 AND pre_declaration_id <> $3)
        """;

    private const string TotalsSql = """
        SELECT period, sum(fob_usd), sum(rebate_cny) FROM exporter_month
        WHERE uscc = $1 AND period IN ($2, $3)
        GROUP BY period
        """;

    private const string PeersSql = """
        SELECT p.commodity_code, p.unit, p.filings, p.mean_usd, p.median_usd
        FROM unnest($1, $2) AS k (commodity_code, unit)
        JOIN peer_price p USING (commodity_code, unit)
        """;

    private const string RevisionsSql = "SELECT name, revision FROM list_revision";

    /// <summary>
    /// Enters the inbox, reads what is known about a filing, and keeps other attempts of it out
    /// until the transaction ends. Null when the message had its effect before.
    /// </summary>
    public static async Task<KnownFacts?> EnterAndLoadAsync(
        NpgsqlTransaction transaction,
        ConsumeContext context,
        Filing filing,
        FilingKeys keys
    )
    {
        var cancel = context.CancellationToken;
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var entered = Inbox.Enter(batch, context);
        var (id, lastYear) = (filing.PreDeclarationId, (short)(keys.PeriodYear - 1));
        AddLock(batch, id);
        batch.Add(FormerSql, Value(id));
        batch.Add(CommoditiesSql, Value(keys.Uscc), Value(lastYear), Value(keys.Hs8), Value(id));
        batch.Add(
            SuppliersSql,
            Value(keys.Uscc),
            Value(lastYear),
            Value(keys.Suppliers),
            Value(id)
        );
        batch.Add(HasLastYearSql, Value(keys.Uscc), Value(lastYear), Value(id));
        batch.Add(TotalsSql, Value(keys.Uscc), Value(filing.Period), Value(keys.PeriodLastYear));
        batch.Add(PeersSql, Value(keys.PeerCodes), Value(keys.PeerUnits));
        batch.Add(RevisionsSql);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var known = await ReadAsync(reader, filing, keys, cancel);
        return entered.RecordsAffected == 1 ? known : null;
    }

    /// <summary>Keeps others away from a pre-declaration until the transaction ends.</summary>
    public static void AddLock(NpgsqlBatch batch, Guid preDeclarationId) =>
        batch.Add(LockSql, Value(BitConverter.ToInt64(preDeclarationId.ToByteArray(), 8)));

    private static async Task<KnownFacts> ReadAsync(
        NpgsqlDataReader reader,
        Filing filing,
        FilingKeys keys,
        CancellationToken cancel
    )
    {
        await reader.NextResultAsync(cancel);
        var former = await reader.ReadAsync(cancel) ? FormerFrom(reader) : null;
        await reader.NextResultAsync(cancel);
        var commodities = await TextsAsync(reader, cancel);
        await reader.NextResultAsync(cancel);
        var suppliers = await TextsAsync(reader, cancel);
        await reader.NextResultAsync(cancel);
        await reader.ReadAsync(cancel);
        var hasLastYear = reader.GetBoolean(0);
        await reader.NextResultAsync(cancel);
        var totals = await TotalsAsync(reader, cancel);
        await reader.NextResultAsync(cancel);
        var peers = await PeersAsync(reader, cancel);
        await reader.NextResultAsync(cancel);
        var revisions = await RevisionsAsync(reader, cancel);

        var history = new ExporterHistory
        {
            LastYear = keys.PeriodYear - 1,
            HasLastYear = hasLastYear,
            CommoditiesLastYear = commodities,
            SuppliersLastYear = suppliers,
            ThisPeriod = Without(former, filing.Period, Total(totals, filing.Period)),
            SamePeriodLastYear = Without(
                former,
                keys.PeriodLastYear,
                Total(totals, keys.PeriodLastYear)
            ),
        };
        return new KnownFacts(
            former,
            history,
            peers,
            revisions[WatchlistSql.RevisionName],
            revisions[RuleSetSql.RevisionName]
        );
    }

    private static PeriodTotal Total(Dictionary<string, PeriodTotal> totals, string period) =>
        totals.GetValueOrDefault(period, PeriodTotal.None);

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
            reader.GetGuid(0),
            reader.GetInt32(1),
            reader.GetString(2),
            reader.GetString(3),
            new PeriodTotal(reader.GetDecimal(4), reader.GetDecimal(5))
        );

    private static async Task<List<string>> TextsAsync(
        NpgsqlDataReader reader,
        CancellationToken cancel
    )
    {
        var texts = new List<string>();
        while (await reader.ReadAsync(cancel))
            texts.Add(reader.GetString(0));
        // The order decides the bytes of the stored facts; the database promises none.
        texts.Sort(StringComparer.Ordinal);
        return texts;
    }

    private static async Task<Dictionary<string, PeriodTotal>> TotalsAsync(
        NpgsqlDataReader reader,
        CancellationToken cancel
    )
    {
        var totals = new Dictionary<string, PeriodTotal>(2, StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel))
            totals[reader.GetString(0)] = new(reader.GetDecimal(1), reader.GetDecimal(2));
        return totals;
    }

    private static async Task<List<PeerPrice>> PeersAsync(
        NpgsqlDataReader reader,
        CancellationToken cancel
    )
    {
        var peers = new List<PeerPrice>();
        while (await reader.ReadAsync(cancel))
            peers.Add(
                new PeerPrice
                {
                    CommodityCode = reader.GetString(0),
                    Unit = reader.GetString(1),
                    Filings = reader.GetInt32(2),
                    MeanUsd = reader.GetDecimal(3),
                    MedianUsd = reader.GetDecimal(4),
                }
            );
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
