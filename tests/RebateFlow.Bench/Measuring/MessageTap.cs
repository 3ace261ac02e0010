using RabbitMQ.Client;
using RebateFlow.Contracts;

namespace RebateFlow.Bench.Measuring;

/// <summary>
/// Gets a copy of what Intake publishes, to know the number of messages or their bytes.
/// </summary>
internal sealed class MessageTap : IAsyncDisposable
{
    private const string Queue = "tap";

    private readonly IConnection connection;
    private readonly IChannel channel;

    private MessageTap(IConnection connection, IChannel channel)
    {
        this.connection = connection;
        this.channel = channel;
    }

    /// <param name="broker">The virtual host of the stack, whose services have started.</param>
    /// <param name="exchanges">Those of the messages.</param>
    public static async Task<MessageTap> OpenAsync(Uri broker, params string[] exchanges)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(Queue, durable: false, exclusive: true, autoDelete: true);
        foreach (var exchange in exchanges)
        foreach (var lane in Lanes.All)
            await channel.QueueBindAsync(Queue, exchange, lane);
        return new MessageTap(connection, channel);
    }

    /// <summary>How many messages have come.</summary>
    public async Task<long> CountAsync() => await channel.MessageCountAsync(Queue);

    /// <summary>
    /// The bodies of so many messages; waits for them, at most a minute.
    /// </summary>
    public async Task<IReadOnlyList<byte[]>> TakeAsync(int messages)
    {
        var bodies = new List<byte[]>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (bodies.Count < messages)
        {
            if (await channel.BasicGetAsync(Queue, autoAck: true) is { } got)
                bodies.Add(got.Body.ToArray());
            else
                await timer.WaitForNextTickAsync(limit.Token);
        }
        return bodies;
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }
}
