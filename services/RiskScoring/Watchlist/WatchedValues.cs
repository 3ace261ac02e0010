using RebateFlow.Contracts.Intake;
using RebateFlow.Primitives;
using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>
/// The distinct values of a filing that an entry of the watchlist can name, in the form in which
/// entries are matched. By them the filings that an entry touches are found without unpacking any.
/// </summary>
public sealed class WatchedValues
{
    private readonly SortedSet<(short Kind, string Key)> values = new(InOrder);
    private readonly string[] last = new string[Enum.GetValues<WatchlistKind>().Length];

    private WatchedValues() { }

    /// <summary>Kind of each value, the number of its <see cref="WatchlistKind"/>.</summary>
    public short[] Kinds => [.. values.Select(value => value.Kind)];

    /// <summary>The values, beside their kinds.</summary>
    public string[] Keys => [.. values.Select(value => value.Key)];

    /// <summary>Collects the values of a filing.</summary>
    public static WatchedValues Of(Declarant declarant, FilingContent content)
    {
        var found = new WatchedValues();
        found.Add(WatchlistKind.Enterprise, declarant.Uscc);
        found.Add(WatchlistKind.LegalPerson, WatchlistKey.NameOf(declarant.LegalPerson));
        for (var i = 0; i < content.ExportLines.Count; i++)
        {
            var line = content.ExportLines[i];
            found.Add(WatchlistKind.Commodity, line.CommodityCode);
            found.Add(WatchlistKind.CustomsDistrict, line.CustomsDistrict);
            found.Add(WatchlistKind.SourceRegion, line.SourceRegion);
            found.Add(WatchlistKind.Country, line.DestinationCountry);
        }
        for (var i = 0; i < content.PurchaseLines.Count; i++)
            found.Add(WatchlistKind.Supplier, content.PurchaseLines[i].SupplierTaxId);
        return found;
    }

    private static readonly Comparer<(short Kind, string Key)> InOrder = Comparer<(
        short Kind,
        string Key
    )>.Create(
        (left, right) =>
            left.Kind != right.Kind
                ? left.Kind.CompareTo(right.Kind)
                : string.CompareOrdinal(left.Key, right.Key)
    );

    private void Add(WatchlistKind kind, string value)
    {
        // Lines of one filing mostly repeat the value of the line before.
        if (value.Length == 0 || value == last[(int)kind])
            return;
        last[(int)kind] = value;
        values.Add(((short)kind, CodeText.Normalize(value)));
    }
}
