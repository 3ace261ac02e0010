using System.Globalization;
using System.Text.Json.Nodes;

namespace RebateFlow.Console.Api;

/// <summary>What the officers of the demo do about open tasks before they approve.</summary>
public static class CaseTasks
{
    /// <summary>
    /// What the officer whose turn it is says to close a task; null when the task is another
    /// post's, or closes by itself.
    /// </summary>
    public static JsonObject? Closing(JsonNode task, string post, DateOnly today) =>
        (Text(task, "kind"), post) switch
        {
            ("SELF_INSPECTION", _) => Said("自查表已审阅 The form was read"),
            ("HOLD", "RE_REVIEW" or "APPROVAL") => Said("未见异常，解除 Nothing found, released"),
            ("VISIT", "EVALUATION") => new JsonObject
            {
                ["reason"] = "已实地核查 Visited",
                ["visit"] = new JsonObject
                {
                    ["visitedOn"] = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    ["place"] = "企业注册地 Registered address",
                    ["people"] = "企业办税人员 The exporter's accountant",
                    ["findings"] = "生产经营情况与申报相符 Business agrees with the filing",
                },
            },
            _ => null,
        };

    /// <summary>Answers to every question of a self-inspection form.</summary>
    public static JsonObject FilledIn(JsonNode form) =>
        new()
        {
            ["signedBy"] = "办税员 示例",
            ["answers"] = new JsonArray([
                .. form["questions"]!
                    .AsArray()
                    .Select(question => new JsonObject
                    {
                        ["code"] = Text(question!, "code"),
                        ["answer"] = "YES",
                    }),
            ]),
        };

    private static JsonObject Said(string reason) => new() { ["reason"] = reason };

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
