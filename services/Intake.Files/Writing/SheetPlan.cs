using RebateFlow.Intake.Files.Forms;

namespace RebateFlow.Intake.Files.Writing;

/// <summary>What a sheet is before its first row.</summary>
/// <param name="Name">Name of the sheet.</param>
/// <param name="Columns">Width in characters and style of each column.</param>
internal sealed record SheetPlan(string Name, IReadOnlyList<(int Width, int Style)> Columns)
{
    /// <summary>Characters that each column is wider than its texts.</summary>
    public const int Padding = 2;

    /// <summary>Characters that a printed page holds across and can still be read.</summary>
    private const int CharactersOfPage = 260;

    /// <summary>Rows that stay in sight, and stand on every printed page.</summary>
    public int FrozenRows { get; init; } = 1;

    /// <summary>Pages side by side when it is printed.</summary>
    public int PagesAcross =>
        1 + ((Columns.Sum(column => column.Width + Padding) - 1) / CharactersOfPage);

    /// <summary>Drop-downs and limits of what may be typed.</summary>
    public IReadOnlyList<CellRule> Rules { get; init; } = [];
}

/// <summary>What may be typed into cells.</summary>
/// <param name="Cells">Range, such as J2:J50001.</param>
/// <param name="Column">Its column.</param>
/// <param name="List">Range of the drop-down on the sheet of codes; null for none.</param>
internal sealed record CellRule(string Cells, Column Column, string? List);

/// <summary>A value with its style.</summary>
internal readonly record struct StyledCell(string Text, int Style, bool IsNumber = false)
{
    public static StyledCell None => new("", CellStyles.Plain);
}
