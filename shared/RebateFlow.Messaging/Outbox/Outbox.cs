using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using RebateFlow.Contracts;

namespace RebateFlow.Messaging;

/// <summary>
/// Outgoing messages commit together with the state they tell of. Add them to the transaction, then
/// commit through <see cref="CommitAsync"/>, which also wakes the relay.
/// </summary>
public sealed class Outbox(OutboxWake wake)
{
    private readonly ConditionalWeakTable<NpgsqlTransaction, Lane> lanes = [];

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
        await using var command = Insert(message, lane, out var id);
        command.Connection = transaction.Connection;
        command.Transaction = transaction;
        await command.ExecuteNonQueryAsync(cancel);
        Mark(transaction, lane);
        return id;
    }

    /// <summary>The same as one more statement of a batch, to spare a round trip.</summary>
    public Guid Add<T>(NpgsqlBatch batch, T message, string lane)
        where T : class
    {
        using var command = Insert(message, lane, out var id);
        var part = new NpgsqlBatchCommand(command.CommandText);
        foreach (var parameter in command.Parameters.ToArray())
        {
            command.Parameters.Remove(parameter);
            part.Parameters.Add(parameter);
        }
        batch.BatchCommands.Add(part);
        Mark(batch.Transaction ?? throw new InvalidOperationException("No transaction."), lane);
        return id;
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

    private static NpgsqlCommand Insert<T>(T message, string lane, out Guid id)
        where T : class
    {
        if (!Lanes.All.Contains(lane))
            throw new ArgumentException($"'{lane}' is no lane.", nameof(lane));

        id = Guid.CreateVersion7();
        var body = JsonSerializer.SerializeToUtf8Bytes(message, MessageJson.Options);
        return new NpgsqlCommand(
            """
            INSERT INTO outbox (lane, id, exchange, body, traceparent)
            VALUES ($1, $2, $3, $4, $5)
            """
        )
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = lane },
                new NpgsqlParameter<Guid> { TypedValue = id },
                new NpgsqlParameter<string> { TypedValue = MessageRoute<T>.Exchange },
                new NpgsqlParameter<byte[]> { TypedValue = body },
                new NpgsqlParameter
                {
                    Value = (object?)Activity.Current?.Id ?? DBNull.Value,
                    NpgsqlDbType = NpgsqlDbType.Text,
                },
            },
        };
    }

    private sealed class Lane
    {
        public bool Express;
        public bool Ordinary;
    }
}
