using System.Collections.Frozen;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Reference;

/// <summary>
/// What each kind of purchase voucher 凭证种类 earns, as dated rows by export date; see
/// seeds/reference/voucher-kinds.csv.
/// </summary>
public sealed class VoucherKinds
{
    private readonly FrozenDictionary<VoucherKind, VoucherKindRow[]> _rows;

    /// <summary>Takes the rows in any order; of the same day the first counts.</summary>
    public VoucherKinds(IEnumerable<VoucherKindRow> rows) =>
        _rows = rows.GroupBy(row => row.Kind)
            .ToFrozenDictionary(
                ofKind => ofKind.Key,
                ofKind => ofKind.OrderByDescending(row => row.ValidFrom).ToArray()
            );

    /// <summary>The rows of these kinds, and others that stand before them.</summary>
    public VoucherKinds With(IEnumerable<VoucherKindRow> rows) =>
        new(rows.Concat(_rows.Values.SelectMany(ofKind => ofKind)));

    /// <summary>Whose purchases a kind earns a rebate for; nobody's without a row.</summary>
    public IReadOnlyList<EnterpriseKind> EarnsFor(VoucherKind kind, DateOnly exportDate)
    {
        foreach (var row in _rows.GetValueOrDefault(kind, []))
        {
            if (row.ValidFrom <= exportDate)
                return row.EarnsFor;
        }
        return [];
    }

    /// <summary>
    /// Whether a voucher earns its declarant a rebate; one that is not registered (R310) is taken
    /// for any that might.
    /// </summary>
    public bool Earns(VoucherKind kind, DateOnly exportDate, EnterpriseKind? declarant)
    {
        var earners = EarnsFor(kind, exportDate);
        return declarant is { } one ? earners.Contains(one) : earners.Count > 0;
    }
}

/// <summary>What a kind of voucher earns from a day on.</summary>
public sealed record VoucherKindRow
{
    /// <summary>The kind.</summary>
    public required VoucherKind Kind { get; init; }

    /// <summary>First export date.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Kinds of exporters that it earns a rebate for; empty when it earns none.</summary>
    public required IReadOnlyList<EnterpriseKind> EarnsFor { get; init; }

    /// <summary>Kinds of exporters as one text: FT|CS; empty for none.</summary>
    public static IReadOnlyList<EnterpriseKind> ReadEarners(string text) =>
        [
            .. text.Split('|', StringSplitOptions.RemoveEmptyEntries)
                .Select(name =>
                    WireCode.TryParse(name, out EnterpriseKind kind)
                        ? kind
                        : throw new InvalidOperationException(
                            $"{name} is not one of {WireCode.List<EnterpriseKind>()}."
                        )
                ),
        ];
}
