using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RebateFlow.Messaging.Broker;

namespace RebateFlow.Messaging.Batching;

/// <summary>
/// Gathers the messages of a lane while earlier ones are at work, and consumes what has gathered
/// in one go. One group of a lane is at work at a time, and beside it at most one large message, so
/// that memory stays bounded and small messages do not wait for large ones.
/// </summary>
internal sealed partial class GroupRunner<TMessage, TConsumer>(
    IServiceProvider services,
    IOptions<MessagingOptions> options,
    LanePriority priority,
    ILogger<GroupRunner<TMessage, TConsumer>> log
)
    where TMessage : class
    where TConsumer : class, IGroupConsumer<TMessage>
{
    private readonly TConsumer consumer = ActivatorUtilities.CreateInstance<TConsumer>(services);
    private readonly Dictionary<string, Lane> lanes = RebateFlow.Contracts.Lanes.All.ToDictionary(
        name => name,
        _ => new Lane()
    );

    /// <summary>Ends when the message's effect is committed, or with the fault it met.</summary>
    public Task ConsumeAsync(ConsumeContext<TMessage> context)
    {
        var waiting = new Waiting(context);
        var lane = lanes[context.Lane()];
        lock (lane)
        {
            lane.Waiting.AddLast(waiting);
            if (lane.IsAtWork)
                return waiting.Done.Task;
            lane.IsAtWork = true;
        }
        Start(() => RunAsync(lane));
        return waiting.Done.Task;
    }

    private static void Start(Func<Task> work)
    {
        // The group has no parent span: it belongs to the traces of all its messages alike.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(work);
    }

    private async Task RunAsync(Lane lane)
    {
        while (Take(lane) is { Count: > 0 } taken)
        {
            var name = taken[0].Context.Lane();
            var begun = priority.Begin(name);
            if (taken.Count == 1)
                await ConsumeOneAsync(taken[0]);
            else
                await ConsumeTogetherAsync(taken);
            await priority.EndAsync(name, begun);
        }
    }

    private async Task RunLargeAsync(Lane lane, Waiting large)
    {
        var name = large.Context.Lane();
        var begun = priority.Begin(name);
        await ConsumeOneAsync(large);
        await priority.EndAsync(name, begun);
        lock (lane)
        {
            lane.IsLargeAtWork = false;
            if (lane.IsAtWork)
                return;
            lane.IsAtWork = true;
        }
        // Other large ones may have waited for this one.
        await RunAsync(lane);
    }

    private List<Waiting> Take(Lane lane)
    {
        var taken = new List<Waiting>();
        var keys = new HashSet<Guid>();
        lock (lane)
        {
            var next = lane.Waiting.First;
            while (next is { } node && taken.Count < options.Value.GroupSize)
            {
                next = node.Next;
                if (node.Value.IsLarge)
                {
                    if (lane.IsLargeAtWork)
                        continue;
                    lane.IsLargeAtWork = true;
                    lane.Waiting.Remove(node);
                    Start(() => RunLargeAsync(lane, node.Value));
                }
                // A second delivery of the same message has the same key, too.
                else if (keys.Add(node.Value.Key))
                {
                    lane.Waiting.Remove(node);
                    taken.Add(node.Value);
                }
            }
            lane.IsAtWork = taken.Count > 0;
        }
        taken.Sort((one, other) => one.Key.CompareTo(other.Key));
        return taken;
    }

    private async Task ConsumeTogetherAsync(List<Waiting> taken)
    {
        try
        {
            Activity.Current = null;
            using var activity = MessagingTelemetry.Source.StartActivity(
                "consume group",
                ActivityKind.Consumer,
                parentContext: default,
                links: taken
                    .Where(waiting => waiting.Activity is not null)
                    .Select(waiting => new ActivityLink(waiting.Activity!.Context))
            );
            await consumer.ConsumeAsync(GroupOf(taken), CancellationToken.None);
        }
        catch (Exception fault) when (ParkFaultedMessage.IsTransient(fault))
        {
            // The fault is no single message's: each goes through its own retries.
            foreach (var waiting in taken)
                waiting.Done.SetException(fault);
            return;
        }
        catch (Exception fault)
        {
            // Each is tried alone, which shows the one at fault.
            if (fault is not TakenApartException)
                LogTakenApart(log, taken.Count, fault);
            foreach (var waiting in taken)
                await ConsumeOneAsync(waiting);
            return;
        }
        foreach (var waiting in taken)
            waiting.Done.SetResult();
    }

    private async Task ConsumeOneAsync(Waiting waiting)
    {
        try
        {
            Activity.Current = waiting.Activity;
            await consumer.ConsumeAsync(GroupOf([waiting]), waiting.Context.CancellationToken);
            waiting.Done.SetResult();
        }
        catch (Exception fault)
        {
            // Not swallowed: it goes through the message's own retries to its error queue.
            waiting.Done.SetException(fault);
        }
    }

    private static MessageGroup<TMessage> GroupOf(List<Waiting> taken) =>
        new(
            taken[0].Context.ConsumerName(),
            taken[0].Context.Lane(),
            taken.ConvertAll(waiting => waiting.ToMember())
        );

    [LoggerMessage(LogLevel.Information, "A group of {Count} messages is consumed one by one")]
    private static partial void LogTakenApart(ILogger log, int count, Exception exception);

    private sealed class Lane
    {
        public LinkedList<Waiting> Waiting { get; } = [];

        public bool IsAtWork { get; set; }

        public bool IsLargeAtWork { get; set; }
    }

    private sealed class Waiting(ConsumeContext<TMessage> context)
    {
        public ConsumeContext<TMessage> Context => context;

        public Guid Key { get; } = TConsumer.KeyOf(context.Message);

        public bool IsLarge { get; } = TConsumer.IsLarge(context.Message);

        public Activity? Activity { get; } = Activity.Current;

        public TaskCompletionSource Done { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public GroupMember<TMessage> ToMember() =>
            new(
                context.Message,
                context.MessageId
                    ?? throw new InvalidOperationException("The message has no MessageId."),
                Activity
            );
    }
}
