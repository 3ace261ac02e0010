using RebateFlow.Contracts.Intake;

namespace RebateFlow.RiskScoring.Rules.FilingFacts;

/// <summary>
/// The distinct things of a filing by which history and peers are looked up and recorded. Sorted,
/// so that concurrent filings touch rows in one order and cannot deadlock.
/// </summary>
public sealed record FilingKeys
{
    private FilingKeys() { }

    /// <summary>Declarant, 18 characters.</summary>
    public required string Uscc { get; init; }

    /// <summary>Commodities by their first 8 digits.</summary>
    public required string[] Hs8 { get; init; }

    /// <summary>Calendar year of the export of each of <see cref="Hs8"/>.</summary>
    public required short[] Hs8Years { get; init; }

    /// <summary>Rebate rate of the first line of each of <see cref="Hs8"/>, percent.</summary>
    public required decimal[] Hs8Rates { get; init; }

    /// <summary>Suppliers by taxpayer id; empty for ECR.</summary>
    public required string[] Suppliers { get; init; }

    /// <summary>Calendar year of the invoice of each of <see cref="Suppliers"/>.</summary>
    public required short[] SupplierYears { get; init; }

    /// <summary>Commodities by their first 10 digits.</summary>
    public required string[] PeerCodes { get; init; }

    /// <summary>
    /// Declared unit of each of <see cref="PeerCodes"/>, or the unit of a weight of a piece.
    /// </summary>
    public required string[] PeerUnits { get; init; }

    /// <summary>What the filing adds to the totals of its period.</summary>
    public required PeriodTotal Total { get; init; }

    /// <summary>Year of the period.</summary>
    public required int PeriodYear { get; init; }

    /// <summary>The same month a year before, yyyyMM.</summary>
    public required string PeriodLastYear { get; init; }

    /// <summary>Collects the keys of a filing.</summary>
    public static FilingKeys Of(Filing filing, FilingContent content)
    {
        var commodities = new SortedDictionary<(short Year, string Code), decimal>(ByYearThenText);
        var peers = new SortedSet<(string Code, string Unit)>(ByCodeThenUnit);
        var (lastCode, lastUnit, lastYear) = ("", "", 0);
        for (var i = 0; i < content.ExportLines.Count; i++)
        {
            var line = content.ExportLines[i];
            var (code, unit, year) = (line.CommodityCode, line.Unit, line.ExportDate.Year);
            if (code == lastCode && unit == lastUnit && year == lastYear)
                continue;
            (lastCode, lastUnit, lastYear) = (code, unit, year);
            commodities.TryAdd(
                ((short)year, Commodity.Hs8Of(code).ToString()),
                line.RebateRatePercent
            );
            peers.Add((Commodity.Hs10Of(code).ToString(), unit));
        }
        AddWeights(content, peers);
        var suppliers = new SortedSet<(short Year, string Id)>(ByYearThenText);
        for (var i = 0; i < content.PurchaseLines.Count; i++)
        {
            var line = content.PurchaseLines[i];
            suppliers.Add(((short)line.InvoiceDate.Year, line.SupplierTaxId));
        }
        var periodYear = int.Parse(filing.Period.AsSpan(0, 4), provider: null);
        return new FilingKeys
        {
            Uscc = filing.Declarant.Uscc,
            Hs8 = [.. commodities.Keys.Select(key => key.Code)],
            Hs8Years = [.. commodities.Keys.Select(key => key.Year)],
            Hs8Rates = [.. commodities.Values],
            Suppliers = [.. suppliers.Select(key => key.Id)],
            SupplierYears = [.. suppliers.Select(key => key.Year)],
            PeerCodes = [.. peers.Select(key => key.Code)],
            PeerUnits = [.. peers.Select(key => key.Unit)],
            Total = TotalOf(filing, content),
            PeriodYear = periodYear,
            PeriodLastYear = $"{periodYear - 1:D4}{filing.Period[4..]}",
        };
    }

    /// <summary>Weights of pieces have peers of their own, under a unit of their own.</summary>
    private static void AddWeights(
        FilingContent content,
        SortedSet<(string Code, string Unit)> peers
    )
    {
        var (lastCode, lastUnit) = ("", "");
        for (var i = 0; i < content.ExportLines.Count; i++)
        {
            var line = content.ExportLines[i];
            if (
                PieceWeight.UnitOf(line) is not { } unit
                || (line.CommodityCode == lastCode && unit == lastUnit)
            )
                continue;
            (lastCode, lastUnit) = (line.CommodityCode, unit);
            peers.Add((Commodity.Hs10Of(lastCode).ToString(), PieceWeight.PeerUnitOf(unit)));
        }
    }

    private static PeriodTotal TotalOf(Filing filing, FilingContent content)
    {
        var cost = 0m;
        for (var i = 0; i < content.PurchaseLines.Count; i++)
            cost += content.PurchaseLines[i].TaxBaseCny;
        var count = DeclarationCount.Of(
            Lines.Of(content.ExportLines),
            filing.Declarant.CustomsDistrict
        );
        return new(filing.FobUsd, filing.RebateDueCny, cost, count.Declarations, count.Away);
    }

    private static readonly Comparer<(short Year, string Text)> ByYearThenText = Comparer<(
        short Year,
        string Text
    )>.Create(
        (left, right) =>
            left.Year != right.Year
                ? left.Year.CompareTo(right.Year)
                : string.CompareOrdinal(left.Text, right.Text)
    );

    private static readonly Comparer<(string Code, string Unit)> ByCodeThenUnit = Comparer<(
        string Code,
        string Unit
    )>.Create(
        (left, right) =>
            string.CompareOrdinal(left.Code, right.Code) is var order && order != 0
                ? order
                : string.CompareOrdinal(left.Unit, right.Unit)
    );
}
