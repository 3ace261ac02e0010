namespace RebateFlow.Intake.Files.Reading;

/// <summary>What a cell holds.</summary>
internal enum CellType
{
    Empty,
    Text,

    /// <summary>A number as the file writes it, such as 1.5E3.</summary>
    Number,

    /// <summary>TRUE or FALSE, or an error such as #N/A: no column takes these.</summary>
    Unusable,
}

/// <summary>How the file shows a number.</summary>
internal enum NumberLook
{
    Plain,
    Percent,
    Date,
}

/// <summary>A cell as it stands in the file.</summary>
internal readonly record struct Cell(CellType Type, string Text, NumberLook Look)
{
    public static Cell Empty => new(CellType.Empty, "", NumberLook.Plain);

    public static Cell OfText(string text) =>
        text.AsSpan().Trim().IsEmpty ? Empty : new(CellType.Text, text, NumberLook.Plain);
}

/// <summary>A row of a sheet; the same object is filled again for the next row.</summary>
internal sealed class SheetRow
{
    private readonly Cell[] cells = new Cell[FileLimits.Columns];
    private int used;

    /// <summary>Number of the row as the sheet shows it, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Columns up to the last one that is not empty.</summary>
    public int Width => used;

    public bool IsEmpty => used == 0;

    public Cell this[int column] =>
        column < used && cells[column].Text is not null ? cells[column] : Cell.Empty;

    public void Begin(int number)
    {
        Array.Clear(cells, 0, used);
        used = 0;
        Number = number;
    }

    public void Set(int column, Cell cell)
    {
        if (cell.Type == CellType.Empty || column >= cells.Length)
            return;
        cells[column] = cell;
        used = Math.Max(used, column + 1);
    }
}

/// <summary>The sheets of a file.</summary>
internal interface ISheets : IDisposable
{
    /// <summary>Their names, in order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Rows of a sheet, each valid until the next one.</summary>
    IEnumerable<SheetRow> Rows(int sheet);
}
