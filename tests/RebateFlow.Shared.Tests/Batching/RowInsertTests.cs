using System.Text.RegularExpressions;
using Npgsql;
using RebateFlow.Messaging.Batching;

namespace RebateFlow.Shared.Tests.Batching;

/// <summary>Many rows in few statements: none lost, none twice, few texts.</summary>
public sealed partial class RowInsertTests
{
    private static readonly RowInsert insert = new(
        "INSERT INTO t (a, b)",
        columns: 2,
        "ON CONFLICT DO NOTHING"
    );

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(100)]
    public void Every_row_is_inserted_once_and_in_order(int rows)
    {
        using var batch = new NpgsqlBatch();

        insert.Add(batch, [.. Enumerable.Range(0, rows).Select(RowOf)]);

        var values = batch
            .BatchCommands.Cast<NpgsqlBatchCommand>()
            .SelectMany(command => command.Parameters.Cast<NpgsqlParameter>())
            .Select(parameter => (int)parameter.Value!);
        Assert.Equal(Enumerable.Range(0, rows).SelectMany(row => new[] { row, -row }), values);
        foreach (NpgsqlBatchCommand command in batch.BatchCommands)
            Assert.Equal(
                Enumerable.Range(1, command.Parameters.Count),
                Number().Matches(command.CommandText).Select(match => int.Parse(match.Value[1..]))
            );
    }

    [Fact]
    public void Six_texts_serve_any_number_of_rows()
    {
        var texts = new HashSet<string>();
        for (var rows = 1; rows <= 200; rows++)
        {
            using var batch = new NpgsqlBatch();
            insert.Add(batch, [.. Enumerable.Range(0, rows).Select(RowOf)]);
            texts.UnionWith(
                batch.BatchCommands.Cast<NpgsqlBatchCommand>().Select(c => c.CommandText)
            );
        }

        Assert.Equal(6, texts.Count);
        Assert.Contains(
            "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4) ON CONFLICT DO NOTHING",
            texts
        );
    }

    private static NpgsqlParameter[] RowOf(int row) =>
        [Statements.Value(row), Statements.Value(-row)];

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex Number();
}
