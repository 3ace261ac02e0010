using Npgsql;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>Runs simulations and keeps the last run of each rule set.</summary>
public sealed class SimulationRuns(
    NpgsqlDataSource database,
    NamesOfList names,
    AuthorityClock clock
)
{
    /// <summary>Tries a set; null when there is none of that version.</summary>
    /// <remarks>
    /// One transaction: a run that is broken off leaves the run before it as it was.
    /// </remarks>
    public async Task<SimulationResult?> RunAsync(
        string version,
        (DateTimeOffset From, DateTimeOffset To) range,
        int listed,
        (string By, DateTimeOffset At) actor,
        CancellationToken cancel
    )
    {
        if (await RuleSetSql.FindAnyAsync(database, version, cancel) is not { } document)
            return null;
        var today = clock.DayOf(actor.At);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var with = await BaseAsync(transaction, document, today, cancel);
        var id = Guid.CreateVersion7(actor.At);
        SimulationResult result;
        await using (var writer = await SimulationRunSql.BeginFilingsAsync(connection, cancel))
        {
            result = await SimulateRuleSet.RunAsync(
                SimulationSql.FilingsAsync(database, range, cancel),
                with,
                listed,
                filing => SimulationRunSql.WriteAsync(writer, id, filing, cancel),
                cancel
            );
            await writer.CompleteAsync(cancel);
        }
        result = result with { Id = id };
        await SimulationRunSql.StoreAsync(transaction, result, range, actor, cancel);
        await transaction.CommitAsync(cancel);
        return result;
    }

    private async Task<SimulationBase> BaseAsync(
        NpgsqlTransaction transaction,
        string document,
        DateOnly today,
        CancellationToken cancel
    )
    {
        var ruleSet = RuleSetReader.ReadStored(document);
        var stored = await RuleSetSql.DocumentsAsync(transaction, cancel);
        return new SimulationBase(
            ruleSet,
            stored.Select(RuleSetReader.ReadStored).ToDictionary(set => set.Version),
            await ChannelPolicySql.InForceOnAsync(database, today, cancel),
            ruleSet.ComparesNames ? await names(cancel) : null,
            today
        );
    }
}
