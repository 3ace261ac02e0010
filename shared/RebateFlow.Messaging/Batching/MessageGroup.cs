using System.Diagnostics;
using Npgsql;
using RebateFlow.Messaging.Outbox;

namespace RebateFlow.Messaging.Batching;

/// <summary>Messages of one queue that are consumed in one transaction.</summary>
/// <param name="consumer">Name of the consumer, its key in the inbox.</param>
/// <param name="lane">The lane all of them came in.</param>
/// <param name="members">In the order of their keys, each key once.</param>
public sealed class MessageGroup<TMessage>(
    string consumer,
    string lane,
    IReadOnlyList<GroupMember<TMessage>> members
)
    where TMessage : class
{
    // Statements of a group take arrays, of one element at rest and of thousands under load, and
    // find each element by key: one plan is right for all lengths. By itself PostgreSQL plans such
    // a statement anew at each use while the array is short; a filing of two lines then takes 1.7
    // times the processor time in the database (ADR 0019).
    private const string PlanOnceSql = "SET LOCAL plan_cache_mode = force_generic_plan";

    /// <summary>The lane all of them came in; what follows from them goes on in it.</summary>
    public string Lane => lane;

    /// <summary>The messages, in the order of their keys.</summary>
    public IReadOnlyList<GroupMember<TMessage>> Members => members;

    /// <summary>
    /// Enters the inbox as the first statement of a batch; its answer is for
    /// <see cref="ReadEnteredAsync"/>. From here on to its end, the transaction keeps one plan for
    /// each statement.
    /// </summary>
    public void Enter(NpgsqlBatch batch)
    {
        batch.Add(PlanOnceSql);
        Inbox.Inbox.EnterAll(batch, consumer, [.. members.Select(member => member.MessageId)]);
    }

    /// <summary>
    /// Reads which members had no effect before, in the order of their keys; moves to the result of
    /// the next statement.
    /// </summary>
    public async Task<IReadOnlyList<GroupMember<TMessage>>> ReadEnteredAsync(
        NpgsqlDataReader reader,
        CancellationToken cancel
    )
    {
        var entered = new HashSet<Guid>(members.Count);
        while (await reader.ReadAsync(cancel))
            entered.Add(reader.GetGuid(0));
        await reader.NextResultAsync(cancel);
        return [.. members.Where(member => entered.Contains(member.MessageId))];
    }
}

/// <summary>A message of a group.</summary>
/// <param name="Message">The message.</param>
/// <param name="MessageId">Its id, the same on every delivery.</param>
/// <param name="Activity">Its part of the trace; null when nobody traces.</param>
public sealed record GroupMember<TMessage>(TMessage Message, Guid MessageId, Activity? Activity)
    where TMessage : class
{
    /// <summary>W3C trace context that what follows from it carries on.</summary>
    public string? TraceParent => Activity?.Id;

    /// <summary>A message that follows from this one, in the same trace.</summary>
    public Outgoing<TNext> Then<TNext>(TNext next)
        where TNext : class => new(next, TraceParent);
}
