using System.Security.Authentication;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RebateFlow.Contracts;
using RebateFlow.Messaging.Broker;
using RebateFlow.Messaging.Inbox;
using RebateFlow.Messaging.Outbox;

namespace RebateFlow.Messaging;

/// <summary>
/// Queue names, lanes, retry and error queues of every service, on one page.
/// Queue: <c>service-consumer-lane</c>; error queue: the same with <c>_error</c>.
/// </summary>
public static class BusDefaults
{
    /// <summary>
    /// Adds outbox, relay, and the consumers that <paramref name="consumers"/> lists.
    /// </summary>
    public static void AddMessaging(
        this IHostApplicationBuilder builder,
        string service,
        Action<ConsumerList> consumers
    )
    {
        var services = builder.Services;
        services
            .AddOptions<MessagingOptions>()
            .Bind(builder.Configuration.GetSection("Messaging"))
            .Configure(options =>
            {
                options.Service = service;
                if (builder.Configuration.GetConnectionString("Broker") is { } broker)
                    options.Broker = new Uri(broker);
            });
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<OutboxWake>();
        services.AddSingleton<Outbox.Outbox>();
        services.AddSingleton<MessagingTelemetry>();
        services.AddSingleton<BrokerPublisher>();
        services.AddSingleton<OutboxRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxRelay>());
        services.AddHostedService<InboxCleanup>();

        var list = new ConsumerList();
        consumers(list);
        services.AddSingleton(list);
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            // Readiness is PostgreSQL alone: the outbox carries a service over a broker outage.
            bus.ConfigureHealthCheckOptions(health =>
            {
                health.Tags.Clear();
                health.Tags.Add("broker");
            });
            foreach (var consumer in list.Items)
                consumer.Register(bus);
            bus.UsingRabbitMq(
                (context, factory) =>
                {
                    ConfigureHost(context, factory);
                    foreach (var consumer in list.Items)
                    foreach (var lane in Lanes.All)
                        ConfigureQueue(context, factory, service, consumer, lane);
                }
            );
        });
        // A service starts and answers while the broker is away; its outbox waits (see ADR 0004).
        services.Configure<MassTransitHostOptions>(host => host.WaitUntilStarted = false);
    }

    private static void ConfigureHost(
        IBusRegistrationContext context,
        IRabbitMqBusFactoryConfigurator factory
    )
    {
        var options = context.GetRequiredService<IOptions<MessagingOptions>>().Value;
        var broker = options.Broker;
        var user = broker.UserInfo.Split(':', 2);
        factory.Host(
            broker.Host,
            (ushort)(broker.Port > 0 ? broker.Port : 5672),
            broker.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(broker.AbsolutePath[1..]) : "/",
            host =>
            {
                host.Username(user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : "guest");
                host.Password(user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "guest");
                host.Heartbeat(options.BrokerPatience);
                host.RequestedConnectionTimeout(options.BrokerPatience);
                host.ContinuationTimeout(options.BrokerPatience);
                if (broker.Scheme == "amqps")
                    host.UseSsl(ssl => ssl.Protocol = SslProtocols.None);
            }
        );
        // The wire is plain JSON: any program can read it, and the relay sends what the outbox
        // stored.
        factory.ClearSerialization();
        factory.UseRawJsonSerializer(RawSerializerOptions.All, isDefault: true);
    }

    private static void ConfigureQueue(
        IBusRegistrationContext context,
        IRabbitMqBusFactoryConfigurator factory,
        string service,
        ConsumerList.Item consumer,
        string lane
    )
    {
        var options = context.GetRequiredService<IOptions<MessagingOptions>>();
        var queue = $"{service}-{consumer.Name}-{lane}";
        var errorQueue = ParkFaultedMessage.ErrorQueueOf(queue);
        factory.ReceiveEndpoint(
            queue,
            endpoint =>
            {
                endpoint.PrefetchCount = options.Value.PrefetchPerQueue;
                endpoint.ConcurrentMessageLimit = consumer.Gathers
                    ? options.Value.PrefetchPerQueue
                    : options.Value.ConcurrencyPerQueue;
                endpoint.ConfigureConsumeTopology = false;
                endpoint.PublishFaults = false;
                endpoint.SetQuorumQueue();
                endpoint.SetQueueArgument("x-delivery-limit", options.Value.DeliveryLimit);
                endpoint.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
                endpoint.SetQueueArgument("x-overflow", "reject-publish");
                endpoint.BindDeadLetterQueue(
                    errorQueue,
                    errorQueue,
                    error => error.SetQueueArgument("x-queue-type", "quorum")
                );
                endpoint.Bind(
                    consumer.Exchange,
                    binding =>
                    {
                        binding.ExchangeType = "direct";
                        binding.RoutingKey = lane;
                    }
                );
                endpoint.ConfigureError(pipe =>
                    pipe.UseFilter(
                        ActivatorUtilities.CreateInstance<ParkFaultedMessage>(context, queue)
                    )
                );
                endpoint.UseMessageRetry(retry =>
                {
                    retry.Handle<Exception>(ParkFaultedMessage.IsTransient);
                    retry.Intervals([.. options.Value.RetryPauses]);
                });
                consumer.Configure(endpoint, context);
            }
        );
    }
}

/// <summary>The consumers of a service, listed in its <c>Program.cs</c>.</summary>
public sealed class ConsumerList
{
    internal List<Item> Items { get; } = [];

    /// <summary>The queues of these consumers, one a lane.</summary>
    public IEnumerable<string> QueuesOf(string service) =>
        Items.SelectMany(consumer => Lanes.All.Select(lane => $"{service}-{consumer.Name}-{lane}"));

    /// <summary>
    /// Consumes a message on the queues <c>service-name-express</c> and
    /// <c>service-name-ordinary</c>.
    /// </summary>
    /// <param name="name">
    /// What the consumer does, kebab-case, such as <c>score-pre-declaration</c>.
    /// </param>
    /// <param name="gather">
    /// For a consumer that works on many messages at once: registers what gathers them.
    /// </param>
    public void Consume<TMessage, TConsumer>(string name, Action<IServiceCollection>? gather = null)
        where TMessage : class
        where TConsumer : class, IConsumer<TMessage> =>
        Items.Add(
            new Item(
                name,
                MessageRoute<TMessage>.Exchange,
                gather is not null,
                bus =>
                {
                    gather?.Invoke(bus);
                    bus.AddConsumer<TConsumer>();
                },
                (endpoint, context) => endpoint.ConfigureConsumer<TConsumer>(context)
            )
        );

    internal sealed record Item(
        string Name,
        string Exchange,
        bool Gathers,
        Action<IBusRegistrationConfigurator> Register,
        Action<IReceiveEndpointConfigurator, IBusRegistrationContext> Configure
    );
}
