using System.Text.Json.Nodes;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>Rule sets to be drafted.</summary>
public static class RuleSetDrafts
{
    /// <summary>The set in force with another version and first day, and a condition of
    /// 90.</summary>
    public static JsonNode Of(string version, string from, string expression)
    {
        var set = Plain(version, from);
        var points = set["rules"]!["RI-06"]!["points"]!.DeepClone();
        points[0]!["value"] = 90;
        set["conditions"] = new JsonArray(
            new JsonObject
            {
                ["id"] = "CC-01",
                ["phraseZh"] = "测试条件",
                ["phraseEn"] = "Condition of a test",
                ["expression"] = expression,
                ["points"] = points,
            }
        );
        return set;
    }

    /// <summary>The set in force with another version and first day, which compares
    /// names.</summary>
    public static JsonNode ComparingNames(string version, string from, int likeness)
    {
        var set = Plain(version, from);
        set["rules"]!["RI-09"]!["nameLikeness"]![0]!["value"] = likeness;
        return set;
    }

    private static JsonNode Plain(string version, string from)
    {
        var path = Path.Combine(RepositoryRoot(), "seeds/rule-sets/2026-04-10.json");
        var set = JsonNode.Parse(File.ReadAllText(path))!;
        (set["version"], set["from"]) = (version, from);
        return set;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RebateFlow.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
