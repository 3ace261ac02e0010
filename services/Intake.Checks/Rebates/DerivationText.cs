using System.Globalization;

namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>The sentence that shows a person how the figures of a line came about.</summary>
public static class DerivationText
{
    /// <summary>The derivation in words, with its numbers.</summary>
    public static string Of(Derivation derivation, bool isChinese)
    {
        string N(string name) => Number(derivation, name);
        return derivation.Formula switch
        {
            RebateFormula.ErLine => ErBase(derivation, isChinese) + ErTax(derivation, isChinese),
            RebateFormula.ErLineLowerRate => ErBase(derivation, isChinese)
                + (
                    isChinese
                        ? $"征收率{N("vatRate")}%与文库退税率{N("libraryRate")}%孰低；"
                        : $"lower of levy rate {N("vatRate")}% "
                            + $"and library rate {N("libraryRate")}%; "
                )
                + ErTax(derivation, isChinese),
            RebateFormula.ErConsumptionTax => isChinese
                ? $"消费税 {N("declaredTax")} × {N("base")} ÷ {N("taxBase")} = {N("rebate")}"
                : $"consumption tax {N("declaredTax")} × {N("base")} ÷ {N("taxBase")} "
                    + $"= {N("rebate")}",
            RebateFormula.EcrLine => EcrBase(derivation, isChinese, isProcessing: false),
            RebateFormula.EcrProcessingLine => EcrBase(derivation, isChinese, isProcessing: true),
            RebateFormula.NoRebate => isChinese
                ? $"计税基础{N("base")}：不予退税"
                : $"base {N("base")}: no rebate",
        };
    }

    private static string ErBase(Derivation derivation, bool isChinese)
    {
        string N(string name) => Number(derivation, name);
        var numbers =
            $"{N("taxBase")} × {N("exportedQuantity")} ÷ {N("purchasedQuantity")} = {N("base")}";
        return isChinese ? $"计税金额 {numbers}；" : $"base {numbers}; ";
    }

    private static string ErTax(Derivation derivation, bool isChinese)
    {
        string N(string name) => Number(derivation, name);
        var rebate = $"{N("base")} × {N("rebateRate")}% = {N("rebate")}";
        var difference =
            $"{N("base")} × ({N("vatRate")}% − {N("rebateRate")}%) = {N("rateDifference")}";
        return isChinese
            ? $"应退税额 {rebate}；征退税差额 {difference}"
            : $"rebate {rebate}; cost increase {difference}";
    }

    private static string EcrBase(Derivation derivation, bool isChinese, bool isProcessing)
    {
        string N(string name) => Number(derivation, name);
        var bonded = isProcessing
            ? (
                isChinese
                    ? $"保税料件 {N("fobCny")} × {N("allocationRate")} = {N("bondedMaterial")}；"
                    : $"bonded material {N("fobCny")} × {N("allocationRate")} "
                        + $"= {N("bondedMaterial")}; "
            )
            : "";
        var net = $"({N("fobCny")} − {N("bondedMaterial")} − {N("exemptMaterial")})";
        var tax = $"{net} × {N("rebateRate")}% = {N("rebate")}";
        var disallowed = $"{net} × ({N("vatRate")}% − {N("rebateRate")}%) = {N("rateDifference")}";
        return isChinese
            ? $"{bonded}免抵退税额 {tax}；不得免征和抵扣税额 {disallowed}"
            : $"{bonded}ECR tax {tax}; disallowed tax {disallowed}";
    }

    private static string Number(Derivation derivation, string name)
    {
        foreach (var value in derivation.Values)
        {
            if (value.Name == name)
                return value.Value.ToString("#,##0.######", CultureInfo.InvariantCulture);
        }
        return "0";
    }
}
