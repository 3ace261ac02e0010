namespace RebateFlow.RiskScoring.Rules.Watchlist;

/// <summary>What an entry names.</summary>
public enum WatchlistKind
{
    /// <summary>Declarant 申报企业, by unified social credit code.</summary>
    Enterprise,

    /// <summary>Supplier 供货企业, by taxpayer id.</summary>
    Supplier,

    /// <summary>
    /// Commodity 商品, by a prefix of its code, 2 to 14 digits.
    /// </summary>
    Commodity,

    /// <summary>
    /// Customs district 关区, 4 digits; a code that ends in 00 stands for all its offices.
    /// </summary>
    CustomsDistrict,

    /// <summary>Source region 货源地, by a prefix of its GB/T 2260 code, 2 to 6 digits.</summary>
    SourceRegion,

    /// <summary>Country of destination, ISO 3166-1 alpha-3.</summary>
    Country,

    /// <summary>Legal person 法定代表人, by name.</summary>
    LegalPerson,
}

/// <summary>The names of the kinds in messages, in the API and in the database.</summary>
public static class WatchlistKinds
{
    public const string Enterprise = "ENTERPRISE";
    public const string Supplier = "SUPPLIER";
    public const string Commodity = "COMMODITY";
    public const string CustomsDistrict = "CUSTOMS_DISTRICT";
    public const string SourceRegion = "SOURCE_REGION";
    public const string Country = "COUNTRY";
    public const string LegalPerson = "LEGAL_PERSON";

    /// <summary>Every kind by its name.</summary>
    public static readonly IReadOnlyDictionary<string, WatchlistKind> ByName =
        Enum.GetValues<WatchlistKind>().ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>The name of a kind.</summary>
    public static string NameOf(WatchlistKind kind) =>
        kind switch
        {
            WatchlistKind.Enterprise => Enterprise,
            WatchlistKind.Supplier => Supplier,
            WatchlistKind.Commodity => Commodity,
            WatchlistKind.CustomsDistrict => CustomsDistrict,
            WatchlistKind.SourceRegion => SourceRegion,
            WatchlistKind.Country => Country,
            WatchlistKind.LegalPerson => LegalPerson,
        };
}
