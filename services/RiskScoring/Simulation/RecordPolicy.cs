using MassTransit;
using Npgsql;
using RebateFlow.Contracts.Approval;

namespace RebateFlow.RiskScoring.Simulation;

/// <summary>Keeps the limits of the green-channel policy, by which channels are forecast.</summary>
/// <remarks>A version is told more than once and never changes, so no inbox is needed.</remarks>
public sealed class RecordPolicy(NpgsqlDataSource database) : IConsumer<GreenChannelPolicyChanged>
{
    public Task Consume(ConsumeContext<GreenChannelPolicyChanged> context) =>
        ChannelLimitsSql.RecordAsync(database, context.Message, context.CancellationToken);
}

/// <summary>Keeps who is enrolled; an older version changes nothing.</summary>
public sealed class RecordEnrolment(NpgsqlDataSource database)
    : IConsumer<GreenChannelEnrolmentChanged>
{
    public Task Consume(ConsumeContext<GreenChannelEnrolmentChanged> context) =>
        ChannelLimitsSql.RecordAsync(database, context.Message, context.CancellationToken);
}
