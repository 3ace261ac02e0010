using RebateFlow.Intake.Checks.Rebates;

namespace RebateFlow.Intake.Settlements;

/// <summary>The sentences that show a person how the figures of a settlement came about.</summary>
public static class SettlementText
{
    /// <summary>A number as derivations show it.</summary>
    public static string Number(decimal value) => DerivationText.Number(value);

    /// <summary>How the actual rate came about.</summary>
    public static string OfRate(
        IReadOnlyCollection<BookFlow> flows,
        decimal actualRate,
        bool isChinese
    )
    {
        var (imports, exports) = AllocationRate.Adjusted(flows);
        var ofImports = Sum(flows, signs => signs.OfImports, isChinese);
        var ofExports = Sum(flows, signs => signs.OfExports, isChinese);
        var quotient = $"{Number(imports)} ÷ {Number(exports)} = {Number(actualRate)}";
        return isChinese
            ? $"实际进口额 {ofImports} = {Number(imports)}；实际出口额 {ofExports} = "
                + $"{Number(exports)}；实际分配率 {quotient}"
            : $"actual imports {ofImports} = {Number(imports)}; actual exports {ofExports} = "
                + $"{Number(exports)}; actual rate {quotient}";
    }

    /// <summary>How the adjustment of exports with the same rates came about.</summary>
    public static string OfLine(SettlementLine line, bool isChinese)
    {
        var adjusted = line.Adjustment;
        var export = Number(line.DeclaredExportCny);
        var planned =
            $"{export} × {Number(line.PlannedRate)} = {Number(adjusted.BondedPlannedCny)}";
        var actual = $"{export} × {Number(line.ActualRate)} = {Number(adjusted.BondedActualCny)}";
        var difference =
            $"({Number(adjusted.BondedPlannedCny)} − {Number(adjusted.BondedActualCny)})";
        var (vat, rebate) = (Number(line.VatRatePercent), Number(line.RebateRatePercent));
        var ecrTax = $"{difference} × {rebate}% = {Number(adjusted.AdjustEcrTaxCny)}";
        var disallowed =
            $"{difference} × ({vat}% − {rebate}%) = {Number(adjusted.AdjustDisallowedTaxCny)}";
        return isChinese
            ? $"计划保税料件 {planned}；实际保税料件 {actual}；应调整免抵退税额 {ecrTax}；"
                + $"应调整不得免征和抵扣税额 {disallowed}"
            : $"planned material {planned}; actual material {actual}; ECR tax {ecrTax}; "
                + $"disallowed tax {disallowed}";
    }

    private static string Sum(
        IEnumerable<BookFlow> flows,
        Func<(int OfImports, int OfExports), int> signOf,
        bool isChinese
    )
    {
        var terms = flows
            .Select(flow =>
                (Flow: flow, Sign: signOf(AllocationRate.Signs(flow.TradeMode, flow.IsImport)))
            )
            .Where(term => term.Sign != 0)
            .Select(term =>
            {
                var import = isChinese ? "进口" : "import";
                var export = isChinese ? "出口" : "export";
                var name = $"{term.Flow.TradeMode} {(term.Flow.IsImport ? import : export)}";
                return $"{(term.Sign > 0 ? '+' : '−')} {Number(term.Flow.ValueCny)} ({name})";
            })
            .ToList();
        return terms.Count == 0 ? "0" : string.Join(' ', terms).TrimStart('+', ' ');
    }
}
