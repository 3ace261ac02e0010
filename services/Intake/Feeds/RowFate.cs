namespace RebateFlow.Intake.Feeds;

/// <summary>What became of a row of a feed, held against the stored row of its key.</summary>
public enum RowFate
{
    /// <summary>No row of this key was stored.</summary>
    New,

    /// <summary>An older one with other content was replaced.</summary>
    Changed,

    /// <summary>An older one that says the same got the newer version.</summary>
    Confirmed,

    /// <summary>The very row is stored already, or a newer version of it.</summary>
    Unchanged,

    /// <summary>This version is stored with other content; nothing was replaced.</summary>
    Contradicted,
}

/// <summary>What follows from it.</summary>
public static class RowFates
{
    /// <summary>Whether the row is stored by now and was not before.</summary>
    public static bool IsTaken(RowFate fate) =>
        fate is RowFate.New or RowFate.Changed or RowFate.Confirmed;
}
