using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>
/// Allocation rate 分配率 of processing with imported materials: imported material in one yuan of
/// exports, as a fraction of full precision. It is rounded only for show.
/// </summary>
public static class AllocationRate
{
    /// <summary>Places of a registered rate, as forms and books show it.</summary>
    public const int RegisteredPlaces = 6;

    /// <summary>Planned rate 计划分配率; 0 when no exports are planned.</summary>
    /// <param name="plannedImportCny">Planned imports of the book, CNY yuan.</param>
    /// <param name="plannedExportCny">Planned exports of the book, CNY yuan.</param>
    public static decimal Planned(decimal plannedImportCny, decimal plannedExportCny) =>
        plannedExportCny == 0 ? 0m : plannedImportCny / plannedExportCny;

    /// <summary>
    /// Actual rate 实际分配率 of a settled book from customs values by trade mode; 0 without exports.
    /// </summary>
    public static decimal Actual(IEnumerable<BookFlow> flows)
    {
        var (imports, exports) = Adjusted(flows);
        return Planned(imports, exports);
    }

    /// <summary>Adjusted actual imports and exports of a book, CNY yuan, any sign.</summary>
    public static (decimal ImportsCny, decimal ExportsCny) Adjusted(IEnumerable<BookFlow> flows)
    {
        var imports = 0m;
        var exports = 0m;
        foreach (var flow in flows)
        {
            imports += flow.ValueCny * ImportSign(flow.TradeMode, flow.IsImport);
            exports += flow.ValueCny * ExportSign(flow.TradeMode, flow.IsImport);
        }
        return (imports, exports);
    }

    /// <summary>
    /// How a value enters the actual rate: added to (1) or taken off (-1) imports and exports; 0
    /// where it has no part.
    /// </summary>
    public static (int OfImports, int OfExports) Signs(string tradeMode, bool isImport) =>
        (ImportSign(tradeMode, isImport), ExportSign(tradeMode, isImport));

    /// <summary>A rate as it is registered: half-up to six places.</summary>
    public static decimal Registered(decimal rate) =>
        decimal.Round(rate, RegisteredPlaces, MidpointRounding.AwayFromZero);

    /// <summary>
    /// The rate an export is computed with. The form shows six places; a declared rate that is the
    /// registered one with more places is the more exact notation of the same rate.
    /// </summary>
    /// <param name="registered">Rate of the book; null while the book is not known.</param>
    /// <param name="declared">Rate of the line; null when it was left out.</param>
    public static decimal Applied(decimal? registered, decimal? declared)
    {
        var isSameRate = declared is { } exact && Registered(exact) == registered;
        var rate = isSameRate ? declared : registered ?? declared;
        return Math.Clamp(rate ?? 0m, 0m, 1m);
    }

    /// <summary>Bonded material in an export, CNY yuan, rounded to the fen.</summary>
    public static decimal BondedMaterial(decimal fobCny, decimal allocationRate) =>
        Money.Round(fobCny * allocationRate);

    /// <summary>
    /// Adjustment at settlement: exports were declared with the planned rate and are put right with
    /// the actual one. More material than planned lowers both taxes.
    /// </summary>
    /// <param name="declaredExportCny">Exports declared under the book, CNY yuan.</param>
    /// <param name="plannedRate">Planned rate as a fraction.</param>
    /// <param name="actualRate">Actual rate as a fraction.</param>
    /// <param name="vatRatePercent">Levy rate.</param>
    /// <param name="rebateRatePercent">Rebate rate.</param>
    public static SettlementAdjustment Settle(
        decimal declaredExportCny,
        decimal plannedRate,
        decimal actualRate,
        decimal vatRatePercent,
        decimal rebateRatePercent
    )
    {
        var planned = BondedMaterial(declaredExportCny, plannedRate);
        var actual = BondedMaterial(declaredExportCny, actualRate);
        return new SettlementAdjustment(
            planned,
            actual,
            Money.Tax(planned - actual, rebateRatePercent),
            Money.Tax(planned - actual, vatRatePercent - rebateRatePercent)
        );
    }

    private static int ImportSign(string tradeMode, bool isImport) =>
        (tradeMode, isImport) switch
        {
            ("0615" or "0654" or "0657" or "0700" or "0715" or "1215", true) => 1,
            ("0644" or "0844", true) => -1,
            ("0657" or "0664" or "0700" or "0864" or "0200", false) => -1,
            _ => 0,
        };

    private static int ExportSign(string tradeMode, bool isImport) =>
        (tradeMode, isImport) switch
        {
            ("0615" or "0654" or "0715" or "1215" or "4600", false) => 1,
            ("4600", true) => -1,
            _ => 0,
        };
}

/// <summary>Customs value of a book under one trade mode.</summary>
/// <param name="TradeMode">4 digits.</param>
/// <param name="IsImport">Import or export.</param>
/// <param name="ValueCny">CNY yuan.</param>
public readonly record struct BookFlow(string TradeMode, bool IsImport, decimal ValueCny);

/// <summary>Result of a settlement 核销, CNY yuan.</summary>
/// <param name="BondedPlannedCny">Material by the planned rate.</param>
/// <param name="BondedActualCny">Material by the actual rate.</param>
/// <param name="AdjustEcrTaxCny">Row 14 of the summary.</param>
/// <param name="AdjustDisallowedTaxCny">Row 8 of the summary.</param>
public readonly record struct SettlementAdjustment(
    decimal BondedPlannedCny,
    decimal BondedActualCny,
    decimal AdjustEcrTaxCny,
    decimal AdjustDisallowedTaxCny
);
