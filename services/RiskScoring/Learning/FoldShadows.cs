using Npgsql;
using RebateFlow.Messaging;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.RiskScoring.Simulation;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Learning;

/// <summary>
/// Scores waiting assessments by the drafts in shadow, long after the filings went on, and adds up
/// where they differ: grades, channels by the policy of the day, and each rule.
/// </summary>
public sealed class FoldShadows(
    NpgsqlDataSource database,
    RuleSetCache installed,
    NamesOfList namesOf,
    AuthorityClock clock
)
{
    /// <summary>Takes assessments that wait. Returns how many.</summary>
    public async Task<int> FoldAsync(
        NpgsqlTransaction transaction,
        int limit,
        CancellationToken cancel
    )
    {
        var today = clock.Today;
        var sums = new ShadowSums();
        var drafts = new Dictionary<string, SimulationBase>(StringComparer.Ordinal);
        var stored = new Dictionary<string, RuleSet>(StringComparer.Ordinal);
        var taken = 0;
        await foreach (var row in ShadowSql.TakeAsync(transaction, limit, cancel))
        {
            if (!drafts.TryGetValue(row.Version, out var with))
                drafts[row.Version] = with = await BaseAsync(row.Document, stored, today, cancel);
            var version = row.Filing.RuleSetVersion;
            if (!stored.ContainsKey(version))
                stored[version] = await installed.OfVersionAsync(database, version, cancel);
            var active = RiskScore.FromBytes(Payload.Decompress(row.Result));
            sums.Add(row.Version, active, Simulator.Judge(row.Filing, with));
            taken++;
        }
        if (taken > 0)
            await ShadowSql.AddAsync(transaction, sums, cancel);
        return taken;
    }

    private async Task<SimulationBase> BaseAsync(
        string document,
        Dictionary<string, RuleSet> stored,
        DateOnly today,
        CancellationToken cancel
    )
    {
        var draft = RuleSetReader.ReadStored(document);
        return new SimulationBase(
            draft,
            stored,
            await ChannelPolicySql.InForceOnAsync(database, today, cancel),
            draft.ComparesNames ? await namesOf(cancel) : null,
            today
        );
    }
}
