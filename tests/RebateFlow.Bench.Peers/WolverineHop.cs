using JasperFx.CodeGeneration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;
using Wolverine.Postgresql;
using Wolverine.RabbitMQ;
using Wolverine.RabbitMQ.Internal;
using Wolverine.RDBMS;
using Wolverine.Runtime;

namespace RebateFlow.Bench.Peers;

/// <summary>
/// The durable hop in Wolverine: a transaction stores a message in its outbox, its relay publishes
/// it with tracked confirms to a quorum queue, a handler commits its effect with its inbox.
/// </summary>
internal sealed class WolverineHop(IServiceProvider services, NpgsqlDataSource source)
{
    private const string Queue = "bench-peer";
    private static readonly string[] reasons = [.. Enumerable.Range(0, 64).Select(_ => Reason())];
    private readonly IWolverineRuntime runtime = services.GetRequiredService<IWolverineRuntime>();

    /// <param name="form">
    /// <c>wolverine</c>: one handler call a message, effect and inbox mark in one transaction.
    /// <c>wolverine-batch</c>: one call for up to 250, the mark outside of its transaction.
    /// </param>
    public static void Configure(
        WolverineOptions options,
        NpgsqlDataSource source,
        Uri broker,
        string form
    )
    {
        var isBatch = form switch
        {
            "wolverine" => false,
            "wolverine-batch" => true,
            _ => throw new ArgumentException($"There is no peer '{form}'."),
        };
        options.Durability.Mode = DurabilityMode.Solo;
        options.CodeGeneration.TypeLoadMode = TypeLoadMode.Dynamic;
        options.PersistMessagesWithPostgresql(source, "peer");
        options
            .UseRabbitMq(broker)
            .ConfigureChannelCreation(channel =>
            {
                channel.PublisherConfirmationsEnabled = true;
                channel.PublisherConfirmationTrackingEnabled = true;
            })
            .AutoProvision();
        options.PublishMessage<Withdrawn>().ToRabbitQueue(Queue).UseDurableOutbox();
        var listener = options
            .ListenToRabbitQueue(Queue, queue => queue.QueueType = QueueType.quorum)
            .ListenerCount(1)
            .UseDurableInbox();
        options.Discovery.DisableConventionalDiscovery();
        if (isBatch)
        {
            options.Discovery.IncludeType<BatchHandler>();
            listener.PreFetchCount(500);
            options.BatchMessagesOf<Withdrawn>(batch =>
            {
                batch.BatchSize = 250;
                batch.TriggerTime = TimeSpan.FromMilliseconds(20);
            });
        }
        else
        {
            options.Discovery.IncludeType<MessageHandler>();
            listener.PreFetchCount(100).MaximumParallelMessages(8);
        }
    }

    /// <summary>Publishes in transactions of one message each.</summary>
    public Task SendAsync(int messages, int publishers)
    {
        var left = messages;
        var store = (IMessageDatabase)runtime.Storage;
        return Task.WhenAll(
            Enumerable
                .Range(0, publishers)
                .Select(async _ =>
                {
                    while (Interlocked.Decrement(ref left) >= 0)
                    {
                        await using var connection = await source.OpenConnectionAsync();
                        await using var transaction = await connection.BeginTransactionAsync();
                        var context = new MessageContext(runtime);
                        await context.EnlistInOutboxAsync(
                            new DatabaseEnvelopeTransaction(store, transaction)
                        );
                        await context.PublishAsync(Message());
                        await transaction.CommitAsync();
                        await context.FlushOutgoingMessagesAsync();
                    }
                })
        );
    }

    /// <summary>Waits for so many committed effects, at most 5 minutes.</summary>
    public Task UntilStoredAsync(int effects) =>
        services.GetRequiredService<Effects>().UntilAsync(effects);

    private static Withdrawn Message() =>
        new(
            Guid.CreateVersion7(),
            1,
            "ERROR",
            reasons[Random.Shared.Next(reasons.Length)],
            TimeProvider.System.GetUtcNow()
        );

    // Random, so that nothing on the way compresses it.
    private static string Reason() =>
        Random.Shared.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 1500);
}

/// <summary>The members and the size of RebateFlow's message of the same hop.</summary>
public sealed record Withdrawn(
    Guid PreDeclarationId,
    int AttemptNo,
    string Kind,
    string Reason,
    DateTimeOffset WithdrawnAt
);
