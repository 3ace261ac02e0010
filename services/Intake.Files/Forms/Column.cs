using RebateFlow.Intake.Checks.Filings;

namespace RebateFlow.Intake.Files.Forms;

/// <summary>How a column's cells are read and shown.</summary>
public enum ColumnKind
{
    /// <summary>Text; codes and long numbers stay text, or Excel cuts them to 15 digits.</summary>
    Text,

    /// <summary>Yuan or dollars, at most 2 decimals.</summary>
    Money,

    /// <summary>A quantity or a fraction.</summary>
    Number,

    /// <summary>A rate in percent: 13, or a cell formatted as 13%.</summary>
    Percent,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>One of a closed list.</summary>
    Choice,
}

/// <summary>A column of a form, or a row of a form that stands upright.</summary>
/// <param name="Name">The member of the JSON document.</param>
/// <param name="Zh">Chinese heading, as the official form has it.</param>
/// <param name="En">English heading.</param>
/// <param name="Kind">How its cells are read.</param>
public sealed record Column(string Name, string Zh, string En, ColumnKind Kind)
{
    /// <summary>Whether the document must have it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The method whose template has it; null for both.</summary>
    public RebateMethod? OnlyFor { get; init; }

    /// <summary>What to fill in, Chinese.</summary>
    public string HelpZh { get; init; } = "";

    /// <summary>What to fill in, English.</summary>
    public string HelpEn { get; init; } = "";

    /// <summary>What a cell may hold, or is offered; null when anything fits.</summary>
    public CodeList? Codes { get; init; }

    /// <summary>Width in characters.</summary>
    public int Width { get; init; } = 14;

    /// <summary>Whether the template of a method has it.</summary>
    public bool IsFor(RebateMethod method) => OnlyFor is null || OnlyFor == method;
}

/// <summary>A sheet of a workbook, or a CSV file of a package.</summary>
/// <param name="DoubtForm">How doubts name it: header, export, purchase or summary.</param>
/// <param name="Member">Its member of the JSON document; empty for the head.</param>
/// <param name="Zh">Name of the sheet.</param>
/// <param name="En">Name of the CSV file, and of the sheet in English workbooks.</param>
/// <param name="Columns">Its columns in order.</param>
public sealed record Form(
    string DoubtForm,
    string Member,
    string Zh,
    string En,
    IReadOnlyList<Column> Columns
)
{
    /// <summary>Lines under headings; otherwise headings stand in column A, values in B.</summary>
    public bool HasLines => Member.EndsWith("Lines", StringComparison.Ordinal);

    /// <summary>Whether a filing of the method has it.</summary>
    public RebateMethod? OnlyFor { get; init; }

    /// <summary>Whether the template of a method has it.</summary>
    public bool IsFor(RebateMethod method) => OnlyFor is null || OnlyFor == method;
}
