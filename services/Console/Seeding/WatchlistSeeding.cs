using System.Text.Json.Nodes;
using RebateFlow.Console.Api;

namespace RebateFlow.Console.Seeding;

/// <summary>
/// Puts the entries of <c>watchlist.csv</c> on the list: one client drafts, another approves.
/// </summary>
public static class WatchlistSeeding
{
    public static async Task<FeedResult> RunAsync(
        RiskApi risk,
        SeedFolder seeds,
        CancellationToken cancel
    )
    {
        var known = await risk.GetEntriesAsync(cancel);
        var (taken, unchanged) = (0, 0);
        foreach (var content in Read(seeds))
        {
            var entry =
                known.GetValueOrDefault(RiskApi.KeyOf(content))
                ?? await risk.DraftAsync(content, cancel);
            if (entry["pending"] is null)
            {
                unchanged++;
                continue;
            }
            await risk.ApproveAsync(entry, cancel);
            taken++;
        }
        return new FeedResult(taken, unchanged);
    }

    private static List<JsonObject> Read(SeedFolder seeds)
    {
        using var table = ReferenceRows.Open(seeds.Reference("watchlist.csv"));
        var entries = new List<JsonObject>();
        foreach (var row in table)
        {
            var validTo = row["valid_to"].ToString();
            entries.Add(
                new JsonObject
                {
                    ["kind"] = row["kind"].ToString(),
                    ["key"] = row["key"].ToString(),
                    ["name"] = row["name_zh"].ToString(),
                    ["level"] = int.Parse(row["level"].Span),
                    ["reason"] = $"{row["reason_zh"]} {row["reason_en"]}",
                    ["authority"] = row["authority"].ToString(),
                    ["document"] = row["document"].ToString(),
                    ["evidence"] = "",
                    ["validFrom"] = row["valid_from"].ToString(),
                    ["validTo"] = validTo.Length == 0 ? null : validTo,
                }
            );
        }
        return entries;
    }
}
