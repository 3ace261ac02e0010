using System.Reflection;
using MassTransit;
using RebateFlow.Contracts;

namespace RebateFlow.Messaging;

/// <summary>Where a message type travels, read once from the attributes of its contract.</summary>
public static class MessageRoute<T>
    where T : class
{
    /// <summary>
    /// The exchange, such as <c>rebateflow.intake.pre-declaration-cleared.v1</c>.
    /// </summary>
    public static string Exchange { get; } =
        typeof(T).GetCustomAttribute<EntityNameAttribute>()?.EntityName
        ?? throw new InvalidOperationException($"{typeof(T)} has no [EntityName].");

    /// <summary>True when the broker must refuse the message while no queue would get it.</summary>
    public static bool NeedsListener { get; } =
        typeof(T).GetCustomAttribute<MayHaveNoListenerAttribute>() is null;
}
