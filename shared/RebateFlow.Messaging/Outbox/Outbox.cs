using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using RebateFlow.Contracts;

namespace RebateFlow.Messaging.Outbox;

/// <summary>
/// Outgoing messages commit together with the state they tell of. Add them to the transaction, then
/// commit through <see cref="CommitAsync"/>, which also wakes the relay.
/// </summary>
public sealed class Outbox(OutboxWake wake) : IOutbox
{
    private readonly ConditionalWeakTable<NpgsqlTransaction, Lane> lanes = [];

    private const string InsertSql = """
        INSERT INTO outbox (lane, id, exchange, body, traceparent)
        SELECT $1, id, $2, body, traceparent
        FROM unnest($3::uuid[], $4::bytea[], $5::text[]) AS m (id, body, traceparent)
        """;

    /// <summary>
    /// Stores a message; the relay publishes it once the transaction has committed.
    /// </summary>
    /// <param name="lane">One of <see cref="Lanes.All"/>.</param>
    /// <returns>The message id (UUIDv7), the same on every delivery.</returns>
    public async Task<Guid> AddAsync<T>(
        NpgsqlTransaction transaction,
        T message,
        string lane,
        CancellationToken cancel
    )
        where T : class
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var id = Add(batch, message, lane);
        await batch.ExecuteNonQueryAsync(cancel);
        return id;
    }

    /// <summary>The same as one more statement of a batch, to spare a round trip.</summary>
    public Guid Add<T>(NpgsqlBatch batch, T message, string lane)
        where T : class => AddAll(batch, [new Outgoing<T>(message, Activity.Current?.Id)], lane)[0];

    /// <summary>Stores messages of one kind with one statement; none for no messages.</summary>
    /// <returns>Their ids, in the same order.</returns>
    public Guid[] AddAll<T>(NpgsqlBatch batch, IReadOnlyList<Outgoing<T>> messages, string lane)
        where T : class
    {
        if (!Lanes.All.Contains(lane))
            throw new ArgumentException($"'{lane}' is no lane.", nameof(lane));
        if (messages.Count == 0)
            return [];

        Guid[] ids = [.. messages.Select(_ => Guid.CreateVersion7())];
        byte[][] bodies =
        [
            .. messages.Select(next =>
                JsonSerializer.SerializeToUtf8Bytes(next.Message, MessageJson.Options)
            ),
        ];
        string?[] traces = [.. messages.Select(next => next.TraceParent)];
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(InsertSql)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = lane },
                    new NpgsqlParameter<string> { TypedValue = MessageRoute<T>.Exchange },
                    new NpgsqlParameter<Guid[]> { TypedValue = ids },
                    new NpgsqlParameter<byte[][]> { TypedValue = bodies },
                    new NpgsqlParameter<string?[]> { TypedValue = traces },
                },
            }
        );
        Mark(batch.Transaction ?? throw new InvalidOperationException("No transaction."), lane);
        return ids;
    }

    /// <summary>Commits and wakes the relay of every lane that got a message.</summary>
    public async Task CommitAsync(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        var touched = lanes.TryGetValue(transaction, out var lane) ? lane : null;
        lanes.Remove(transaction);
        await transaction.CommitAsync(cancel);
        if (touched is not null)
            await wake.WakeAsync(touched.Express, touched.Ordinary);
    }

    private void Mark(NpgsqlTransaction transaction, string lane)
    {
        var touched = lanes.GetOrCreateValue(transaction);
        touched.Express |= lane == Lanes.Express;
        touched.Ordinary |= lane == Lanes.Ordinary;
    }

    private sealed class Lane
    {
        public bool Express;
        public bool Ordinary;
    }
}

/// <summary>A message on its way into the outbox.</summary>
/// <param name="TraceParent">W3C trace context it carries on; null without a trace.</param>
public sealed record Outgoing<T>(T Message, string? TraceParent)
    where T : class;
