using Npgsql;
using RebateFlow.Messaging.Batching;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>What filings add to the history of their exporters, beside the totals.</summary>
public static class ExporterHistorySql
{
    private const string InsertCommoditiesSql = """
        INSERT INTO exporter_commodity (uscc, year, hs8, pre_declaration_id, rate_percent)
        SELECT * FROM unnest($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING
        """;

    private const string InsertSuppliersSql = """
        INSERT INTO exporter_supplier (uscc, year, supplier_tax_id, pre_declaration_id)
        SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT DO NOTHING
        """;

    private const string AddPersonsSql = """
        INSERT INTO exporter_person (uscc, legal_person, first_seen)
        SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Adds the statements, each in key order, so that none deadlock.</summary>
    public static void AddAll(NpgsqlBatch batch, IReadOnlyList<ScoredFiling> scored)
    {
        AddCommodities(batch, scored);
        AddSuppliers(batch, scored);
        AddPersons(batch, scored);
    }

    private static void AddCommodities(NpgsqlBatch batch, IReadOnlyList<ScoredFiling> scored)
    {
        var rows = RowsOf(scored, keys => keys.Hs8Years.Zip(keys.Hs8, keys.Hs8Rates));
        if (rows.Length == 0)
            return;
        batch.Add(
            InsertCommoditiesSql,
            Value(Array.ConvertAll(rows, row => row.Uscc)),
            Value(Array.ConvertAll(rows, row => row.Year)),
            Value(Array.ConvertAll(rows, row => row.Text)),
            Value(Array.ConvertAll(rows, row => row.Id)),
            Value(Array.ConvertAll(rows, row => row.Rate))
        );
    }

    private static void AddSuppliers(NpgsqlBatch batch, IReadOnlyList<ScoredFiling> scored)
    {
        var rows = RowsOf(
            scored,
            keys =>
                keys.SupplierYears.Zip(keys.Suppliers).Select(key => (key.First, key.Second, 0m))
        );
        if (rows.Length == 0)
            return;
        batch.Add(
            InsertSuppliersSql,
            Value(Array.ConvertAll(rows, row => row.Uscc)),
            Value(Array.ConvertAll(rows, row => row.Year)),
            Value(Array.ConvertAll(rows, row => row.Text)),
            Value(Array.ConvertAll(rows, row => row.Id))
        );
    }

    private static void AddPersons(NpgsqlBatch batch, IReadOnlyList<ScoredFiling> scored)
    {
        var rows = scored
            .Select(one => one.Assessment)
            .Where(one => one.Filing.Declarant.LegalPerson.Length > 0)
            .Where(one => one.Background.History.LegalPersonSince is null)
            .Select(one => (one.Filing.Declarant.Uscc, one.Filing.Declarant.LegalPerson, one))
            .DistinctBy(row => (row.Uscc, row.LegalPerson))
            .OrderBy(row => row.Uscc, StringComparer.Ordinal)
            .ThenBy(row => row.LegalPerson, StringComparer.Ordinal)
            .ToArray();
        if (rows.Length == 0)
            return;
        batch.Add(
            AddPersonsSql,
            Value(Array.ConvertAll(rows, row => row.Uscc)),
            Value(Array.ConvertAll(rows, row => row.LegalPerson)),
            Value(Array.ConvertAll(rows, row => row.one.Background.AssessedOn))
        );
    }

    /// <summary>What exporters dealt in or with, in key order, so that none deadlock.</summary>
    private static (string Uscc, short Year, string Text, Guid Id, decimal Rate)[] RowsOf(
        IReadOnlyList<ScoredFiling> scored,
        Func<FilingKeys, IEnumerable<(short Year, string Text, decimal Rate)>> keysOf
    ) =>
        [
            .. scored
                .SelectMany(one =>
                    keysOf(one.Keys)
                        .Select(key =>
                            (
                                one.Keys.Uscc,
                                key.Year,
                                key.Text,
                                one.Assessment.Filing.PreDeclarationId,
                                key.Rate
                            )
                        )
                )
                .OrderBy(row => row.Uscc, StringComparer.Ordinal)
                .ThenBy(row => row.Year)
                .ThenBy(row => row.Text, StringComparer.Ordinal),
        ];
}
