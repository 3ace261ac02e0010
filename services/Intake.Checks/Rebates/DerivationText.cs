using System.Diagnostics;
using System.Globalization;

namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>The sentence that shows a person how the figures of a line came about.</summary>
public static class DerivationText
{
    /// <summary>The derivation in words, with its numbers.</summary>
    public static string Of(Derivation derivation, bool isChinese) =>
        derivation switch
        {
            ErLineDerivation line => Share(line, isChinese) + Rebate(line, isChinese),
            ErLowerRateDerivation line => Share(line, isChinese)
                + LowerRate(line, isChinese)
                + Rebate(line, isChinese),
            ErConsumptionTaxDerivation line => ConsumptionTax(line, isChinese),
            ErNoRebateDerivation line => NoRebate(line.BaseCny, isChinese),
            EcrLineDerivation line => EcrTax(line, isChinese),
            EcrProcessingLineDerivation line => Bonded(line, isChinese) + EcrTax(line, isChinese),
            EcrNoRebateDerivation line => NoRebate(line.BaseCny, isChinese),
            ErOffsetDerivation line => Offset(
                (line.OriginalRebateCny, line.TaxBaseCny, line.OriginalTaxBaseCny),
                line.RebateCny,
                isChinese
            ),
            EcrOffsetDerivation line => Offset(
                (line.OriginalEcrTaxCny, line.FobCny, line.OriginalFobCny),
                line.EcrTaxCny,
                isChinese
            ),
            _ => throw new UnreachableException(),
        };

    /// <summary>A number as derivations show it.</summary>
    public static string Number(decimal value) =>
        value.ToString("#,##0.######", CultureInfo.InvariantCulture);

    /// <summary>Code, first day and rate of a row; empty for an unknown code.</summary>
    public static string Of(RateRowKey? row) =>
        row is { } known
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{known.Code} {known.ValidFrom:yyyy-MM-dd} {known.RebateRatePercent:0.##}%"
            )
            : "";

    private static string Share(ErDerivation line, bool isChinese)
    {
        var (taxBase, exported) = (Number(line.TaxBaseCny), Number(line.ExportedQuantity));
        var (purchased, result) = (Number(line.PurchasedQuantity), Number(line.BaseCny));
        var share = $"{taxBase} × {exported} ÷ {purchased} = {result}";
        return isChinese ? $"计税金额 {share}；" : $"base {share}; ";
    }

    private static string LowerRate(ErLowerRateDerivation line, bool isChinese)
    {
        var (levy, library) = (Number(line.VatRatePercent), Number(line.LibraryRatePercent));
        return isChinese
            ? $"征收率{levy}%与文库退税率{library}%孰低；"
            : $"lower of levy rate {levy}% and library rate {library}%; ";
    }

    private static string Rebate(ErRatedDerivation line, bool isChinese)
    {
        var (levy, rate) = (Number(line.VatRatePercent), Number(line.RebateRatePercent));
        var exported = Number(line.BaseCny);
        var rebate = $"{exported} × {rate}% = {Number(line.RebateCny)}";
        var increase = $"{exported} × ({levy}% − {rate}%) = {Number(line.CostIncreaseCny)}";
        return isChinese
            ? $"应退税额 {rebate}；征退税差额 {increase}"
            : $"rebate {rebate}; cost increase {increase}";
    }

    private static string ConsumptionTax(ErConsumptionTaxDerivation line, bool isChinese)
    {
        var (tax, exported) = (Number(line.DeclaredTaxCny), Number(line.BaseCny));
        var rebate = $"{tax} × {exported} ÷ {Number(line.TaxBaseCny)} = {Number(line.RebateCny)}";
        return isChinese ? $"消费税 {rebate}" : $"consumption tax {rebate}";
    }

    private static string Bonded(EcrProcessingLineDerivation line, bool isChinese)
    {
        var (fob, rate) = (Number(line.FobCny), Number(line.AllocationRate));
        var bonded = $"{fob} × {rate} = {Number(line.BondedMaterialCny)}";
        return isChinese ? $"保税料件 {bonded}；" : $"bonded material {bonded}; ";
    }

    private static string EcrTax(EcrRatedDerivation line, bool isChinese)
    {
        var (bonded, exempt) = (Number(line.BondedMaterialCny), Number(line.ExemptMaterialCny));
        var (levy, rate) = (Number(line.VatRatePercent), Number(line.RebateRatePercent));
        var net = $"({Number(line.FobCny)} − {bonded} − {exempt})";
        var tax = $"{net} × {rate}% = {Number(line.EcrTaxCny)}";
        var disallowed = $"{net} × ({levy}% − {rate}%) = {Number(line.DisallowedTaxCny)}";
        return isChinese
            ? $"免抵退税额 {tax}；不得免征和抵扣税额 {disallowed}"
            : $"ECR tax {tax}; disallowed tax {disallowed}";
    }

    private static string Offset(
        (decimal Granted, decimal Part, decimal Whole) original,
        decimal result,
        bool isChinese
    )
    {
        var (granted, part) = (Number(original.Granted), Number(original.Part));
        var share = $"{granted} × {part} ÷ {Number(original.Whole)} = {Number(result)}";
        return isChinese ? $"冲减原申报税额 {share}" : $"taken back of the original {share}";
    }

    private static string NoRebate(decimal baseCny, bool isChinese)
    {
        var amount = Number(baseCny);
        return isChinese ? $"计税基础{amount}：不予退税" : $"base {amount}: no rebate";
    }
}
