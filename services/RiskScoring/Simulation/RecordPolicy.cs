using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Approval;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>Keeps the green-channel policy, by which channels are forecast.</summary>
/// <remarks>
/// A version is told more than once and never changes, so no inbox is needed. A message from before
/// the document was added to it is left: Approval tells of every version again at its next start.
/// </remarks>
public sealed class RecordPolicy(NpgsqlDataSource database) : IConsumer<GreenChannelPolicyChanged>
{
    public Task Consume(ConsumeContext<GreenChannelPolicyChanged> context) =>
        context.Message.Document is null
            ? Task.CompletedTask
            : ChannelPolicySql.RecordAsync(database, context.Message, context.CancellationToken);
}

/// <summary>Keeps who is enrolled; an older version changes nothing.</summary>
public sealed class RecordEnrolment(NpgsqlDataSource database)
    : IConsumer<GreenChannelEnrolmentChanged>
{
    public Task Consume(ConsumeContext<GreenChannelEnrolmentChanged> context) =>
        ChannelPolicySql.RecordAsync(database, context.Message, context.CancellationToken);
}
