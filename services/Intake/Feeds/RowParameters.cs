using Npgsql;

namespace RebateFlow.Intake.Feeds;

/// <summary>
/// The columns of a batch as array parameters $1, $2, … of one statement, without boxing.
/// </summary>
public sealed class RowParameters<TRow>(NpgsqlCommand command, IReadOnlyList<TRow> rows)
{
    /// <summary>Adds the next column.</summary>
    public RowParameters<TRow> Add<T>(Func<TRow, T> valueOf)
    {
        var column = new T[rows.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = valueOf(rows[i]);
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = column });
        return this;
    }
}
