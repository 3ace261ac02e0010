namespace RebateFlow.Contracts;

/// <summary>
/// Marks a message that may be published while nobody listens. Every other message stays in the
/// outbox until the broker can route it to a queue, so an event sent before its consumer was ever
/// deployed is not lost.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MayHaveNoListenerAttribute : Attribute;
