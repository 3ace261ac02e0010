using System.Diagnostics;
using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;
using RebateFlow.RiskScoring.Filings;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.RiskScoring.Watchlist;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>
/// Scores a pre-declaration that cleared and tells Approval. An attempt that is not newer than the
/// one assessed changes nothing.
/// </summary>
public sealed class ScorePreDeclaration(
    NpgsqlDataSource database,
    Outbox outbox,
    WatchlistCache watchlist,
    RuleSetCache ruleSets,
    TimeProvider clock
) : IConsumer<PreDeclarationCleared>
{
    public async Task Consume(ConsumeContext<PreDeclarationCleared> context)
    {
        var cancel = context.CancellationToken;
        var filing = context.Message.Filing;
        var content = Payload.Unpack<FilingContent>(filing.Content);
        var keys = FilingKeys.Of(filing, content);

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var known = await FactsSql.EnterAndLoadAsync(transaction, context, filing, keys);
        if (known is null)
            return;
        if (known.Former?.AttemptNo >= filing.AttemptNo)
        {
            await transaction.CommitAsync(cancel);
            return;
        }

        var now = clock.GetUtcMicrosecond();
        var day = BusinessDay.Of(now);
        var list = await watchlist.GetAsync(known.WatchlistRevision, connection, cancel);
        var ruleSet = await ruleSets.InForceOnAsync(day, known.RuleSetRevision, connection, cancel);
        var started = Stopwatch.GetTimestamp();
        var hits = list.Match(filing.Declarant, content, day);
        var assessment = Assessment.Of(filing, content, known, hits, ruleSet, now);
        Telemetry.Scored(assessment, Stopwatch.GetElapsedTime(started));

        await using var batch = new NpgsqlBatch(connection, transaction);
        AssessmentSql.AddTo(batch, assessment, keys, known.Former);
        FilingSql.AddTo(batch, assessment, WatchedValues.Of(filing.Declarant, content));
        outbox.Add(batch, assessment.ToRiskAssessed(), context.Lane());
        await batch.ExecuteNonQueryAsync(cancel);
        await outbox.CommitAsync(transaction, cancel);
    }
}
