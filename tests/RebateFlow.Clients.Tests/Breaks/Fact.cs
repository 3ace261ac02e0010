namespace RebateFlow.Clients.Tests.Breaks;

/// <summary>Who writes what a fact is about.</summary>
public enum Direction
{
    /// <summary>The client: parameters and request bodies.</summary>
    Input,

    /// <summary>The service: statuses and response bodies.</summary>
    Output,
}

/// <summary>
/// One thing that a document promises: an operation, a parameter, a status, a member of a body.
/// </summary>
/// <param name="Place">
/// What it is about, such as <c>POST /v1/a > application/json lines[].amount</c>.
/// </param>
/// <param name="Parent">Place of the thing it is part of; empty for an operation.</param>
public sealed record Fact(string Place, string Parent, Direction Direction)
{
    /// <summary>The writer always sends it.</summary>
    public bool Required { get; init; }

    /// <summary>JSON types, <c>null</c> among them; empty where anything goes.</summary>
    public IReadOnlySet<string> Types { get; init; } = new HashSet<string>();

    /// <summary>The values of an enumeration; null where there is none.</summary>
    public IReadOnlySet<string>? Values { get; init; }

    /// <summary>Other words that a reader or writer relies on: format, pattern.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } =
        new Dictionary<string, string>();

    /// <summary>Limits by JSON Schema's name, such as <c>maxLength</c>.</summary>
    public IReadOnlyDictionary<string, decimal> Limits { get; init; } =
        new Dictionary<string, decimal>();
}
