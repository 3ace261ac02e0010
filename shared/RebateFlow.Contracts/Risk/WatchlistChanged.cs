using MassTransit;

namespace RebateFlow.Contracts.Risk;

/// <summary>
/// An entry of the watchlist was approved, or its change, or its end. Published by Risk when the
/// second person approves, which may be before the first day of the entry. What it means for
/// filings under way follows as <see cref="RiskReassessed"/>.
/// </summary>
[MessageUrn("rebateflow:risk:watchlist-changed:v1")]
[EntityName("rebateflow.risk.watchlist-changed.v1")]
[MayHaveNoListener]
public sealed record WatchlistChanged
{
    /// <summary>The entry (UUIDv7).</summary>
    public required Guid EntryId { get; init; }

    /// <summary>
    /// The approved version of the entry (UUIDv7); hits name it as their watchlist version.
    /// </summary>
    public required Guid VersionId { get; init; }

    /// <summary>
    /// Number of the version within the entry, 2 or more; an older version changes nothing.
    /// </summary>
    public required int VersionNo { get; init; }

    /// <summary>ADD, REVISE or RETIRE.</summary>
    public required string Change { get; init; }

    /// <summary>
    /// ENTERPRISE, SUPPLIER, COMMODITY, CUSTOMS_DISTRICT, SOURCE_REGION, COUNTRY or LEGAL_PERSON.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Key of the entry: a code prefix, an id or a name.</summary>
    public required string Key { get; init; }

    /// <summary>Level of attention, 1 (gravest) to 4.</summary>
    public required int Level { get; init; }

    /// <summary>First day of the entry.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day of the entry; null when open-ended.</summary>
    public required DateOnly? ValidTo { get; init; }

    /// <summary>When it was approved, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
