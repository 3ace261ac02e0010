namespace RebateFlow.Messaging.Batching;

/// <summary>
/// Consumes the messages of a queue that wait at the same time in one transaction (ADR 0013).
/// </summary>
/// <remarks>
/// A message that comes alone is a group of one at once; it does not wait for others. When a group
/// fails, nothing of it is committed. After a transient fault each message goes through its own
/// retries; after any other they are consumed one by one, so that a bad one fails alone.
/// </remarks>
public interface IGroupConsumer<TMessage>
    where TMessage : class
{
    /// <summary>
    /// What a message is about. Two about the same never share a group, and a group comes in the
    /// order of its keys, so that locks taken in that order never deadlock.
    /// </summary>
    static abstract Guid KeyOf(TMessage message);

    /// <summary>
    /// Whether a message is so large that it is consumed alone, beside the groups.
    /// </summary>
    static virtual bool IsLarge(TMessage message) => false;

    /// <summary>
    /// Enters the inbox with <see cref="MessageGroup{TMessage}.Enter"/>, applies the effects of the
    /// messages that entered, and commits.
    /// </summary>
    Task ConsumeAsync(MessageGroup<TMessage> group, CancellationToken cancel);
}
