using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;
using RabbitMQ.Client;
using RebateFlow.Messaging.Broker;

namespace RebateFlow.Messaging.ParkedMessages;

/// <summary>
/// The parked messages of one service: look at them, send them again, or discard them on record.
/// </summary>
public sealed class ErrorQueues(
    IOptions<MessagingOptions> options,
    ConsumerList consumers,
    NpgsqlDataSource database
)
{
    private const int PeekLimit = 1000;

    /// <summary>Error queues of the service with their number of messages.</summary>
    public async Task<IReadOnlyList<ErrorQueue>> ListAsync(CancellationToken cancel)
    {
        await using var connection = await ConnectAsync(cancel);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        var queues = new List<ErrorQueue>();
        foreach (var name in Names())
            queues.Add(new ErrorQueue(name, await channel.MessageCountAsync(name, cancel)));
        return queues;
    }

    /// <summary>The oldest messages of an error queue, left where they are.</summary>
    /// <param name="limit">1 to 1,000.</param>
    /// <returns>Null when the service has no such queue.</returns>
    public async Task<IReadOnlyList<ParkedMessage>?> PeekAsync(
        string queue,
        int limit,
        CancellationToken cancel
    )
    {
        if (!Names().Contains(queue))
            return null;
        await using var connection = await ConnectAsync(cancel);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        var found = new List<ParkedMessage>();
        while (found.Count < limit && await channel.BasicGetAsync(queue, false, cancel) is { } got)
            found.Add(Describe(got));
        // Closing the channel puts everything back in its old order.
        return found;
    }

    /// <summary>
    /// Sends parked messages to their queue again, or discards them; each one is recorded first.
    /// </summary>
    /// <param name="messageId">One message; null for all that are there now.</param>
    /// <returns>The number of messages.</returns>
    public async Task<int> ActAsync(
        string queue,
        string? messageId,
        ParkedMessageAction action,
        CancellationToken cancel
    )
    {
        if (!Names().Contains(queue))
            return 0;
        await using var connection = await ConnectAsync(cancel);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(true, true),
            cancel
        );
        var acted = 0;
        for (var seen = 0; seen < PeekLimit; seen++)
        {
            if (await channel.BasicGetAsync(queue, autoAck: false, cancel) is not { } got)
                break;
            if (messageId is not null && got.BasicProperties.MessageId != messageId)
                continue;
            await MessageActionSql.AddAsync(
                database,
                queue,
                Describe(got),
                got.Body.ToArray(),
                action,
                cancel
            );
            if (action.Kind == "RETRY")
                await SendAgainAsync(channel, queue, got, cancel);
            await channel.BasicAckAsync(got.DeliveryTag, multiple: false, cancel);
            acted++;
        }
        return acted;
    }

    private IEnumerable<string> Names() =>
        consumers.QueuesOf(options.Value.Service).Select(ParkFaultedMessage.ErrorQueueOf);

    private Task<IConnection> ConnectAsync(CancellationToken cancel) =>
        new ConnectionFactory
        {
            Uri = options.Value.Broker,
            AutomaticRecoveryEnabled = false,
            ClientProvidedName = $"{options.Value.Service}-error-queues",
        }.CreateConnectionAsync(cancel);

    private static async Task SendAgainAsync(
        IChannel channel,
        string queue,
        BasicGetResult got,
        CancellationToken cancel
    )
    {
        var properties = new BasicProperties(got.BasicProperties);
        var headers = new Dictionary<string, object?>(
            properties.Headers ?? new Dictionary<string, object?>()
        );
        foreach (var name in ParkFaultedMessage.Headers)
            headers.Remove(name);
        properties.Headers = headers;
        var target = queue[..^ParkFaultedMessage.ErrorQueueOf("").Length];
        await channel.BasicPublishAsync("", target, true, properties, got.Body, cancel);
    }

    private static ParkedMessage Describe(BasicGetResult got)
    {
        string Text(string header) =>
            got.BasicProperties.Headers?.TryGetValue(header, out var value) == true
            && value is byte[] bytes
                ? Encoding.UTF8.GetString(bytes)
                : "";
        return new ParkedMessage(
            got.BasicProperties.MessageId ?? "",
            Text(ParkFaultedMessage.FaultHeader) is { Length: > 0 } fault
                ? fault
                : "Its consumer ended before it was done, more often than the delivery limit "
                    + "allows.",
            Text(ParkFaultedMessage.ParkedAtHeader),
            got.Body.Length
        );
    }
}

/// <summary>An error queue and how many messages it holds.</summary>
public sealed record ErrorQueue(string Name, uint Messages);

/// <summary>A parked message without its body, which may hold a taxpayer's data.</summary>
/// <param name="ParkedAt">RFC 3339 UTC; empty when the broker parked it.</param>
public sealed record ParkedMessage(string MessageId, string Fault, string ParkedAt, int Bytes);

/// <summary>What an operator does with parked messages, and why.</summary>
/// <param name="Kind">RETRY or DISCARD.</param>
public sealed record ParkedMessageAction(string Kind, string Reason, string ActedBy);
