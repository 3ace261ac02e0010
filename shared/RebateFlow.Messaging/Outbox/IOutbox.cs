using Npgsql;

namespace RebateFlow.Messaging.Outbox;

/// <summary>
/// Where messages go that commit together with the state they tell of: the table that the relay
/// publishes from, or somebody who acts on them at once.
/// </summary>
public interface IOutbox
{
    /// <summary>Adds a message to a batch that is about to be executed.</summary>
    /// <param name="batch">A batch of the transaction.</param>
    /// <param name="message">The message.</param>
    /// <param name="lane">One of <see cref="Contracts.Lanes.All"/>.</param>
    /// <returns>The message id (UUIDv7).</returns>
    Guid Add<T>(NpgsqlBatch batch, T message, string lane)
        where T : class;

    /// <summary>Adds a message to a transaction.</summary>
    /// <returns>The message id (UUIDv7).</returns>
    Task<Guid> AddAsync<T>(
        NpgsqlTransaction transaction,
        T message,
        string lane,
        CancellationToken cancel
    )
        where T : class;

    /// <summary>Commits what was written and added.</summary>
    Task CommitAsync(NpgsqlTransaction transaction, CancellationToken cancel);
}
