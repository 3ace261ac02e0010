using RebateFlow.Intake.Files.Forms;

namespace RebateFlow.Intake.Files.Writing;

/// <summary>What a sheet is before its first row.</summary>
/// <param name="Name">Name of the sheet.</param>
/// <param name="Columns">Width in characters and style of each column.</param>
internal sealed record SheetPlan(string Name, IReadOnlyList<(int Width, int Style)> Columns)
{
    /// <summary>Rows that stay in sight.</summary>
    public int FrozenRows { get; init; } = 1;

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
