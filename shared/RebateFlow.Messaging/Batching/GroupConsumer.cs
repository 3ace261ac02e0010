using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RebateFlow.Messaging.Batching;

/// <summary>Hands each delivered message to the next group.</summary>
internal sealed class GroupConsumer<TMessage, TConsumer>(GroupRunner<TMessage, TConsumer> runner)
    : IConsumer<TMessage>
    where TMessage : class
    where TConsumer : class, IGroupConsumer<TMessage>
{
    public Task Consume(ConsumeContext<TMessage> context) => runner.ConsumeAsync(context);
}

/// <summary>Registration of consumers that take messages in groups.</summary>
public static class GroupConsumers
{
    /// <summary>
    /// As <see cref="ConsumerList.Consume{TMessage,TConsumer}"/>, but takes the messages that wait
    /// at the same time in one transaction.
    /// </summary>
    public static void ConsumeInGroups<TMessage, TConsumer>(this ConsumerList bus, string name)
        where TMessage : class
        where TConsumer : class, IGroupConsumer<TMessage> =>
        bus.Consume<TMessage, GroupConsumer<TMessage, TConsumer>>(
            name,
            services =>
            {
                services
                    .AddOptions<LanePriorityOptions>()
                    .BindConfiguration("LanePriority")
                    .Validate(one => one.RestPerWork is >= 0 and <= 100, "RestPerWork: 0 to 100.")
                    .ValidateOnStart();
                services.TryAddSingleton<LanePriority>();
                services.TryAddSingleton<GroupRunner<TMessage, TConsumer>>();
            }
        );
}
