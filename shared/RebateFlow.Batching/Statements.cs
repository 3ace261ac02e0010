using Npgsql;
using NpgsqlTypes;

namespace RebateFlow.Batching;

/// <summary>Statements with positional parameters that go out in one round trip.</summary>
public static class Statements
{
    /// <summary>A typed value of $1, $2 and so on; nothing is boxed.</summary>
    public static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    /// <summary>
    /// A value that may be null, with its type, so that the statement is prepared but once.
    /// </summary>
    public static NpgsqlParameter OrNull(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    /// <summary>Adds a statement to a batch.</summary>
    public static void Add(
        this NpgsqlBatch batch,
        string sql,
        params ReadOnlySpan<NpgsqlParameter> values
    )
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(value);
        batch.BatchCommands.Add(command);
    }
}
