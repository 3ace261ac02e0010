using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace RebateFlow.Testing.Servers;

/// <summary>
/// A virtual host with two ways in: the service's, which can be cut, and the test's own.
/// </summary>
public sealed class ProxiedBroker : IAsyncDisposable
{
    private readonly Lazy<Task<IConnection>> direct;
    private readonly Func<Task> remove;

    public ProxiedBroker(Uri address, Func<Task> remove)
    {
        this.remove = remove;
        Proxy = new TcpProxy(address.Host, address.Port);
        Address = new UriBuilder(address) { Host = "127.0.0.1", Port = Proxy.Port }.Uri;
        direct = new(() => new ConnectionFactory { Uri = address }.CreateConnectionAsync());
    }

    public TcpProxy Proxy { get; }

    /// <summary>For the service under test: through the proxy.</summary>
    public Uri Address { get; }

    /// <summary>Messages ready in a queue; 0 when there is no such queue.</summary>
    public async Task<uint> CountAsync(string queue) =>
        (await LookAtAsync(queue))?.MessageCount ?? 0;

    /// <summary>Consumers of a queue; 0 when there is no such queue.</summary>
    public async Task<uint> ListenersAsync(string queue) =>
        (await LookAtAsync(queue))?.ConsumerCount ?? 0;

    /// <summary>Takes one message out of a queue; null when it is empty.</summary>
    public async Task<BasicGetResult?> TakeAsync(string queue)
    {
        await using var channel = await OpenAsync();
        return await channel.BasicGetAsync(queue, autoAck: true);
    }

    /// <summary>
    /// Puts a message into an exchange, or into a queue when the exchange is empty.
    /// </summary>
    public async Task PublishAsync(
        string exchange,
        string routingKey,
        BasicProperties properties,
        ReadOnlyMemory<byte> body
    )
    {
        await using var channel = await OpenAsync();
        await channel.BasicPublishAsync(exchange, routingKey, mandatory: true, properties, body);
    }

    private async Task<QueueDeclareOk?> LookAtAsync(string queue)
    {
        await using var channel = await OpenAsync();
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue);
        }
        catch (OperationInterruptedException missing)
            when (missing.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    /// <summary>A channel past the proxy, with confirms.</summary>
    public async Task<IChannel> OpenAsync() =>
        await (await direct.Value).CreateChannelAsync(
            new CreateChannelOptions(
                publisherConfirmationsEnabled: true,
                publisherConfirmationTrackingEnabled: true
            )
        );

    public async ValueTask DisposeAsync()
    {
        if (direct.IsValueCreated)
            await (await direct.Value).DisposeAsync();
        await Proxy.DisposeAsync();
        await remove();
    }
}
