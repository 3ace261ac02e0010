using System.Collections.Concurrent;
using Dapper;
using MassTransit;
using Npgsql;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Batching;
using RebateFlow.Messaging.Inbox;
using RebateFlow.Messaging.Outbox;

namespace RebateFlow.Integration.Tests.Messaging;

/// <summary>A message of these tests, so that the kernel can be tried without a service.</summary>
[MessageUrn("rebateflow:test:ping:v1")]
[EntityName("rebateflow.test.ping.v1")]
public sealed record Ping
{
    public required int No { get; init; }
}

/// <summary>What the consumer should do before it records a ping; tests set it.</summary>
public sealed class PingBehaviour
{
    /// <summary>Every delivery that reached the consumer, the repeated ones included.</summary>
    public ConcurrentQueue<(int No, Guid MessageId, string TraceId)> Deliveries { get; } = [];

    /// <summary>The numbers of every group that a group consumer was given.</summary>
    public ConcurrentQueue<int[]> Groups { get; } = [];

    public Func<Ping, string, Task> BeforeEffect { get; set; } = (_, _) => Task.CompletedTask;
}

/// <summary>The same for the pings that wait at the same time.</summary>
public sealed class RecordPings(NpgsqlDataSource database, Outbox outbox, PingBehaviour behaviour)
    : IGroupConsumer<Ping>
{
    // Two pings of one number are about the same thing.
    public static Guid KeyOf(Ping message) => new(message.No, 0, 0, new byte[8]);

    public static bool IsLarge(Ping message) => message.No > 1_000;

    public async Task ConsumeAsync(MessageGroup<Ping> group, CancellationToken cancel)
    {
        behaviour.Groups.Enqueue([.. group.Members.Select(member => member.Message.No)]);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection, transaction);
        group.Enter(batch);
        IReadOnlyList<GroupMember<Ping>> entered;
        await using (var reader = await batch.ExecuteReaderAsync(cancel))
            entered = await group.ReadEnteredAsync(reader, cancel);
        foreach (var member in entered)
        {
            var trace = member.Activity?.TraceId.ToString() ?? "";
            behaviour.Deliveries.Enqueue((member.Message.No, member.MessageId, trace));
            await behaviour.BeforeEffect(member.Message, group.Lane);
            await connection.ExecuteAsync(
                "INSERT INTO effect VALUES (@No, @Lane)",
                new { member.Message.No, group.Lane },
                transaction
            );
        }
        await outbox.CommitAsync(transaction, cancel);
    }
}

/// <summary>
/// Records each ping as a row, as any consumer of the product records its effect.
/// </summary>
public sealed class RecordPing(NpgsqlDataSource database, Outbox outbox, PingBehaviour behaviour)
    : IConsumer<Ping>
{
    public const string CreateTable = "CREATE TABLE effect (no integer, lane text)";

    public async Task Consume(ConsumeContext<Ping> context)
    {
        var trace = System.Diagnostics.Activity.Current?.TraceId.ToString() ?? "";
        behaviour.Deliveries.Enqueue((context.Message.No, context.MessageId!.Value, trace));
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (!await Inbox.TryEnterAsync(transaction, context, default))
            return;

        await behaviour.BeforeEffect(context.Message, context.Lane());
        await connection.ExecuteAsync(
            "INSERT INTO effect VALUES (@No, @Lane)",
            new { context.Message.No, Lane = context.Lane() },
            transaction
        );
        await outbox.CommitAsync(transaction, default);
    }
}
