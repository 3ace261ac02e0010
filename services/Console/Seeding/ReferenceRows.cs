using System.Text.Json.Nodes;
using nietras.SeparatedValues;

namespace RebateFlow.Console.Seeding;

/// <summary>Reference tables as rows of the feeds that take them.</summary>
public static class ReferenceRows
{
    /// <summary>
    /// Version of every row. Raise it when a row of the tables changes, or services keep the old
    /// one.
    /// </summary>
    private const long Version = 1;

    public static IReadOnlyList<JsonObject> RateLibrary(SeedFolder seeds)
    {
        using var table = Open(seeds.Reference("rebate_rates.csv"));
        var rows = new List<JsonObject>();
        foreach (var row in table)
        {
            var rates = row["vat_rates"].ToString().Split('|');
            rows.Add(
                new JsonObject
                {
                    ["code"] = row["code"].ToString(),
                    ["name"] = row["name"].ToString(),
                    ["unit1"] = row["unit1"].ToString(),
                    ["unit2"] = Optional(row["unit2"].ToString()),
                    ["vatRates"] = new JsonArray([.. rates.Select(rate => JsonValue.Create(rate))]),
                    ["rebateRate"] = row["rebate_rate"].ToString(),
                    ["specialFlag"] = row["special_flag"].ToString(),
                    ["validFrom"] = row["valid_from"].ToString(),
                    ["validTo"] = Optional(row["valid_to"].ToString()),
                    ["version"] = Version,
                }
            );
        }
        return rows;
    }

    public static IReadOnlyList<JsonObject> ExchangeRates(SeedFolder seeds)
    {
        using var table = Open(seeds.Reference("exchange_rates.csv"));
        var rows = new List<JsonObject>();
        foreach (var row in table)
        {
            rows.Add(
                new JsonObject
                {
                    ["currency"] = row["currency"].ToString(),
                    ["month"] = row["month"].ToString(),
                    ["cnyPerUnit"] = row["cny_per_unit"].ToString(),
                    ["version"] = Version,
                }
            );
        }
        return rows;
    }

    /// <summary>Opens one of our CSV files: comma, header row, quotes removed.</summary>
    public static SepReader Open(string file) =>
        Sep.New(',').Reader(options => options with { Unescape = true }).FromFile(file);

    private static JsonNode? Optional(string text) => text.Length == 0 ? null : text;
}
