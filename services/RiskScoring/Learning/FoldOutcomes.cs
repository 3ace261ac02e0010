using System.Text.Json.Serialization;
using Npgsql;
using RebateFlow.Messaging;
using RebateFlow.Primitives;
using RebateFlow.RiskScoring.Findings;
using RebateFlow.RiskScoring.Simulation;

namespace RebateFlow.RiskScoring.Learning;

/// <summary>How the hits of a rule or an entry ended.</summary>
/// <param name="Kind">RULE or ENTRY.</param>
/// <param name="Subject">Id of the rule, or kind and key of the entry.</param>
/// <param name="Judged">
/// Hits on filings that were decided or checked, or whose letter came back with a problem.
/// </param>
/// <param name="Decided">Hits on filings that an officer decided.</param>
/// <param name="Rejected">Those that were rejected.</param>
/// <param name="Returned">Those that went back to the exporter.</param>
/// <param name="Held">Hits on filings that officers held: suspicions that confirm nothing.</param>
/// <param name="ProblemLetters">Those whose letter came back with a problem.</param>
/// <param name="RandomChecks">Those that were drawn by chance alone and checked.</param>
/// <param name="RandomIrregular">Those of them in which the check found something.</param>
/// <param name="ReviewIrregular">Those in which a re-review found something.</param>
/// <param name="Confirmed">
/// Rejected, with a problem letter or with something that a check found, each filing once.
/// </param>
/// <param name="RejectedRebateCny">Rebate of the rejected ones, CNY yuan.</param>
/// <param name="ConfirmedRebateCny">Rebate of the confirmed ones, CNY yuan.</param>
public sealed record HitPrecision(
    string Kind,
    string Subject,
    long Judged,
    long Decided,
    long Rejected,
    long Returned,
    long Held,
    long ProblemLetters,
    long RandomChecks,
    long RandomIrregular,
    long ReviewIrregular,
    long Confirmed,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal RejectedRebateCny,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal ConfirmedRebateCny
)
{
    /// <summary>Share of the judged hits that were confirmed, percent, one decimal.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public decimal PrecisionPercent =>
        Judged == 0 ? 0 : decimal.Round(Confirmed * 100m / Judged, 1);
}

/// <summary>
/// Counts in the background what decisions say of rules and entries, and what drafts in shadow say
/// of filings. Scoring and decisions only note that there is something to count.
/// </summary>
public sealed class FoldOutcomes(
    NpgsqlDataSource database,
    FoldShadows shadows,
    TimeProvider clock,
    ILogger<FoldOutcomes> log
) : PeriodicWork(clock, log)
{
    private const int BatchSize = 500;

    // One instance counts at a time; the number only has to be ours.
    private const long Counting = 7_002_009;

    /// <inheritdoc/>
    protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    /// <summary>Counts all that waits.</summary>
    public async Task FoldAllAsync(CancellationToken cancel)
    {
        while (await FoldOnceAsync(cancel) > 0)
            cancel.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    protected override Task WorkAsync(CancellationToken cancel) => FoldAllAsync(cancel);

    private async Task<int> FoldOnceAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await AdvisoryLock.TryTakeAsync(transaction, Counting, cancel))
            return 0;
        var taken =
            await FoldSql.FoldOutcomesAsync(transaction, BatchSize, cancel)
            + await shadows.FoldAsync(transaction, BatchSize, cancel);
        await transaction.CommitAsync(cancel);
        return taken;
    }
}

/// <summary>How good rules and entries are, by what officers decided.</summary>
public static class ShowPrecision
{
    /// <param name="Random">
    /// All checks that chance alone drew; those that stand behind a figure are its own.
    /// </param>
    /// <param name="Items">Rules first, then entries.</param>
    public sealed record Page(RandomChecks Random, IReadOnlyList<HitPrecision> Items);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/rule-precision", HandleAsync)
            .RequireAuthorization(RiskReaders.Policy)
            .Produces<Page>()
            .WithSummary("Show how the hits of rules and entries ended");

    /// <summary>Registers the counting.</summary>
    public static void AddLearning(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SimulationRuns>();
        builder.Services.AddSingleton<FoldShadows>();
        builder.Services.AddSingleton<FoldOutcomes>();
        builder.Services.AddHostedService(services => services.GetRequiredService<FoldOutcomes>());
    }

    private static async Task<IResult> HandleAsync(
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return TypedResults.Ok(
            new Page(
                await CheckFindingSql.SumAsync(connection, cancel),
                await PrecisionSql.ListAsync(database, cancel)
            )
        );
    }
}
