using System.Text.Json.Nodes;
using RebateFlow.Console.Api;

namespace RebateFlow.Console.Seeding;

/// <summary>
/// Puts the entries of <c>watchlist.csv</c> on the list: one client drafts, another approves. What
/// a person drafted, revised, ended or refused stays as it is.
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
            var own = known.TryGetValue(RiskApi.KeyOf(content), out var entry)
                ? (IsOwnDraft(entry, content) ? entry : null)
                : await risk.DraftAsync(content, cancel);
            if (own is not null && await risk.TryApproveAsync(own, cancel))
                taken++;
            else
                unchanged++;
        }
        return new FeedResult(taken, unchanged);
    }

    /// <summary>A new entry that says exactly what the row says and was never approved.</summary>
    private static bool IsOwnDraft(JsonObject entry, JsonObject row) =>
        entry["approved"] is null
        && entry["pending"] is JsonObject pending
        && pending["change"]!.GetValue<string>() == "ADD"
        && row.All(member => JsonNode.DeepEquals(member.Value, pending["content"]![member.Key]));

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
