using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Approval;

namespace RebateFlow.RiskScoring.Filings;

/// <summary>
/// An officer decided: the attempt has ended, and what its assessment said can be compared with the
/// decision.
/// </summary>
public sealed class RecordDecision(NpgsqlDataSource database) : IConsumer<CaseDecided>
{
    public Task Consume(ConsumeContext<CaseDecided> context) =>
        FilingSql.EndAsync(database, context, AttemptEnd.Of(context.Message));
}
