namespace RebateFlow.RiskScoring.Rules.Watchlist;

/// <summary>An approved version of an entry, as matching needs it.</summary>
/// <param name="Valid">First and last day; no last day when open-ended.</param>
/// <param name="EntryId">The entry of which it is a version.</param>
/// <param name="Name">What the key stands for; may be empty.</param>
/// <param name="Aliases">Other names of it; null when there are none.</param>
/// <param name="IsException">Shorter keys do not count for the values under it.</param>
public sealed record ListedEntry(
    Guid VersionId,
    WatchlistKind Kind,
    string Key,
    int Level,
    string Reason,
    (DateOnly From, DateOnly? To) Valid,
    Guid EntryId = default,
    string Name = "",
    IReadOnlyList<string>? Aliases = null,
    bool IsException = false
)
{
    /// <summary>Whether it is in force on a day.</summary>
    public bool IsInForceOn(DateOnly day) =>
        Valid.From <= day && (Valid.To is not { } to || day <= to);
}
