using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Approval;

namespace RebateFlow.RiskScoring.Filings;

/// <summary>
/// An officer held a case, or a supplier's authority answered with a problem: the hits of its
/// assessment led to something, though the attempt has not ended.
/// </summary>
public sealed class RecordWithholding(NpgsqlDataSource database) : IConsumer<CaseWithheld>
{
    public Task Consume(ConsumeContext<CaseWithheld> context) =>
        FindingSql.RecordAsync(database, context, context.Message);
}
