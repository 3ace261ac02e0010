using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RebateFlow.Bench.Stacks;

namespace RebateFlow.Bench.Pipeline;

/// <summary>
/// The floor: what the transport alone costs. One request, five stored rows and four confirmed
/// messages of the sizes that a filing has, on bare Kestrel, Npgsql and RabbitMQ.Client; no checks,
/// no rules, no inbox.
/// </summary>
/// <param name="groupSize">
/// Messages of a stage that commit together when they wait at the same time; 1 is a commit for each
/// row, as a plain service does it.
/// </param>
internal sealed class FloorServer(
    BenchDatabase database,
    BenchBroker virtualHost,
    FloorSizes sizes,
    int groupSize
) : IAsyncDisposable
{
    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            MaxPoolSize = 60,
            MaxAutoPrepare = 20,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
        }.ConnectionString
    );
    private readonly List<Task> groups = [];
    private readonly CancellationTokenSource stopped = new();
    private IConnection? broker;
    private WebApplication? app;

    public string Address { get; private set; } = "";

    public int RequestBytes => sizes.Request;

    /// <summary>A floor on a database and a virtual host of its own.</summary>
    public static async Task<FloorServer> StartAsync(
        BenchServers servers,
        FloorSizes sizes,
        int groupSize
    )
    {
        var floor = new FloorServer(
            await servers.CreateDatabaseAsync("floor"),
            await servers.CreateBrokerAsync(),
            sizes,
            groupSize
        );
        await floor.StartAsync();
        return floor;
    }

    private async Task StartAsync()
    {
        await using (var command = source.CreateCommand())
        {
            command.CommandText = string.Join(
                ';',
                Enumerable
                    .Range(0, sizes.Rows.Count)
                    .Select(stage =>
                        $"CREATE TABLE floor_{stage} (id uuid PRIMARY KEY, body bytea)"
                    )
            );
            await command.ExecuteNonQueryAsync();
        }
        broker = await new ConnectionFactory { Uri = virtualHost.Address }.CreateConnectionAsync();
        for (var stage = 0; stage < sizes.Messages.Count; stage++)
            await ConsumeAsync(stage);

        var publish = await OpenPublisherAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost(
            "/",
            async (HttpContext http) =>
            {
                await http.Request.Body.CopyToAsync(Stream.Null);
                var id = Guid.CreateVersion7();
                await CommitAsync(0, [id]);
                // As the real service does, the answer does not wait for the broker.
                _ = PublishAsync(publish, 0, id);
                return Results.Accepted($"/{id}");
            }
        );
        await app.StartAsync();
        Address = app.Urls.Single();
    }

    /// <summary>Filings that went through all five commits so far.</summary>
    public Task<long> DoneAsync() =>
        BenchServers.NumberAsync(source, $"SELECT count(*) FROM {LastTable}");

    /// <summary>Waits until so many have.</summary>
    public Task UntilDoneAsync(long filings) =>
        BenchServers.UntilCountAsync(source, LastTable, filings);

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
        await stopped.CancelAsync();
        await Task.WhenAll(groups).ContinueWith(_ => { }, TaskScheduler.Default);
        stopped.Dispose();
        if (broker is not null)
            await broker.DisposeAsync();
        await source.DisposeAsync();
        await database.DisposeAsync();
        await virtualHost.DisposeAsync();
    }

    private string LastTable => $"floor_{sizes.Rows.Count - 1}";

    private static string QueueOf(int stage) => $"floor-{stage}";

    private async Task ConsumeAsync(int stage)
    {
        var publish = stage + 1 < sizes.Messages.Count ? await OpenPublisherAsync() : null;
        var channel = await broker!.CreateChannelAsync(
            new CreateChannelOptions(false, false, consumerDispatchConcurrency: 16)
        );
        await channel.QueueDeclareAsync(
            QueueOf(stage),
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }
        );
        await channel.BasicQosAsync(0, 64, false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        var waiting = Channel.CreateUnbounded<(Guid Id, ulong Tag)>();
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var id = Guid.Parse(delivery.BasicProperties.MessageId!);
            if (groupSize > 1)
                waiting.Writer.TryWrite((id, delivery.DeliveryTag));
            else
                await PassOnAsync(stage, [(id, delivery.DeliveryTag)], channel, publish);
        };
        if (groupSize > 1)
            groups.Add(GatherAsync(stage, waiting.Reader, channel, publish));
        await channel.BasicConsumeAsync(QueueOf(stage), false, consumer);
    }

    private async Task GatherAsync(
        int stage,
        ChannelReader<(Guid Id, ulong Tag)> waiting,
        IChannel channel,
        IChannel? publish
    )
    {
        while (await waiting.WaitToReadAsync(stopped.Token))
        {
            var group = new List<(Guid, ulong)>();
            while (group.Count < groupSize && waiting.TryRead(out var next))
                group.Add(next);
            await PassOnAsync(stage, group, channel, publish);
        }
    }

    private async Task PassOnAsync(
        int stage,
        List<(Guid Id, ulong Tag)> group,
        IChannel channel,
        IChannel? publish
    )
    {
        await CommitAsync(stage + 1, group.ConvertAll(member => member.Id));
        if (publish is not null)
            await Task.WhenAll(group.Select(member => PublishAsync(publish, stage + 1, member.Id)));
        foreach (var (_, tag) in group)
            await channel.BasicAckAsync(tag, false);
    }

    private async Task<IChannel> OpenPublisherAsync() =>
        await broker!.CreateChannelAsync(
            new CreateChannelOptions(
                publisherConfirmationsEnabled: true,
                publisherConfirmationTrackingEnabled: true
            )
        );

    private async Task PublishAsync(IChannel channel, int stage, Guid id) =>
        await channel.BasicPublishAsync(
            "",
            QueueOf(stage),
            true,
            new BasicProperties
            {
                MessageId = id.ToString(),
                DeliveryMode = DeliveryModes.Persistent,
            },
            new byte[sizes.Messages[stage]]
        );

    private async Task CommitAsync(int stage, List<Guid> ids)
    {
        await using var command = source.CreateCommand(
            $"INSERT INTO floor_{stage} (id, body) SELECT * FROM unnest($1, $2)"
        );
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. ids] });
        command.Parameters.Add(
            new NpgsqlParameter<byte[][]>
            {
                TypedValue = [.. ids.Select(_ => RandomBody(sizes.Rows[stage]))],
            }
        );
        await command.ExecuteNonQueryAsync();
    }

    // Incompressible, as what we store is compressed already.
    private static byte[] RandomBody(int bytes)
    {
        var body = new byte[bytes];
        Random.Shared.NextBytes(body);
        return body;
    }
}
