namespace RebateFlow.Intake.Submissions;

/// <summary>
/// Requests of this instance that wait for the feedback of an attempt. The consumer wakes them when
/// it runs in the same process; a wait also looks into the database, since it may run elsewhere.
/// </summary>
public sealed class FeedbackWaiters
{
    private readonly Lock guard = new();
    private readonly Dictionary<(Guid Id, int AttemptNo), Entry> entries = [];

    /// <summary>Begins to listen; dispose it when the wait is over.</summary>
    public Wait Begin(Guid preDeclarationId, int attemptNo)
    {
        var key = (preDeclarationId, attemptNo);
        lock (guard)
        {
            if (!entries.TryGetValue(key, out var entry))
                entries[key] = entry = new Entry();
            entry.Waiting++;
            return new Wait(this, key, entry);
        }
    }

    /// <summary>Wakes all requests that wait for the attempt.</summary>
    public void Wake(Guid preDeclarationId, int attemptNo)
    {
        lock (guard)
        {
            if (entries.TryGetValue((preDeclarationId, attemptNo), out var entry))
                entry.Signal.TrySetResult();
        }
    }

    /// <summary>One request that waits.</summary>
    public sealed class Wait : IDisposable
    {
        private readonly FeedbackWaiters owner;
        private readonly (Guid, int) key;
        private readonly Entry entry;

        internal Wait(FeedbackWaiters owner, (Guid, int) key, Entry entry)
        {
            this.owner = owner;
            this.key = key;
            this.entry = entry;
        }

        /// <summary>Completes when the attempt was fed back by this instance.</summary>
        public Task Signal => entry.Signal.Task;

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (owner.guard)
            {
                if (--entry.Waiting == 0)
                    owner.entries.Remove(key);
            }
        }
    }

    internal sealed class Entry
    {
        public readonly TaskCompletionSource Signal = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        public int Waiting;
    }
}
