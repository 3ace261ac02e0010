using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Checks.Offsets;

/// <summary>What a line takes back, or why it cannot.</summary>
internal sealed record TakeBack
{
    /// <summary>
    /// The filing it takes back from; null when that is older than what is known.
    /// </summary>
    public OriginalFiling? Original { get; init; }

    /// <summary>The line of the original, see <see cref="LineKey"/>.</summary>
    public string Key { get; init; } = "";

    /// <summary>The line as it was granted.</summary>
    public LinePart Whole { get; init; }

    /// <summary>What is taken back of it.</summary>
    public LinePart Part { get; init; }

    /// <summary>Why it cannot be taken back; null when it can.</summary>
    public Finding? Fault { get; init; }

    /// <summary>The original is known and the line agrees with it: its figures count.</summary>
    public bool IsKnown => Original is not null && Fault is null;

    /// <summary>Declared before anything is known here; an officer compares it.</summary>
    public bool IsBefore => Original is null && Fault is null;

    public static TakeBack Refused(Finding fault) => new() { Fault = fault };
}
