using System.Text.Json.Serialization;
using RebateFlow.Contracts.Risk;
using RebateFlow.Primitives;

namespace RebateFlow.RiskScoring.Rules.FilingFacts;

/// <summary>
/// The header of an attempt and what Risk knew when it assessed it. Stored with the assessment as
/// compressed JSON: members are added, never renamed or removed.
/// </summary>
public sealed record Background
{
    /// <summary>
    /// Business date of the assessment; it chooses rule values and watchlist entries.
    /// </summary>
    public required DateOnly AssessedOn { get; init; }

    /// <summary>The header of the attempt.</summary>
    public required FiledHeader Header { get; init; }

    /// <summary>What this exporter did before.</summary>
    public required ExporterHistory History { get; init; }

    /// <summary>
    /// Peer prices of the commodities of the attempt; those without one are absent.
    /// </summary>
    public required IReadOnlyList<PeerPrice> Peers { get; init; }

    /// <summary>What the watchlist said.</summary>
    public required WatchlistFacts Watchlist { get; init; }

    /// <summary>
    /// True when the exporter declared in the last calendar year or before, yet nothing of it is on
    /// record: our records begin later, so nothing can be called new.
    /// </summary>
    public bool HasNothingToCompare() =>
        !History.HasLastYear
        && Header.FirstDeclaredOn is { } first
        && first.Year <= History.LastYear;
}

/// <summary>Figures of the header that rules look at.</summary>
public sealed record FiledHeader
{
    /// <summary>ER or ECR.</summary>
    public required string Method { get; init; }

    /// <summary>Declarant, 18 characters.</summary>
    public required string Uscc { get; init; }

    /// <summary>Legal person, or empty when not known.</summary>
    public required string LegalPerson { get; init; }

    /// <summary>Period 所属期, yyyyMM.</summary>
    public required string Period { get; init; }

    /// <summary>Sum of the export lines, US dollars FOB, two decimals.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal FobUsd { get; init; }

    /// <summary>Rebate due 应退税额, CNY yuan, two decimals.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal RebateDueCny { get; init; }

    /// <summary>Date of the first rebate declaration; null when this is the first.</summary>
    public required DateOnly? FirstDeclaredOn { get; init; }

    /// <summary>Home customs district, 4 digits; empty when not known or not yet kept.</summary>
    public string CustomsDistrict { get; init; } = "";

    /// <summary>Registered name; null in assessments made before it was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>Enterprise class, 1 to 4; null in assessments made before it was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EnterpriseClass { get; init; }
}

/// <summary>
/// What an exporter did before, by our own records; this pre-declaration is left out.
/// </summary>
public sealed record ExporterHistory
{
    /// <summary>The calendar year before the year of the period.</summary>
    public required int LastYear { get; init; }

    /// <summary>True when any export of that year is on record.</summary>
    public required bool HasLastYear { get; init; }

    /// <summary>
    /// Commodities of this attempt that were exported in that year, 8 digits each.
    /// </summary>
    public required IReadOnlyList<string> CommoditiesLastYear { get; init; }

    /// <summary>Suppliers of this attempt that supplied in that year, by taxpayer id.</summary>
    public required IReadOnlyList<string> SuppliersLastYear { get; init; }

    /// <summary>Other filings of the same period; zero when there are none.</summary>
    public required PeriodTotal ThisPeriod { get; init; }

    /// <summary>All filings of the same month a year before; zero when there are none.</summary>
    public required PeriodTotal SamePeriodLastYear { get; init; }

    /// <summary>Day on which the legal person was first seen; null when today is the
    /// first.</summary>
    public DateOnly? LegalPersonSince { get; init; }

    /// <summary>The legal person seen before this one; null when there was none.</summary>
    public string? FormerLegalPerson { get; init; }

    /// <summary>
    /// For commodities of this attempt: the code of the same heading with the lowest rebate rate
    /// that was exported in the last calendar year. By <see cref="CheaperNeighbour.Hs8"/>.
    /// </summary>
    public IReadOnlyList<CheaperNeighbour> CheaperNeighbours { get; init; } = [];
}

/// <summary>A code of the same heading with a lower rate.</summary>
/// <param name="Hs8">The commodity of this attempt, 8 digits.</param>
/// <param name="NeighbourHs8">The other code, 8 digits.</param>
/// <param name="RatePercent">Rebate rate of the other code, percent.</param>
public sealed record CheaperNeighbour(
    string Hs8,
    string NeighbourHs8,
    [property: JsonConverter(typeof(DecimalJsonConverter))] decimal RatePercent
);

/// <summary>Totals of the filings of one exporter in one period.</summary>
/// <param name="FobUsd">Exports, US dollars FOB, two decimals.</param>
/// <param name="RebateCny">Rebate due, CNY yuan, two decimals.</param>
/// <param name="CostCny">Purchases without VAT, CNY yuan; 0 when not known.</param>
/// <param name="Declarations">Customs declarations; 0 when not known.</param>
/// <param name="AwayDeclarations">Those cleared away from the home customs.</param>
public sealed record PeriodTotal(
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal FobUsd,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal RebateCny,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal CostCny = 0,
    int Declarations = 0,
    int AwayDeclarations = 0
)
{
    /// <summary>No filings.</summary>
    public static readonly PeriodTotal None = new(0, 0);

    /// <summary>This and another one.</summary>
    public PeriodTotal Plus(PeriodTotal other, int sign = 1) =>
        new(
            FobUsd + sign * other.FobUsd,
            RebateCny + sign * other.RebateCny,
            CostCny + sign * other.CostCny,
            Declarations + sign * other.Declarations,
            AwayDeclarations + sign * other.AwayDeclarations
        );
}

/// <summary>What other filings of the last twelve months asked for the same commodity.</summary>
public sealed record PeerPrice
{
    /// <summary>First 10 digits of the commodity code.</summary>
    public required string CommodityCode { get; init; }

    /// <summary>Unit as declared.</summary>
    public required string Unit { get; init; }

    /// <summary>Number of filings behind the figures, 1 or more.</summary>
    public required int Filings { get; init; }

    /// <summary>Mean of their unit prices, US dollars per unit, four decimals.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal MeanUsd { get; init; }

    /// <summary>Median of their unit prices, US dollars per unit, four decimals.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal MedianUsd { get; init; }

    /// <summary>
    /// Median distance of their unit prices from the median, US dollars per unit, four decimals;
    /// null in assessments made before it was kept.
    /// </summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public decimal? MadUsd { get; init; }
}

/// <summary>What the watchlist said about an attempt.</summary>
public sealed record WatchlistFacts
{
    /// <summary>Revision of the list that was searched.</summary>
    public required long Revision { get; init; }

    /// <summary>
    /// Kinds with at least one entry in force; without one there is nothing to compare.
    /// </summary>
    public required IReadOnlyList<string> KindsInForce { get; init; }

    /// <summary>Entries in force that the attempt touches, by kind and matched value.</summary>
    public required IReadOnlyList<WatchlistHit> Hits { get; init; }

    /// <summary>
    /// Distinct names that were beyond the limit and not compared; null when none was.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? NamesLeftOut { get; init; }
}
