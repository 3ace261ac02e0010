using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RebateFlow.Contracts;

namespace RebateFlow.Messaging;

/// <summary>
/// Publishes bytes with confirms, many at a time on one channel. Returns when the broker has a
/// message on disk; throws when it refused it or no queue would get it.
/// </summary>
public sealed class BrokerPublisher(IOptions<MessagingOptions> options) : IAsyncDisposable
{
    private readonly SemaphoreSlim opening = new(1, 1);
    private readonly ConcurrentDictionary<string, bool> declared = new();
    private IConnection? connection;
    private IChannel? channel;

    /// <summary>
    /// Publishes an outbox row to its exchange, with the lane as the routing key.
    /// </summary>
    public async Task PublishAsync(OutboxRow row, string lane, CancellationToken cancel)
    {
        // The parent is remote: the transaction that wrote the row may have ended in another
        // process.
        using var activity = ActivityContext.TryParse(row.TraceParent, null, true, out var parent)
            ? MessagingTelemetry.Source.StartActivity("publish", ActivityKind.Producer, parent)
            : null;
        activity?.SetTag("messaging.destination.name", row.Exchange);

        var open = await OpenAsync(cancel);
        if (!declared.ContainsKey(row.Exchange))
            await DeclareExchangeAsync(open, row.Exchange, cancel);

        var properties = new BasicProperties
        {
            MessageId = row.Id.ToString(),
            ContentType = "application/json",
            DeliveryMode = DeliveryModes.Persistent,
            Headers = new Dictionary<string, object?>(),
        };
        if ((activity?.Id ?? row.TraceParent) is { } trace)
            properties.Headers[TraceHeader] = trace;

        await open.BasicPublishAsync(
            row.Exchange,
            lane,
            !Optional.Contains(row.Exchange),
            properties,
            row.Body,
            cancel
        );
    }

    /// <summary>Publishes to a queue by name, which must exist.</summary>
    public async Task PublishToQueueAsync(
        string queue,
        BasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancel
    )
    {
        var open = await OpenAsync(cancel);
        await open.BasicPublishAsync("", queue, mandatory: true, properties, body, cancel)
            .AsTask()
            .WaitAsync(options.Value.BrokerPatience, cancel);
    }

    /// <summary>Creates a queue that hands its messages to another one after a delay.</summary>
    public async Task<string> DeclareDelayQueueAsync(
        string target,
        TimeSpan delay,
        CancellationToken cancel
    )
    {
        var name = $"{target}-delay-{(long)delay.TotalMilliseconds}ms";
        if (declared.ContainsKey(name))
            return name;
        var open = await OpenAsync(cancel);
        await open.QueueDeclareAsync(
            name,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?>
            {
                ["x-queue-type"] = "quorum",
                ["x-message-ttl"] = (long)delay.TotalMilliseconds,
                ["x-dead-letter-exchange"] = "",
                ["x-dead-letter-routing-key"] = target,
                ["x-dead-letter-strategy"] = "at-least-once",
                ["x-overflow"] = "reject-publish",
            },
            cancellationToken: cancel
        );
        declared[name] = true;
        return name;
    }

    /// <summary>Gives the connection up; the next message opens another one.</summary>
    public async Task DisconnectAsync(CancellationToken cancel)
    {
        await opening.WaitAsync(cancel);
        try
        {
            channel = null;
            if (connection is { } dead)
                await dead.AbortAsync(TimeSpan.FromSeconds(1));
        }
        finally
        {
            opening.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        opening.Dispose();
    }

    internal const string TraceHeader = "MT-Activity-Id";

    private static readonly HashSet<string> Optional =
    [
        .. typeof(Lanes)
            .Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(MayHaveNoListenerAttribute), false))
            .Select(type => MessageRouteOf(type)),
    ];

    private static string MessageRouteOf(Type type) =>
        (string)
            typeof(MessageRoute<>)
                .MakeGenericType(type)
                .GetProperty(nameof(MessageRoute<object>.Exchange))!
                .GetValue(null)!;

    private async Task DeclareExchangeAsync(IChannel open, string name, CancellationToken cancel)
    {
        await open.ExchangeDeclareAsync(
            name,
            ExchangeType.Direct,
            durable: true,
            autoDelete: false,
            cancellationToken: cancel
        );
        declared[name] = true;
    }

    private async ValueTask<IChannel> OpenAsync(CancellationToken cancel)
    {
        if (channel is { IsOpen: true } open)
            return open;
        await opening.WaitAsync(cancel);
        try
        {
            if (channel is { IsOpen: true } other)
                return other;
            declared.Clear();
            if (connection is not { IsOpen: true })
            {
                if (connection is not null)
                    await connection.DisposeAsync();
                var factory = new ConnectionFactory
                {
                    Uri = options.Value.Broker,
                    // We reconnect ourselves, so that a publish fails at once instead of hanging in
                    // recovery.
                    AutomaticRecoveryEnabled = false,
                    RequestedConnectionTimeout = options.Value.BrokerPatience,
                    HandshakeContinuationTimeout = options.Value.BrokerPatience,
                    ContinuationTimeout = options.Value.BrokerPatience,
                    RequestedHeartbeat = options.Value.BrokerPatience,
                    ClientProvidedName = $"{options.Value.Service}-publisher",
                };
                connection = await factory.CreateConnectionAsync(cancel);
            }
            channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(
                    publisherConfirmationsEnabled: true,
                    publisherConfirmationTrackingEnabled: true
                ),
                cancel
            );
            return channel;
        }
        finally
        {
            opening.Release();
        }
    }
}
