using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.GreenChannel;

namespace RebateFlow.Approval.Policies;

/// <summary>
/// Decides past cases once more by a draft, from the facts their own decision saw.
/// </summary>
public static class SimulatePolicy
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="From">First day of opening; a year ago without it.</param>
    /// <param name="To">Last day of opening; today without it.</param>
    public sealed record Request(DateOnly? From = null, DateOnly? To = null);

    /// <returns>Null when the days make no sense.</returns>
    public static (DateOnly From, DateOnly To)? Read(Request request, DateOnly today)
    {
        var to = request.To ?? today;
        var from = request.From ?? to.AddYears(-1).AddDays(1);
        return from > to || to > today || to.DayNumber - from.DayNumber > 365 ? null : (from, to);
    }

    /// <returns>The <see cref="SimulationResult"/> as JSON.</returns>
    public static async Task<string> RunAsync(
        NpgsqlTransaction transaction,
        PolicyDraft draft,
        Reference reference,
        (DateOnly From, DateOnly To) days
    )
    {
        var simulation = new PolicySimulation(
            ChannelPolicy.From(draft.Policy),
            reference.ChannelPolicyOn
        );
        await foreach (var past in PastCaseSql.ListAsync(transaction, days.From, days.To))
            simulation.Take(past);
        return JsonSerializer.Serialize(simulation.Result(days.From, days.To), Json);
    }
}
