using System.Text.Json.Nodes;
using RebateFlow.Console.Api;

namespace RebateFlow.Console.Seeding;

/// <summary>
/// Enrols the enterprises of <c>demo/enrolments.json</c> for the green channel: one client drafts,
/// another approves.
/// </summary>
public static class EnrolmentSeeding
{
    public static async Task<FeedResult> RunAsync(
        PolicyApi policy,
        SeedFolder seeds,
        CancellationToken cancel
    )
    {
        var text = await File.ReadAllTextAsync(seeds.Demo("enrolments.json"), cancel);
        var (taken, unchanged) = (0, 0);
        foreach (var wanted in JsonNode.Parse(text)!.AsArray())
        {
            if (await EnrolAsync(policy, wanted!.AsObject(), cancel))
                taken++;
            else
                unchanged++;
        }
        return new FeedResult(taken, unchanged);
    }

    /// <returns>False when the enterprise is enrolled already.</returns>
    private static async Task<bool> EnrolAsync(
        PolicyApi policy,
        JsonObject wanted,
        CancellationToken cancel
    )
    {
        var uscc = wanted["uscc"]!.GetValue<string>();
        var known = await policy.GetEnrolmentsAsync(uscc, cancel);
        if (known.Any(one => State(one) == "LIVE"))
            return false;
        var draft =
            known.FirstOrDefault(one => State(one) == "DRAFT")
            ?? await policy.DraftAsync(wanted, $"seed-{uscc}-{known.Count}", cancel);
        await policy.ApproveAsync(draft, cancel);
        return true;
    }

    private static string State(JsonObject enrolment) => enrolment["state"]!.GetValue<string>();
}
