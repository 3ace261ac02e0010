using System.Runtime.CompilerServices;
using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Submissions;
using RebateFlow.Messaging.Outbox;

namespace RebateFlow.Intake.Sandbox;

/// <summary>
/// Hears the messages of sandbox clients' filings. None is stored or sent: an attempt that is to be
/// checked is checked in the transaction that stores it, and of a withdrawal nobody has to know.
/// </summary>
public sealed class ScriptedOutbox(ScriptedChecks checks, FeedbackWaiters waiters) : IOutbox
{
    // The last message of each transaction, as every slice sends one. Npgsql uses the object of a
    // transaction again: what is left of one that was rolled back is replaced by the next message.
    private readonly ConditionalWeakTable<NpgsqlTransaction, object> heard = [];

    /// <inheritdoc/>
    public Guid Add<T>(NpgsqlBatch batch, T message, string lane)
        where T : class =>
        Hear(batch.Transaction ?? throw new InvalidOperationException("No transaction."), message);

    /// <inheritdoc/>
    public Task<Guid> AddAsync<T>(
        NpgsqlTransaction transaction,
        T message,
        string lane,
        CancellationToken cancel
    )
        where T : class => Task.FromResult(Hear(transaction, message));

    /// <summary>Does what the message asks for, then commits.</summary>
    public async Task CommitAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        heard.Remove(transaction, out var message);
        var attempt = message as PreDeclarationSubmitted;
        if (attempt is not null)
            await checks.CheckAsync(transaction, attempt.PreDeclarationId, cancel);
        await transaction.CommitAsync(cancel);
        if (attempt is not null)
            waiters.Wake(attempt.PreDeclarationId, attempt.AttemptNo);
    }

    private Guid Hear(NpgsqlTransaction transaction, object message)
    {
        heard.AddOrUpdate(transaction, message);
        return Guid.CreateVersion7();
    }
}
