using System.Globalization;
using Npgsql;

namespace RebateFlow.Messaging.Batching;

/// <summary>
/// Inserts many rows with few statements. PostgreSQL prepares a statement by its text, so rows go
/// in blocks of 1, 2, 4 ... 32: six texts serve any number.
/// </summary>
/// <param name="into">Up to the bracket that closes the columns.</param>
/// <param name="columns">How many columns it names.</param>
/// <param name="then">What follows the values, such as <c>ON CONFLICT DO NOTHING</c>.</param>
public sealed class RowInsert(string into, int columns, string then = "")
{
    private const int LargestBlock = 32;

    private readonly Dictionary<int, string> texts = Enumerable
        .Range(0, 1 + (int)Math.Log2(LargestBlock))
        .Select(power => 1 << power)
        .ToDictionary(rows => rows, rows => TextOf(into, columns, rows, then));

    /// <summary>Adds the statements for some rows to a batch; none for no rows.</summary>
    /// <param name="batch">Statements of one round trip.</param>
    /// <param name="rows">Values in the order of the columns, each with its type.</param>
    public void Add(NpgsqlBatch batch, IReadOnlyList<NpgsqlParameter[]> rows)
    {
        for (var done = 0; done < rows.Count; )
        {
            var block = LargestBlock;
            while (block > rows.Count - done)
                block /= 2;
            var command = new NpgsqlBatchCommand(texts[block]);
            for (var row = done; row < done + block; row++)
                foreach (var value in rows[row])
                    command.Parameters.Add(value);
            batch.BatchCommands.Add(command);
            done += block;
        }
    }

    private static string TextOf(string into, int columns, int rows, string then)
    {
        var values = Enumerable
            .Range(0, rows)
            .Select(row =>
                "("
                + string.Join(
                    ", ",
                    Enumerable
                        .Range(row * columns + 1, columns)
                        .Select(number => "$" + number.ToString(CultureInfo.InvariantCulture))
                )
                + ")"
            );
        return $"{into} VALUES {string.Join(", ", values)} {then}".TrimEnd();
    }
}
