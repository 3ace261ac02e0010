using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Intake;

namespace RebateFlow.RiskScoring.Filings;

/// <summary>
/// The exporter took a pre-declaration back: its attempts up to that one have ended, also one that
/// is still on its way here.
/// </summary>
public sealed class RecordWithdrawal(NpgsqlDataSource database) : IConsumer<PreDeclarationWithdrawn>
{
    public Task Consume(ConsumeContext<PreDeclarationWithdrawn> context) =>
        FilingSql.EndAsync(database, context, AttemptEnd.Of(context.Message));
}
