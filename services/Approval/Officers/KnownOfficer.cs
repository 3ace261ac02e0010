using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Officers;

/// <summary>An officer of an authority as it was last seen.</summary>
/// <param name="Posts">As the officer's token named them.</param>
public sealed record KnownOfficer(
    string Id,
    string TaxAuthority,
    IReadOnlyList<Post> Posts,
    DateTimeOffset SeenAt
)
{
    /// <summary>The absence that covers today; null when there is none.</summary>
    public Absence? Away { get; init; }

    /// <summary>Cases with a lease that has not ended.</summary>
    public int HeldCases { get; init; }
}

/// <summary>Days on which an officer is away.</summary>
/// <param name="Posts">The posts that the deputy may act on meanwhile.</param>
public sealed record Absence(
    Guid Id,
    long Version,
    string TaxAuthority,
    string Officer,
    IReadOnlyList<Post> Posts,
    DateOnly FirstDay,
    DateOnly LastDay
)
{
    /// <summary>Null when there is no deputy.</summary>
    public required string? Deputy { get; init; }
    public required string Reason { get; init; }
    public required string RecordedBy { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public string? EndedBy { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    public bool Covers(DateOnly day) => EndedAt is null && FirstDay <= day && day <= LastDay;
}
