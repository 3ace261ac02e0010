using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Information;

/// <summary>
/// What each line finds left of its voucher: what other filings leave, and offsets of this filing
/// give back, less what the lines above it take.
/// </summary>
internal static class RemainingQuantities
{
    public static void Spread(IReadOnlyList<CheckedExportLine> lines)
    {
        var remaining = new Dictionary<string, decimal>(lines.Count, StringComparer.Ordinal);
        var lastUser = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (line is not { CustomsLineNo: { } number, Customs: { } customs })
                continue;
            var givenBack = line.IsOffset ? Math.Max(0m, -(line.QuantityInUnit1 ?? 0m)) : 0m;
            remaining[number] =
                remaining.GetValueOrDefault(number, customs.RemainingQuantity) + givenBack;
        }
        foreach (var line in lines)
        {
            if (
                line.CustomsLineNo is not { } number
                || !remaining.TryGetValue(number, out var left)
            )
                continue;
            line.RemainingBefore = left;
            line.UsedUpByLine = lastUser.GetValueOrDefault(number);
            if (line.IsOffset)
                continue;
            remaining[number] = Math.Max(0m, left - (line.QuantityInUnit1 ?? 0m));
            lastUser[number] = line.Line.LineNo;
        }
    }

    public static void Spread(IReadOnlyList<CheckedPurchaseLine> lines)
    {
        var remaining = new Dictionary<(InvoiceKey, TaxKind), Balance>(lines.Count);
        foreach (var line in lines)
        {
            // Nothing counts of an invoice as long as no line of it is named.
            line.CountedBase = line.Voucher is null ? line.Line.TaxBase : 0m;
            if (line.Invoice is null)
                continue;
            line.CountedBase = line.Line.TaxBase;
            var key = (line.Key, line.Line.TaxKind);
            var left = remaining.GetValueOrDefault(
                key,
                Balance.Of(line.Invoice, line.Filing.Limits)
            );
            remaining[key] = line.IsOffset
                ? left.Less(line.Line.TaxBase, line.QuantityInInvoiceUnit ?? 0m, left.LastUser)
                : left;
        }
        var exceeded = new HashSet<(InvoiceKey, TaxKind)>();
        foreach (var line in lines)
        {
            var key = (line.Key, line.Line.TaxKind);
            if (!remaining.TryGetValue(key, out var left))
                continue;
            line.RemainingBefore = left.TaxBase;
            line.RemainingQuantityBefore = left.Quantity;
            line.UsedUpByLine = left.LastUser;
            if (line.IsOffset)
                continue;
            if (line.Line.TaxBase > left.TaxBase)
                exceeded.Add(key);
            line.CountedBase = Math.Max(0m, Math.Min(line.Line.TaxBase, left.TaxBase));
            remaining[key] = left.Less(
                line.CountedBase,
                line.QuantityInInvoiceUnit ?? 0m,
                line.Line.LineNo
            );
        }
        if (exceeded.Count == 0)
            return;
        var claims = lines
            .Where(line => !line.IsOffset)
            .GroupBy(line => (line.Key, line.Line.TaxKind));
        foreach (var ofInvoice in claims.Where(claim => exceeded.Contains(claim.Key)))
            ShareWhatIsLeft([.. ofInvoice]);
    }

    /// <summary>
    /// Within the tolerance no doubt says which line is too much, so none loses for standing below
    /// another. The first of the lines found all that is left.
    /// </summary>
    private static void ShareWhatIsLeft(CheckedPurchaseLine[] lines)
    {
        var left = Math.Max(0m, lines[0].RemainingBefore);
        var excess = lines.Sum(line => line.Line.TaxBase) - left;
        if (excess > lines[0].Filing.Limits.BaseToleranceCny)
            return;
        var parts = Money.Split(
            left,
            Array.ConvertAll(lines, line => Math.Max(0m, line.Line.TaxBase)),
            (one, other) => lines[one].CompareByContent(lines[other])
        );
        for (var i = 0; i < lines.Length; i++)
            lines[i].CountedBase = parts[i];
    }

    private readonly record struct Balance(decimal TaxBase, decimal? Quantity, string? LastUser)
    {
        public static Balance Of(InvoiceRecord invoice, CheckLimits limits) =>
            new(
                invoice.RemainingLeviedBase(limits.InvoiceTaxToleranceCny),
                invoice.Quantity > 0 ? invoice.RemainingQuantity ?? invoice.Quantity : null,
                null
            );

        public Balance Less(decimal taxBase, decimal quantity, string? user) =>
            new(TaxBase - taxBase, Quantity is { } q ? Math.Max(0m, q - quantity) : null, user);
    }
}
