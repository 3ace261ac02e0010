using RebateFlow.Contracts.Risk;
using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>What a version asks for.</summary>
public static class Change
{
    /// <summary>A new entry.</summary>
    public const string Add = "ADD";

    /// <summary>
    /// New content for an entry that is in force; until approval the old content stays.
    /// </summary>
    public const string Revise = "REVISE";

    /// <summary>The end of an entry.</summary>
    public const string Retire = "RETIRE";
}

/// <summary>How far a version got.</summary>
public static class Stage
{
    /// <summary>Waits for a second person.</summary>
    public const string Draft = "DRAFT";

    /// <summary>Approved by a second person; it counts.</summary>
    public const string Approved = "APPROVED";

    /// <summary>Refused by a second person; it never counted.</summary>
    public const string Rejected = "REJECTED";
}

/// <summary>What an entry says.</summary>
public sealed record EntryContent
{
    /// <summary>One of <see cref="WatchlistKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Normalised key: an id, a code or a prefix, a name.</summary>
    public required string Key { get; init; }

    /// <summary>What the key stands for, for people; may be empty.</summary>
    public required string Name { get; init; }

    /// <summary>Other names of it, at most 20.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Level of attention, 1 (gravest) to 4.</summary>
    public required int Level { get; init; }

    /// <summary>Why it is listed. Officers read it with each hit.</summary>
    public required string Reason { get; init; }

    /// <summary>Authority that wants it listed.</summary>
    public required string Authority { get; init; }

    /// <summary>Document of that authority.</summary>
    public required string Document { get; init; }

    /// <summary>What proves the reason; may be empty.</summary>
    public required string Evidence { get; init; }

    /// <summary>First day it is in force.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day it is in force; null when open-ended.</summary>
    public required DateOnly? ValidTo { get; init; }

    /// <summary>
    /// For the values under it, entries with shorter keys do not count, however grave.
    /// </summary>
    public bool IsException { get; init; }
}

/// <summary>
/// One step in the life of an entry, numbered from 1. Steps are added, never changed, so the list
/// can be read as of any moment.
/// </summary>
public sealed record WatchlistVersion
{
    /// <summary>
    /// Id of this step (UUIDv7); hits refer to the approved one that was in force.
    /// </summary>
    public required Guid VersionId { get; init; }

    /// <summary>The entry (UUIDv7).</summary>
    public required Guid EntryId { get; init; }

    /// <summary>1 for the first draft, then ascending without gaps.</summary>
    public required int VersionNo { get; init; }

    /// <summary>One of <see cref="Change"/>.</summary>
    public required string Change { get; init; }

    /// <summary>One of <see cref="Stage"/>.</summary>
    public required string Stage { get; init; }

    /// <summary>What the entry says, or said last when it ends.</summary>
    public required EntryContent Content { get; init; }

    /// <summary>Why this step was taken; may be empty, except for an end or a refusal.</summary>
    public required string Note { get; init; }

    /// <summary>Subject of the person who took it.</summary>
    public required string By { get; init; }

    /// <summary>When it was taken, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The entry as matching would see it.</summary>
    public ListedEntry ToListed() =>
        new(
            VersionId,
            WatchlistKinds.ByName[Content.Kind],
            Content.Key,
            Content.Level,
            Content.Reason,
            (Content.ValidFrom, Content.ValidTo),
            EntryId,
            Content.Name,
            Content.Aliases,
            Content.IsException
        );

    /// <summary>The message that tells of it once it is approved.</summary>
    public WatchlistChanged ToChanged() =>
        new()
        {
            EntryId = EntryId,
            VersionId = VersionId,
            VersionNo = VersionNo,
            Change = Change,
            Kind = Content.Kind,
            Key = Content.Key,
            Level = Content.Level,
            ValidFrom = Content.ValidFrom,
            ValidTo = Content.ValidTo,
            ChangedAt = At,
        };
}
