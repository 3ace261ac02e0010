using Npgsql;

namespace RebateFlow.RiskScoring;

/// <summary>
/// Statements with positional parameters that go to the database in one round trip.
/// </summary>
internal static class BatchStatements
{
    /// <summary>A typed value of $1, $2 and so on; nothing is boxed.</summary>
    public static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

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
