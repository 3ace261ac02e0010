using System.Diagnostics;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Batching;
using RebateFlow.Messaging.Outbox;
using RebateFlow.RiskScoring.Filings;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.RiskScoring.Watchlist;
using RebateFlow.ServiceDefaults;

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
    AuthorityClock clock
) : IGroupConsumer<PreDeclarationCleared>
{
    // Above this a message weighs enough to be taken alone.
    private const int LargeBytes = 64 * 1024;

    /// <inheritdoc/>
    public static Guid KeyOf(PreDeclarationCleared message) => message.Filing.PreDeclarationId;

    /// <inheritdoc/>
    public static bool IsLarge(PreDeclarationCleared message) =>
        message.Filing.Content.Length > LargeBytes;

    /// <inheritdoc/>
    public async Task ConsumeAsync(
        MessageGroup<PreDeclarationCleared> group,
        CancellationToken cancel
    )
    {
        var subjects = group
            .Members.Select(member => ScoringSubject.Of(member.Message.Filing))
            .ToList();
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var found = await FactsSql.EnterAndLoadAsync(transaction, group, subjects, cancel);

        var now = clock.Moment;
        var list = await watchlist.GetAsync(found.WatchlistRevision, connection, cancel);
        var ruleSet = await ruleSets.InForceOnAsync(
            now.Day,
            found.RuleSetRevision,
            connection,
            cancel
        );
        var scored = new List<ScoredFiling>(subjects.Count);
        var outgoing = new List<Outgoing<RiskAssessed>>(subjects.Count);
        for (var i = 0; i < subjects.Count; i++)
        {
            var (subject, member) = (subjects[i], group.Members[i]);
            if (found.Filings[i] is not { } known || !known.IsSupersededBy(subject.Filing))
                continue;
            var assessment = Score(subject, known, list, ruleSet, now);
            scored.Add(new ScoredFiling(assessment, subject, known.Former));
            outgoing.Add(member.Then(assessment.ToRiskAssessed(member.Message.ClearedAt)));
        }
        if (scored.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            AssessmentSql.AddAll(batch, scored);
            FilingSql.AddAll(batch, scored);
            outbox.AddAll(batch, outgoing, group.Lane);
            await batch.ExecuteNonQueryAsync(cancel);
        }
        await outbox.CommitAsync(transaction, cancel);
    }

    private static Assessment Score(
        ScoringSubject subject,
        KnownFacts known,
        WatchlistSnapshot list,
        RuleSet ruleSet,
        Moment now
    )
    {
        var started = Stopwatch.GetTimestamp();
        var (filing, content) = (subject.Filing, subject.Content);
        var day = now.Day;
        var hits = list.Match(filing.Declarant, content, day);
        if (ruleSet.On(day).Names is { } names)
            hits = NameHits.AddTo(hits, list.Names, filing.Declarant.Name, content, names, day);
        var assessment = Assessment.Of(filing, content, known, hits, ruleSet, now);
        Telemetry.Scored(assessment, Stopwatch.GetElapsedTime(started));
        return assessment;
    }
}

/// <summary>A filing to be scored, unpacked, with the keys of what is known of it.</summary>
public sealed record ScoringSubject(Filing Filing, FilingContent Content, FilingKeys Keys)
{
    /// <summary>Unpacks a filing.</summary>
    public static ScoringSubject Of(Filing filing)
    {
        var content = Payload.Unpack<FilingContent>(filing.Content);
        return new(filing, content, FilingKeys.Of(filing, content));
    }
}

/// <summary>A new assessment, and the one it supersedes.</summary>
/// <param name="Former">Of an earlier attempt; null without one.</param>
public sealed record ScoredFiling(
    Assessment Assessment,
    ScoringSubject Subject,
    FormerAssessment? Former
)
{
    public FilingKeys Keys => Subject.Keys;
}
