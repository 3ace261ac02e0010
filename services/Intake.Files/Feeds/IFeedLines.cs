namespace RebateFlow.Intake.Files.Feeds;

/// <summary>The rows of a body, one after the other, each as the JSON of a row.</summary>
public interface IFeedLines
{
    /// <summary>Line of the body that the row begins on, from 1.</summary>
    int LineNo { get; }

    /// <summary>The row as JSON; empty for a blank line and for one that was too long.</summary>
    ReadOnlyMemory<byte> Line { get; }

    /// <summary>True when the row was longer than is read.</summary>
    bool IsTooLong { get; }

    /// <summary>Why the row cannot be read at all; null when <see cref="Line"/> has it.</summary>
    (string Zh, string En)? Fault => null;

    /// <summary>Reads the next row; false at the end of the body.</summary>
    ValueTask<bool> ReadAsync(CancellationToken cancel);
}
