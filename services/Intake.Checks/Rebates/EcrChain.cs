using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>A live batch of a month of ECR, as the others of its exporter see it.</summary>
/// <param name="Period">yyyyMM.</param>
/// <param name="Sequence">Grows with each batch that cleared; it keeps its number.</param>
/// <param name="CarryForwardEcr">Row 16, CNY yuan, 0 or more.</param>
/// <param name="SalesCny">Row 4, CNY yuan.</param>
/// <param name="RebateDueCny">Row 18, CNY yuan, 0 or more.</param>
/// <param name="IsDecided">Approved, or declared formally.</param>
public sealed record EcrLink(
    Guid Id,
    string Period,
    long Sequence,
    decimal CarryForwardEcr,
    decimal SalesCny,
    decimal RebateDueCny,
    bool IsDecided
);

/// <summary>What a batch is computed on.</summary>
/// <param name="Prior">The batch before it, of its month or an earlier one; null for none.</param>
/// <param name="Others">
/// The other batches of its month: the sales of all, the rebate of those before it.
/// </param>
/// <param name="LaterDecidedPeriod">
/// The first later period that is decided, for a batch without a place yet; null for none.
/// </param>
public sealed record EcrStanding(
    PriorEcrSummary? Prior,
    OtherBatches Others,
    string? LaterDecidedPeriod
);

/// <summary>
/// How the months of an exporter stand on each other: row 16 of one is row 13 of the next, and of
/// the ending credit of a month each batch takes what those before it leave.
/// </summary>
/// <remarks>
/// Months are in the order of their periods, whenever they were handed in; batches of one month in
/// that in which they cleared first. A batch that is compared again keeps its place.
/// </remarks>
public static class EcrChain
{
    /// <summary>What a batch stands on, among the live ones of its exporter.</summary>
    public static EcrStanding StandingOf(IReadOnlyCollection<EcrLink> links, Guid id, string period)
    {
        var own = links.FirstOrDefault(link => link.Id == id);
        var sequence = own?.Sequence ?? long.MaxValue;
        var others = links.Where(link => link.Id != id).ToList();
        var prior = others
            .Where(link => IsBefore(link, period, sequence))
            .OrderBy(link => link.Period, StringComparer.Ordinal)
            .ThenBy(link => link.Sequence)
            .LastOrDefault();
        var month = others.Where(link => link.Period == period).ToList();
        return new(
            prior is null
                ? null
                : new() { Period = prior.Period, CarryForwardEcr = prior.CarryForwardEcr },
            new()
            {
                SalesCny = month.Sum(link => link.SalesCny),
                RebateDueCny = month
                    .Where(link => link.Sequence < sequence)
                    .Sum(link => link.RebateDueCny),
            },
            own is not null
                ? null
                : others
                    .Where(link => link.IsDecided && IsAfter(link.Period, period))
                    .Select(link => link.Period)
                    .Min(StringComparer.Ordinal)
        );
    }

    /// <summary>
    /// The batches that are computed on other figures when one of a period comes, changes or goes:
    /// the others of its month, and those of the next month that there is.
    /// </summary>
    public static IReadOnlyList<Guid> FollowersOf(
        IReadOnlyCollection<EcrLink> links,
        Guid id,
        string period
    )
    {
        var next = links
            .Select(link => link.Period)
            .Where(other => IsAfter(other, period))
            .Min(StringComparer.Ordinal);
        return
        [
            .. links
                .Where(link => link.Id != id && (link.Period == period || link.Period == next))
                .Select(link => link.Id),
        ];
    }

    private static bool IsBefore(EcrLink link, string period, long sequence) =>
        IsAfter(period, link.Period) || (link.Period == period && link.Sequence < sequence);

    private static bool IsAfter(string period, string other) =>
        string.CompareOrdinal(period, other) > 0;
}
