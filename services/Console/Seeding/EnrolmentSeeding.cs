using System.Text.Json.Nodes;
using RebateFlow.Console.Api;

namespace RebateFlow.Console.Seeding;

/// <summary>
/// Enrols the enterprises of <c>demo/enrolments.json</c> for the green channel: one client drafts,
/// another approves. What a person drafted, ended or declined stays as it is.
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

    /// <returns>False when somebody has dealt with the enterprise already.</returns>
    private static async Task<bool> EnrolAsync(
        PolicyApi policy,
        JsonObject wanted,
        CancellationToken cancel
    )
    {
        var uscc = wanted["uscc"]!.GetValue<string>();
        var known = await policy.GetEnrolmentsAsync(uscc, cancel);
        var draft = known.Count switch
        {
            0 => await policy.DraftAsync(wanted, $"seed-{uscc}-0", cancel),
            1 when IsOwnDraft(known[0], wanted) => known[0],
            _ => null,
        };
        return draft is not null && await policy.TryApproveAsync(draft, cancel);
    }

    /// <summary>A draft that says exactly what is wanted.</summary>
    private static bool IsOwnDraft(JsonObject draft, JsonObject wanted) =>
        draft["state"]!.GetValue<string>() == "DRAFT"
        && draft["appliedBy"] is null
        && wanted.All(member => JsonNode.DeepEquals(member.Value, draft[member.Key]));
}
