using System.Text.Json.Nodes;
using RebateFlow.Console.Api;

namespace RebateFlow.Console.Seeding;

/// <summary>Enrols the enterprises of <c>demo/enrolments.json</c> for the green channel.</summary>
public static class EnrolmentSeeding
{
    public static async Task<FeedResult> RunAsync(
        OfficerDesk officers,
        SeedFolder seeds,
        CancellationToken cancel
    )
    {
        var enrolled = await officers.GetEnrolledAsync(cancel);
        var (taken, unchanged) = (0, 0);
        var wanted = JsonNode.Parse(
            await File.ReadAllTextAsync(seeds.Demo("enrolments.json"), cancel)
        )!;
        foreach (var enrolment in wanted.AsArray())
        {
            if (enrolled.Contains(enrolment!["uscc"]!.GetValue<string>()))
            {
                unchanged++;
                continue;
            }
            await officers.EnrolAsync(enrolment.AsObject(), cancel);
            taken++;
        }
        return new FeedResult(taken, unchanged);
    }
}
