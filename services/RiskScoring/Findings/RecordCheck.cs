using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Approval;
using RebateFlow.Messaging.Inbox;

namespace RebateFlow.RiskScoring.Findings;

/// <summary>
/// A check of a case was closed, or its finding corrected: it is kept, and counted for the rules
/// and entries that hit the filing.
/// </summary>
/// <remarks>An older version of a check than the one that was seen changes nothing.</remarks>
public sealed class RecordCheck(NpgsqlDataSource database) : IConsumer<CaseChecked>
{
    public async Task Consume(ConsumeContext<CaseChecked> context)
    {
        var cancel = context.CancellationToken;
        var told = context.Message;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Inbox.TryEnterAsync(transaction, context, cancel))
            return;

        var known = await CheckFindingSql.FindAsync(transaction, told.CheckId, cancel);
        if (known is null || known.CheckVersion < told.CheckVersion)
        {
            var outcomes = CheckOutcomes.Of(known?.Outcome, told.Kind, told.Outcome);
            await CheckFindingSql.StoreAsync(transaction, told, outcomes, cancel);
        }
        await transaction.CommitAsync(cancel);
    }
}

/// <summary>What the finding of a check counts as. Pure.</summary>
public static class CheckOutcomes
{
    /// <summary>Takes back what was counted before.</summary>
    public const string Undo = "NOT_";

    /// <summary>Outcomes to be counted, in order.</summary>
    /// <param name="before">CLEAN or IRREGULAR as it was counted; null at first.</param>
    /// <param name="kind">Kind of the check.</param>
    /// <param name="now">CLEAN or IRREGULAR.</param>
    public static IReadOnlyList<string> Of(string? before, string kind, string now)
    {
        var group = kind is "SAMPLE_BEFORE" or "SAMPLE_AFTER" ? "RANDOM" : "REVIEW";
        return before is null ? [$"{group}_{now}"]
            : before == now ? []
            : [$"{Undo}{group}_{before}", $"{group}_{now}"];
    }
}
