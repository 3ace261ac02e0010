using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.RiskScoring.Rules.Conditions;

/// <summary>A type of the language: bool, number, text, a list or an object.</summary>
/// <param name="Name">Its name in messages.</param>
/// <param name="Item">Type of the items of a list; null for anything else.</param>
public sealed record FactType(string Name, FactType? Item = null)
{
    public static readonly FactType Bool = new("bool");
    public static readonly FactType Number = new("number");
    public static readonly FactType Text = new("string");

    /// <summary>A list of a type.</summary>
    public static FactType ListOf(FactType item) => new($"list({item.Name})", item);
}

/// <summary>A member of an object and how to read it.</summary>
public sealed record FactField(FactType Type, Func<object, Value> Read);

/// <summary>
/// What a condition can name. Numbers are exact decimals; codes, dates (yyyy-MM-dd) and periods are
/// strings, which compare in their order.
/// </summary>
public static class FactTypes
{
    private static readonly FactType filing = new("filing");
    private static readonly FactType exportLine = new("exportLine");
    private static readonly FactType purchaseLine = new("purchaseLine");
    private static readonly FactType association = new("association");
    private static readonly FactType history = new("history");
    private static readonly FactType hit = new("watchlistHit");
    private static readonly FactType doubt = new("doubt");

    /// <summary>The variables by name.</summary>
    public static readonly IReadOnlyDictionary<string, FactField> Variables = new Dictionary<
        string,
        FactField
    >(StringComparer.Ordinal)
    {
        ["filing"] = Of(filing, Same),
        ["history"] = Of(history, Same),
        ["exportLines"] = Of(FactType.ListOf(exportLine), f => ((Facts)f).Content.ExportLines),
        ["purchaseLines"] = Of(
            FactType.ListOf(purchaseLine),
            f => ((Facts)f).Content.PurchaseLines
        ),
        ["associations"] = Of(
            FactType.ListOf(association),
            f => ((Facts)f).Associations.ToList().Select(one => (object)one).ToList()
        ),
        ["watchlistHits"] = Of(FactType.ListOf(hit), f => ((Facts)f).Background.Watchlist.Hits),
        ["doubts"] = Of(FactType.ListOf(doubt), f => ((Facts)f).Content.Doubts),
    };

    private static readonly Dictionary<string, Dictionary<string, FactField>> members = new()
    {
        [filing.Name] = new()
        {
            ["method"] = Text(f => Header(f).Method),
            ["uscc"] = Text(f => Header(f).Uscc),
            ["legalPerson"] = Text(f => Header(f).LegalPerson),
            ["period"] = Text(f => Header(f).Period),
            ["customsDistrict"] = Text(f => Header(f).CustomsDistrict),
            ["fobUsd"] = Number(f => Header(f).FobUsd),
            ["rebateDueCny"] = Number(f => Header(f).RebateDueCny),
            ["firstDeclaredOn"] = Text(f => Day(Header(f).FirstDeclaredOn)),
            ["assessedOn"] = Text(f => Day(((Facts)f).Background.AssessedOn)),
        },
        [history.Name] = new()
        {
            ["hasLastYear"] = new(FactType.Bool, f => History(f).HasLastYear),
            ["periodFobUsd"] = Number(f => History(f).ThisPeriod.FobUsd),
            ["periodRebateCny"] = Number(f => History(f).ThisPeriod.RebateCny),
            ["yearBeforeFobUsd"] = Number(f => History(f).SamePeriodLastYear.FobUsd),
            ["yearBeforeRebateCny"] = Number(f => History(f).SamePeriodLastYear.RebateCny),
        },
        [exportLine.Name] = new()
        {
            ["lineNo"] = Text(l => Export(l).LineNo),
            ["commodityCode"] = Text(l => Export(l).CommodityCode),
            ["commodityName"] = Text(l => Export(l).CommodityName),
            ["unit"] = Text(l => Export(l).Unit),
            ["exportDate"] = Text(l => Day(Export(l).ExportDate)),
            ["customsDistrict"] = Text(l => Export(l).CustomsDistrict),
            ["sourceRegion"] = Text(l => Export(l).SourceRegion),
            ["destinationCountry"] = Text(l => Export(l).DestinationCountry),
            ["tradeMode"] = Text(l => Export(l).TradeMode),
            ["quantity"] = Number(l => Export(l).Quantity),
            ["fobUsd"] = Number(l => Export(l).FobUsd),
            ["fobCny"] = Number(l => Export(l).FobCny),
            ["rebateRatePercent"] = Number(l => Export(l).RebateRatePercent),
            ["rebateCny"] = Number(l => Export(l).RebateCny),
        },
        [purchaseLine.Name] = new()
        {
            ["lineNo"] = Text(l => Purchase(l).LineNo),
            ["voucherNo"] = Text(l => Purchase(l).VoucherNo),
            ["supplierTaxId"] = Text(l => Purchase(l).SupplierTaxId),
            ["supplierName"] = Text(l => Purchase(l).SupplierName),
            ["commodityCode"] = Text(l => Purchase(l).CommodityCode),
            ["unit"] = Text(l => Purchase(l).Unit),
            ["invoiceDate"] = Text(l => Day(Purchase(l).InvoiceDate)),
            ["quantity"] = Number(l => Purchase(l).Quantity),
            ["taxBaseCny"] = Number(l => Purchase(l).TaxBaseCny),
            ["rebateCny"] = Number(l => Purchase(l).RebateCny),
        },
        [association.Name] = new()
        {
            ["associationNo"] = Text(a => ((Association)a).AssociationNo),
            ["fobUsd"] = Number(a => ((Association)a).FobUsd),
            ["taxBaseCny"] = Number(a => ((Association)a).TaxBaseCny),
        },
        [hit.Name] = new()
        {
            ["kind"] = Text(h => ((WatchlistHit)h).Kind),
            ["key"] = Text(h => ((WatchlistHit)h).Key),
            ["level"] = Number(h => ((WatchlistHit)h).Level),
        },
        [doubt.Name] = new()
        {
            ["code"] = Text(d => ((FiledDoubt)d).Code),
            ["level"] = Text(d => ((FiledDoubt)d).Level),
        },
    };

    /// <summary>A member of an object type; null when it has none of that name.</summary>
    public static FactField? Member(FactType type, string name) =>
        members.GetValueOrDefault(type.Name)?.GetValueOrDefault(name);

    /// <summary>Names of the members of a type, in order.</summary>
    public static IEnumerable<string> MembersOf(FactType type) =>
        members.GetValueOrDefault(type.Name)?.Keys ?? Enumerable.Empty<string>();

    private static object Same(object facts) => facts;

    private static FactField Of(FactType type, Func<object, object> read) =>
        new(type, facts => new Value(read(facts)));

    private static FactField Text(Func<object, string> read) =>
        new(FactType.Text, item => new Value(read(item)));

    private static FactField Number(Func<object, decimal> read) =>
        new(FactType.Number, item => read(item));

    private static FiledHeader Header(object facts) => ((Facts)facts).Background.Header;

    private static ExporterHistory History(object facts) => ((Facts)facts).Background.History;

    private static FiledExportLine Export(object line) => (FiledExportLine)line;

    private static FiledPurchaseLine Purchase(object line) => (FiledPurchaseLine)line;

    private static string Day(DateOnly? day) =>
        day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
