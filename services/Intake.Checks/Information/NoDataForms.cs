using System.Collections.Frozen;
using RebateFlow.Intake.Checks.Doubts;

namespace RebateFlow.Intake.Checks.Information;

/// <summary>
/// What the form on vouchers without electronic information 无相关电子信息申报表 turns a doubt into, as
/// dated rows by policy period; see seeds/reference/no-data-effects.csv.
/// </summary>
public sealed class NoDataEffects
{
    private readonly FrozenDictionary<(string Period, string Code), NoDataEffect[]> _rows;

    /// <summary>Takes the rows in any order; of the same day the first counts.</summary>
    public NoDataEffects(IEnumerable<NoDataEffect> rows) =>
        _rows = rows.GroupBy(row => (row.Period, row.Code))
            .ToFrozenDictionary(
                ofCode => ofCode.Key,
                ofCode => ofCode.OrderByDescending(row => row.ValidFrom).ToArray()
            );

    /// <summary>The doubts that a form can be filed for.</summary>
    public static IReadOnlyDictionary<string, string> FeedOfCode { get; } =
        new Dictionary<string, string>
        {
            ["M101"] = FeedNames.CustomsDeclarations,
            ["M114"] = FeedNames.AgencyCertificates,
            ["M201"] = FeedNames.VatInvoices,
        };

    /// <summary>The rows of these effects, and others that stand before them.</summary>
    public NoDataEffects With(IEnumerable<NoDataEffect> rows) =>
        new(rows.Concat(_rows.Values.SelectMany(ofCode => ofCode)));

    /// <summary>
    /// The effect in force on a day; null when the form has none, so that the filing goes on
    /// waiting.
    /// </summary>
    public NoDataEffect? Find(string? period, string code, DateOnly day)
    {
        if (period is null || !_rows.TryGetValue((period, code), out var rows))
            return null;
        foreach (var row in rows)
        {
            if (row.ValidFrom <= day)
                return row.IsRefused ? null : row;
        }
        return null;
    }
}

/// <summary>A row of the effects.</summary>
public sealed record NoDataEffect
{
    /// <summary>Policy period of the export, such as V2018.</summary>
    public required string Period { get; init; }

    /// <summary>The doubt that is closed: M101, M114 or M201.</summary>
    public required string Code { get; init; }

    /// <summary>Severity that is left of it.</summary>
    public required DoubtLevel Level { get; init; }

    /// <summary>Who may pass it; nobody means that the form is not accepted.</summary>
    public required PassableBy PassableBy { get; init; }

    /// <summary>First day in force.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Whether the form is not accepted from that day on.</summary>
    public bool IsRefused => PassableBy == PassableBy.None;
}

/// <summary>A form filed for a voucher, as the checks see it.</summary>
/// <param name="FiledOn">Business day.</param>
/// <param name="IsOfThisFiling">
/// Whether it closes the wait of this very filing; another one of the declarant only keeps the time
/// limit.
/// </param>
public sealed record NoDataForm(DateOnly FiledOn, bool IsOfThisFiling);
