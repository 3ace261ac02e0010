using Npgsql;
using NpgsqlTypes;

namespace RebateFlow.Approval;

/// <summary>Adds statements with positional parameters to a batch.</summary>
public static class BatchExtensions
{
    /// <param name="values">
    /// Values of $1, $2 and so on; a null that has a type comes as <see cref="OrNull"/>.
    /// </param>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(
                value is NpgsqlParameter parameter
                    ? parameter
                    : new NpgsqlParameter { Value = value }
            );
        batch.BatchCommands.Add(command);
    }

    /// <summary>
    /// A value that may be null, with its type, so that the statement is prepared but once.
    /// </summary>
    public static NpgsqlParameter OrNull(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
