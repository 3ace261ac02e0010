using RebateFlow.RiskScoring.Rules.Watchlist;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>Which filings some entries are compared with.</summary>
public sealed class ImpactScope
{
    /// <summary>The scope of the steps that entries take.</summary>
    /// <param name="steps">One of each entry.</param>
    /// <param name="clock">The day of the counting is its day.</param>
    public ImpactScope(IReadOnlyCollection<WatchlistVersion> steps, AuthorityClock clock)
    {
        var today = clock.Today;
        Today = today;
        FirstDay = today.AddMonths(-12);
        Since = clock.StartOf(FirstDay);
        Ranges =
        [
            .. steps.Select(step =>
            {
                var (kind, low, high) = WatchlistKey.RangeOf(
                    WatchlistKinds.ByName[step.Content.Kind],
                    step.Content.Key
                );
                return new ImpactRange(
                    step.EntryId,
                    kind,
                    low,
                    high,
                    step.Content.ValidFrom > today ? step.Content.ValidFrom : today
                );
            }),
        ];
    }

    /// <summary>The values under the key of each entry.</summary>
    public IReadOnlyList<ImpactRange> Ranges { get; }

    /// <summary>Twelve months before the day of the counting.</summary>
    public DateOnly FirstDay { get; }

    /// <summary>The first moment of the first day.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>Day of the counting.</summary>
    public DateOnly Today { get; }
}

/// <summary>The values under the key of an entry.</summary>
/// <param name="Low">Lowest value under the key.</param>
/// <param name="High">Lowest value above all those under the key.</param>
/// <param name="Day">Day on which others are looked at: the entry's first, or today.</param>
public sealed record ImpactRange(
    Guid EntryId,
    WatchlistKind Kind,
    string Low,
    string High,
    DateOnly Day
)
{
    /// <summary>
    /// The kind whose longer exceptions take values from this one; empty where a key is no prefix.
    /// </summary>
    public string KindOfLongerKeys =>
        WatchlistKey.IsPrefix(Kind) ? WatchlistKinds.NameOf(Kind) : "";
}
