namespace RebateFlow.Intake.Files.Reading;

/// <summary>Names of cells, such as J6.</summary>
internal static class CellName
{
    /// <summary>Letters of a column; 0 is A.</summary>
    public static string Column(int index) =>
        index < 26
            ? ((char)('A' + index)).ToString()
            : Column(index / 26 - 1) + (char)('A' + index % 26);

    /// <summary>The name of a cell.</summary>
    /// <param name="column">From 0.</param>
    /// <param name="row">From 1.</param>
    public static string Of(int column, int row) => $"{Column(column)}{row}";

    /// <summary>The column of a name such as J6; -1 when it has none.</summary>
    public static int ColumnOf(string? name)
    {
        var column = 0;
        foreach (var c in name ?? "")
        {
            if (!char.IsAsciiLetterUpper(c) || column > FileLimits.Columns * 30)
                break;
            column = column * 26 + (c - 'A' + 1);
        }
        return column - 1;
    }
}
