using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Match;

/// <summary>
/// Amount, quantity, unit and goods of a purchase line against invoice and export line.
/// </summary>
internal static class InvoiceAmountMatch
{
    /// <summary>
    /// Within the tolerance it passes, but what exceeds the invoice is never rebated.
    /// </summary>
    public static Finding? M206_BaseExceedsInvoice(CheckedPurchaseLine line)
    {
        if (line.Invoice is null || line.IsOffset || line.RemainingBefore <= 0)
            return null;
        var excess = line.Line.TaxBase - line.RemainingBefore;
        return excess <= line.Filing.Limits.BaseToleranceCny
            ? null
            : new Finding(
                "M206",
                "taxBase",
                Finding.Money(line.Line.TaxBase),
                Finding.Money(line.RemainingBefore)
            );
    }

    /// <summary>
    /// Amount, rate and tax of one kind of goods agree; where they do not, several stand behind
    /// the record, and no more counts than tax was levied on.
    /// </summary>
    public static Finding? M219_TaxIsNotBaseTimesRate(CheckedPurchaseLine line) =>
        line.Invoice is { } invoice
        && Math.Abs(invoice.Tax - invoice.ComputedTax) > line.Filing.Limits.InvoiceTaxToleranceCny
            ? new Finding(
                "M219",
                "voucherNo",
                Finding.Money(invoice.Tax),
                Finding.Money(invoice.ComputedTax)
            )
            : null;

    /// <summary>What is wholly deducted is M208's business.</summary>
    public static Finding? M209_AlreadyDeclared(CheckedPurchaseLine line) =>
        line
            is {
                Invoice: { UsedForDeduction: false } invoice,
                IsOffset: false,
                RemainingBefore: <= 0
            }
            ? new Finding(
                "M209",
                "voucherNo",
                line.VoucherLabel,
                line.UsedUpByLine ?? invoice.UsedIn
            )
            : null;

    /// <summary>Fees have no quantity and no unit to compare.</summary>
    public static Finding? M210_UnitMatchesNoCustomsUnit(CheckedPurchaseLine line)
    {
        if (line.Association?.Leading?.Customs is not { } customs || line.Line.Quantity == 0)
            return null;
        var units = line.Filing.Info.Reference.Units;
        if (line.Invoice is { Unit.Length: > 0 } invoice && !IsCustomsUnit(invoice.Unit))
            return Differs(invoice.Unit);
        return IsCustomsUnit(line.Line.Unit) ? null : Differs(line.Line.Unit);

        bool IsCustomsUnit(string unit) =>
            units.AreSame(customs.Unit1, unit)
            || units.AreSame(customs.Unit2, unit)
            || units.AreSame(customs.DeclaredUnit, unit);

        Finding Differs(string unit)
        {
            string?[] known = [customs.Unit1, customs.Unit2, customs.DeclaredUnit];
            var list = string.Join('/', known.Where(u => !string.IsNullOrEmpty(u)).Distinct());
            return new Finding("M210", "unit", unit, list);
        }
    }

    /// <summary>The library's base code of the exported goods is the same goods.</summary>
    public static Finding? M215_CodeDiffersFromExport(CheckedPurchaseLine line)
    {
        if (line.Association?.Leading?.Line is not { } export)
            return null;
        var declared = CodeText.Normalize(line.Line.CommodityCode);
        var code = CodeText.Normalize(export.CommodityCode);
        var rated = CodeText.Normalize(export.RatedCommodityCode);
        return IsSameGoods(declared, code) || IsSameGoods(declared, rated)
            ? null
            : new Finding("M215", "commodityCode", declared, code);
    }

    /// <summary>
    /// Compared only where invoice and line are in one unit; M210 looks at the rest.
    /// </summary>
    public static Finding? M216_QuantityExceedsInvoice(CheckedPurchaseLine line)
    {
        if (line.Invoice is null || line.RemainingQuantityBefore is not { } left || line.IsOffset)
            return null;
        return line.QuantityInInvoiceUnit is not { } quantity || quantity <= left
            ? null
            : new Finding(
                "M216",
                "quantity",
                $"{Finding.Number(quantity)} {line.Invoice.Unit}",
                $"{Finding.Number(left)} {line.Invoice.Unit}"
            );
    }

    private static bool IsSameGoods(string declared, string exported)
    {
        const int ShortestBaseCode = 8;
        return declared.Length >= ShortestBaseCode
            && (
                exported.StartsWith(declared, StringComparison.Ordinal)
                || declared.StartsWith(exported, StringComparison.Ordinal)
            );
    }
}
