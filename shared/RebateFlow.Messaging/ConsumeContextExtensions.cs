using MassTransit;
using RebateFlow.Contracts;

namespace RebateFlow.Messaging;

/// <summary>What a consumer asks about the message it got.</summary>
public static class ConsumeContextExtensions
{
    /// <summary>
    /// The lane the message came in; pass it on so that a filing stays in its lane.
    /// </summary>
    public static string Lane(this ConsumeContext context) =>
        context.ReceiveContext.InputAddress.AbsolutePath.EndsWith(
            "-" + Lanes.Express,
            StringComparison.Ordinal
        )
            ? Lanes.Express
            : Lanes.Ordinary;

    /// <summary>The queue's name without its lane; the key of the consumer in the inbox.</summary>
    public static string ConsumerName(this ConsumeContext context)
    {
        var queue = context.ReceiveContext.InputAddress.AbsolutePath;
        return queue[(queue.LastIndexOf('/') + 1)..^(context.Lane().Length + 1)];
    }
}
