namespace RebateFlow.Intake.Checks.Information;

/// <summary>What of the declarant's settlements 核销 an authority has registered (ECR).</summary>
public sealed record RegisteredSettlements
{
    /// <summary>None.</summary>
    public static readonly RegisteredSettlements None = new()
    {
        Rates = [],
        Books = new Dictionary<string, SettledBook>(),
        ToTake = null,
    };

    /// <summary>Actual rates that hold as planned ones from a day on, the latest first.</summary>
    public required IReadOnlyList<SettledRate> Rates { get; init; }

    /// <summary>Settled books by number.</summary>
    public required IReadOnlyDictionary<string, SettledBook> Books { get; init; }

    /// <summary>
    /// What no other live summary has taken; null when nothing was ever registered.
    /// </summary>
    public required SettlementRows? ToTake { get; init; }

    /// <summary>Planned rate of an export by the last settlement before; null when none.</summary>
    public decimal? RateOn(DateOnly exportDate)
    {
        foreach (var (from, rate) in Rates)
        {
            if (from <= exportDate)
                return rate;
        }
        return null;
    }

    /// <summary>Whether a book is settled for an export.</summary>
    public bool IsSettled(string bookNo, DateOnly exportDate) =>
        Books.TryGetValue(bookNo, out var book) && exportDate <= book.Through;

    /// <summary>Whether a day on which a book was due for settlement is met.</summary>
    public bool IsMet(string bookNo, DateOnly dueOn) =>
        Books.TryGetValue(bookNo, out var book) && dueOn <= book.MetDueOn;
}

/// <summary>An actual rate that holds as the planned one.</summary>
/// <param name="ValidFrom">First export date.</param>
/// <param name="Rate">As a fraction, six places.</param>
public readonly record struct SettledRate(DateOnly ValidFrom, decimal Rate);

/// <summary>How far a book is settled.</summary>
/// <param name="Through">Last day of its settled periods.</param>
/// <param name="MetDueOn">Day it was due on when it was settled; null when none was set.</param>
public readonly record struct SettledBook(DateOnly Through, DateOnly? MetDueOn);

/// <summary>Rows 14 and 8 of the summary, CNY yuan, any sign.</summary>
/// <param name="EcrTaxCny">Row 14, adjustment of ECR tax.</param>
/// <param name="DisallowedTaxCny">Row 8, adjustment of disallowed tax.</param>
public readonly record struct SettlementRows(decimal EcrTaxCny, decimal DisallowedTaxCny)
{
    /// <summary>
    /// What a summary with these rows takes of what there is to take: never more than that, and
    /// nothing by a figure of the other sign.
    /// </summary>
    public SettlementRows TakenOf(SettlementRows? toTake) =>
        toTake is not { } there
            ? default
            : new(
                Taken(EcrTaxCny, there.EcrTaxCny),
                Taken(DisallowedTaxCny, there.DisallowedTaxCny)
            );

    private static decimal Taken(decimal declared, decimal there) =>
        Math.Clamp(declared, Math.Min(0m, there), Math.Max(0m, there));
}
