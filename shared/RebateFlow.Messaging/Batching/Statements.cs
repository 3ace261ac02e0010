using Npgsql;
using NpgsqlTypes;

namespace RebateFlow.Messaging.Batching;

/// <summary>Statements with positional parameters that go out in one round trip.</summary>
public static class Statements
{
    // The locks are taken in the order of the array.
    private const string LockSql = "SELECT pg_advisory_xact_lock(key) FROM unnest($1) AS k (key)";

    /// <summary>A typed value of $1, $2 and so on; nothing is boxed.</summary>
    public static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    /// <summary>
    /// A value that may be null, with its type, so that the statement is prepared but once.
    /// </summary>
    public static NpgsqlParameter OrNull(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    /// <summary>Adds a statement to a batch.</summary>
    /// <param name="values">
    /// Values of $1, $2 and so on: as they are, as <see cref="Value{T}"/> where boxing costs, or as
    /// <see cref="OrNull"/>.
    /// </param>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(ParameterOf(value));
        batch.BatchCommands.Add(command);
    }

    /// <summary>A value as a parameter; one that is a parameter already stays as it is.</summary>
    public static NpgsqlParameter ParameterOf(object value) =>
        value as NpgsqlParameter ?? new NpgsqlParameter { Value = value };

    /// <summary>
    /// Locks ids to the end of the transaction, also those that have no row yet. In one order, so
    /// that two groups never wait for each other.
    /// </summary>
    public static void AddLocks(this NpgsqlBatch batch, IEnumerable<Guid> ids)
    {
        // The last eight bytes of a UUIDv7 are random: as good a key as a hash.
        var keys = ids.Select(id => BitConverter.ToInt64(id.ToByteArray(), 8));
        batch.Add(LockSql, Value(keys.Order().ToArray()));
    }
}
