using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using RebateFlow.Contracts;
using RebateFlow.Messaging.Outbox;

namespace RebateFlow.Messaging.Broker;

/// <summary>
/// Publishes bytes with confirms, many at a time, on one channel a lane. A broker that does not
/// answer within the time-out of the options counts as gone, also while connecting.
/// </summary>
public sealed class BrokerPublisher(IOptions<MessagingOptions> options) : IAsyncDisposable
{
    private readonly Lock guard = new();
    private readonly Dictionary<string, Task<Link>> links = [];

    /// <summary>
    /// Publishes outbox rows to their exchanges, with the lane as the routing key. The task of a
    /// row succeeds when the broker has it on disk, fails when the broker refuses it or no queue
    /// would get it, and stays incomplete when the broker does not answer.
    /// </summary>
    /// <exception cref="Exception">The broker answered for none of them; it is away.</exception>
    public async Task<IReadOnlyList<Task>> PublishAsync(
        IReadOnlyList<OutboxRow> rows,
        string lane,
        CancellationToken cancel
    )
    {
        var link = await OpenAsync(lane, cancel);
        Task[] published = [.. rows.Select(row => PublishAsync(link, row, lane, cancel))];
        try
        {
            await Task.WhenAll(published).WaitAsync(Patience, cancel);
        }
        catch (Exception) when (published.Any(IsAnswered))
        {
            // The broker took some; the caller repeats those that it refused or did not answer for.
        }
        catch (TimeoutException)
        {
            await link.AbortAsync();
            throw;
        }
        return published;
    }

    /// <summary>Publishes to a queue by name, which must exist.</summary>
    public async Task PublishToQueueAsync(
        string queue,
        BasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancel
    )
    {
        var link = await OpenAsync("", cancel);
        await link
            .Channel.BasicPublishAsync("", queue, mandatory: true, properties, body, cancel)
            .AsTask()
            .WaitAsync(Patience, cancel);
    }

    /// <summary>Creates a queue that hands its messages to another one after a delay.</summary>
    public async Task<string> DeclareDelayQueueAsync(
        string target,
        TimeSpan delay,
        CancellationToken cancel
    )
    {
        var name = $"{target}-delay-{(long)delay.TotalMilliseconds}ms";
        var link = await OpenAsync("", cancel);
        if (link.Declared.ContainsKey(name))
            return name;
        await link.Channel.QueueDeclareAsync(
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
        link.Declared[name] = true;
        return name;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var link in links.Values.Where(link => link.IsCompletedSuccessfully))
            await (await link).Connection.DisposeAsync();
    }

    internal const string TraceHeader = "MT-Activity-Id";

    private static readonly HashSet<string> Optional =
    [
        .. typeof(Lanes)
            .Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(MayHaveNoListenerAttribute), false))
            .Select(type => MessageRouteOf(type)),
    ];

    private TimeSpan Patience => options.Value.BrokerPatience;

    private static string MessageRouteOf(Type type) =>
        (string)
            typeof(MessageRoute<>)
                .MakeGenericType(type)
                .GetProperty(nameof(MessageRoute<object>.Exchange))!
                .GetValue(null)!;

    private static bool IsAnswered(Task published) =>
        published.IsCompletedSuccessfully
        || published.Exception?.InnerException is PublishException;

    private static async Task PublishAsync(
        Link link,
        OutboxRow row,
        string lane,
        CancellationToken cancel
    )
    {
        // The parent is remote: the transaction that wrote the row may have ended in another
        // process.
        using var activity = ActivityContext.TryParse(row.TraceParent, null, true, out var parent)
            ? MessagingTelemetry.Source.StartActivity("publish", ActivityKind.Producer, parent)
            : null;
        activity?.SetTag("messaging.destination.name", row.Exchange);

        if (!link.Declared.ContainsKey(row.Exchange))
            await DeclareExchangeAsync(link, row.Exchange, cancel);

        var properties = new BasicProperties
        {
            MessageId = row.Id.ToString(),
            ContentType = "application/json",
            DeliveryMode = DeliveryModes.Persistent,
            Headers = new Dictionary<string, object?>(),
        };
        if ((activity?.Id ?? row.TraceParent) is { } trace)
            properties.Headers[TraceHeader] = trace;

        await link.Channel.BasicPublishAsync(
            row.Exchange,
            lane,
            !Optional.Contains(row.Exchange),
            properties,
            row.Body,
            cancel
        );
    }

    private static async Task DeclareExchangeAsync(Link link, string name, CancellationToken cancel)
    {
        await link.Channel.ExchangeDeclareAsync(
            name,
            ExchangeType.Direct,
            durable: true,
            autoDelete: false,
            cancellationToken: cancel
        );
        link.Declared[name] = true;
    }

    /// <summary>The open link of a purpose; callers wait while it is being opened.</summary>
    private Task<Link> OpenAsync(string purpose, CancellationToken cancel)
    {
        lock (guard)
        {
            var known = links.GetValueOrDefault(purpose);
            if (known is null || IsOver(known))
                links[purpose] = known = ConnectAsync(known);
            return known.WaitAsync(Patience, cancel);
        }
    }

    private static bool IsOver(Task<Link> link) =>
        link.IsCompleted && !(link.IsCompletedSuccessfully && link.Result.Channel.IsOpen);

    private async Task<Link> ConnectAsync(Task<Link>? former)
    {
        if (former is { IsCompletedSuccessfully: true })
            await former.Result.AbortAsync();
        // The library bounds its single questions, but not the first one on a silent connection.
        using var patience = new CancellationTokenSource(Patience);
        var factory = new ConnectionFactory
        {
            Uri = options.Value.Broker,
            // We reconnect ourselves, so that a publish fails at once instead of hanging in
            // recovery.
            AutomaticRecoveryEnabled = false,
            ContinuationTimeout = Patience,
            RequestedHeartbeat = Patience,
            ClientProvidedName = $"{options.Value.Service}-publisher",
        };
        var connection = await factory.CreateConnectionAsync(patience.Token);
        try
        {
            var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(
                    publisherConfirmationsEnabled: true,
                    publisherConfirmationTrackingEnabled: true
                ),
                patience.Token
            );
            return new Link(connection, channel);
        }
        catch
        {
            await connection.AbortAsync(TimeSpan.FromSeconds(1));
            throw;
        }
    }

    /// <summary>A connection with its channel, and what was declared on it.</summary>
    private sealed record Link(IConnection Connection, IChannel Channel)
    {
        public ConcurrentDictionary<string, bool> Declared { get; } = new();

        public Task AbortAsync() => Connection.AbortAsync(TimeSpan.FromSeconds(1));
    }
}
