namespace RebateFlow.Approval.Queue;

/// <summary>A filter of the queue that an officer keeps under a name.</summary>
/// <param name="IsShared">True when all officers of the authority see it.</param>
public sealed record SavedFilter(
    Guid Id,
    long Version,
    string Owner,
    string TaxAuthority,
    string Name,
    bool IsShared,
    CaseFilter Filter
)
{
    /// <summary>An officer keeps at most this many.</summary>
    public const int Most = 50;

    public required DateTimeOffset ChangedAt { get; init; }
}

/// <param name="Owner">Only the owner changes or deletes it.</param>
/// <param name="Shared">True when all officers of the authority see it.</param>
/// <param name="Filter">Values as in the query of <c>GET /v1/cases</c>.</param>
public sealed record SavedFilterView(
    Guid Id,
    string Name,
    string Owner,
    bool Shared,
    CaseFilter Filter,
    long Version
)
{
    public required DateTimeOffset ChangedAt { get; init; }

    public static SavedFilterView Of(SavedFilter saved) =>
        new(saved.Id, saved.Name, saved.Owner, saved.IsShared, saved.Filter, saved.Version)
        {
            ChangedAt = saved.ChangedAt,
        };
}
