using Npgsql;
using RebateFlow.RiskScoring.Peers;
using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>Reads the rows that <see cref="FactsSql"/> asks for.</summary>
internal static class FoundRows
{
    public static FilingRow FilingFrom(NpgsqlDataReader reader) =>
        new(
            reader.GetBoolean(0),
            reader.IsDBNull(1)
                ? null
                : new(
                    reader.GetGuid(1),
                    reader.GetInt32(2),
                    reader.GetString(3),
                    reader.GetString(4),
                    TotalFrom(reader, 5)
                ),
            reader.IsDBNull(10) ? null : reader.GetFieldValue<DateOnly>(10),
            reader.IsDBNull(11) ? null : reader.GetString(11)
        );

    public static PeriodTotal TotalFrom(NpgsqlDataReader reader, int first) =>
        new(
            reader.GetDecimal(first),
            reader.GetDecimal(first + 1),
            reader.GetDecimal(first + 2),
            reader.GetInt32(first + 3),
            reader.GetInt32(first + 4)
        );

    // The order of what follows decides the bytes of the stored facts; the database promises none.
    public static async Task<ILookup<int, CommodityRow>> CommoditiesAsync(
        NpgsqlDataReader reader,
        CancellationToken cancel
    )
    {
        var rows = new List<CommodityRow>();
        while (await reader.ReadAsync(cancel))
        {
            var hs8 = reader.GetString(1);
            var neighbour = reader.IsDBNull(3)
                ? null
                : new CheaperNeighbour(hs8, reader.GetString(3), reader.GetDecimal(4));
            rows.Add(new(reader.GetInt32(0), hs8, reader.GetBoolean(2), neighbour));
        }
        rows.Sort((one, other) => string.CompareOrdinal(one.Hs8, other.Hs8));
        return rows.ToLookup(row => row.Number);
    }

    public static async Task<ILookup<int, string>> SuppliersAsync(
        NpgsqlDataReader reader,
        CancellationToken cancel
    )
    {
        var texts = new List<(int Number, string Text)>();
        while (await reader.ReadAsync(cancel))
            texts.Add((reader.GetInt32(0), reader.GetString(1)));
        texts.Sort((one, other) => string.CompareOrdinal(one.Text, other.Text));
        return texts.ToLookup(text => text.Number, text => text.Text);
    }

    public static async Task<Dictionary<(int, string), PeriodTotal>> TotalsAsync(
        NpgsqlDataReader reader,
        CancellationToken cancel
    )
    {
        var totals = new Dictionary<(int, string), PeriodTotal>();
        while (await reader.ReadAsync(cancel))
            totals[(reader.GetInt32(0), reader.GetString(1))] = TotalFrom(reader, 2);
        return totals;
    }

    public static async Task<ILookup<int, PeerPrice>> PeersAsync(
        NpgsqlDataReader reader,
        CancellationToken cancel
    )
    {
        var peers = new List<(int Number, PeerPrice Peer)>();
        while (await reader.ReadAsync(cancel))
        {
            var price = PriceSummary.Of(
                BucketCount
                    .Parse(reader.GetString(3), 1)
                    .Concat(BucketCount.Parse(reader.GetString(4), -1))
            );
            if (price.Filings == 0)
                continue;
            var peer = new PeerPrice
            {
                CommodityCode = reader.GetString(1),
                Unit = reader.GetString(2),
                Filings = price.Filings,
                MeanUsd = price.MeanUsd,
                MedianUsd = price.MedianUsd,
                MadUsd = price.MadUsd,
            };
            peers.Add((reader.GetInt32(0), peer));
        }
        return peers
            .OrderBy(row => row.Peer.CommodityCode, StringComparer.Ordinal)
            .ThenBy(row => row.Peer.Unit, StringComparer.Ordinal)
            .ToLookup(row => row.Number, row => row.Peer);
    }

    public sealed record FilingRow(
        bool HasLastYear,
        FormerAssessment? Former,
        DateOnly? PersonSince,
        string? FormerPerson
    );

    public sealed record CommodityRow(
        int Number,
        string Hs8,
        bool IsKnown,
        CheaperNeighbour? Neighbour
    );
}
