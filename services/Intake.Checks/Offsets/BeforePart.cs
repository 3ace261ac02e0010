using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Checks.Offsets;

/// <summary>
/// Offsets of what was declared before anything is known here. An officer compares them with the
/// old filing; the authority's own records bound all of them together.
/// </summary>
internal static class BeforePart
{
    public static TakeBack Of(CheckedExportLine line, Dictionary<string, LinePart> taken)
    {
        if (line is not { CustomsLineNo: { } number, Customs: { } customs })
            return new TakeBack { Key = LineKey.OfCustoms(line.CustomsLineNo ?? "") };
        var whole = Whole(customs.Quantity1, customs.FobUsd);
        var part = Whole(-(line.QuantityInUnit1 ?? 0m), -line.Line.FobUsd);
        var left = whole.Less(taken.GetValueOrDefault(LineKey.OfCustoms(number)));
        if (part.Quantity <= 0 || part.Quantity > left.Quantity || part.Amount > left.Amount)
            return TakeBack.Refused(OffsetText.Differs(line, line.Line.CommodityCode, left, ""));
        return Take(LineKey.OfCustoms(number), whole, part, taken);
    }

    public static void Take(Association association, Dictionary<string, LinePart> taken)
    {
        foreach (var line in association.PurchaseLines)
        {
            if (line is not { IsOffset: true, Invoice: { } invoice })
                continue;
            var key = LineKey.OfVoucher(line.Line);
            var whole = Whole(invoice.Quantity, invoice.TaxBase);
            var part = Whole(-(line.QuantityInInvoiceUnit ?? 0m), -line.Line.TaxBase);
            var left = whole.Less(taken.GetValueOrDefault(key));
            var isWithin =
                part.Quantity >= 0
                && part.Amount >= 0
                && part.Quantity <= left.Quantity
                && part.Amount <= left.Amount;
            line.TakeBack = isWithin
                ? Take(key, whole, part, taken)
                : TakeBack.Refused(OffsetText.Differs(line, left, ""));
        }
    }

    private static TakeBack Take(
        string key,
        LinePart whole,
        LinePart part,
        Dictionary<string, LinePart> taken
    )
    {
        taken[key] = taken.GetValueOrDefault(key).Plus(part);
        return new TakeBack
        {
            Key = key,
            Whole = whole,
            Part = part,
        };
    }

    private static LinePart Whole(decimal quantity, decimal amount) =>
        new(quantity, amount, 0m, 0m, 0m, 0m, 0m);
}
