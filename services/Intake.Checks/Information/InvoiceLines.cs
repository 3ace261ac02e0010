using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Information;

/// <summary>A line of an invoice, as what counts uses of it names it.</summary>
/// <param name="VoucherNo">Voucher number, normalised.</param>
/// <param name="LineNo">Line of the invoice, from 1.</param>
public readonly record struct InvoiceKey(string VoucherNo, int LineNo)
{
    /// <summary>By number, then by line.</summary>
    public static IComparer<InvoiceKey> Order { get; } =
        Comparer<InvoiceKey>.Create(
            (one, other) =>
            {
                var byNumber = string.CompareOrdinal(one.VoucherNo, other.VoucherNo);
                return byNumber != 0 ? byNumber : one.LineNo.CompareTo(other.LineNo);
            }
        );

    /// <summary>As feeds and waiting filings name it, such as 26122000000000000001/2.</summary>
    public override string ToString() => FormattableString.Invariant($"{VoucherNo}/{LineNo}");
}

/// <summary>The lines of an invoice, and which of them a purchase line takes.</summary>
public static class InvoiceLines
{
    /// <summary>Invoices by number; the first line of each stands for it.</summary>
    /// <remarks>
    /// A status is of the invoice: one line that is not normal makes the whole of it so, whichever
    /// of its rows the sender brought up to date.
    /// </remarks>
    /// <param name="lines">Lines of any invoices.</param>
    public static Dictionary<string, InvoiceRecord> ByNumber(IEnumerable<InvoiceRecord> lines) =>
        lines
            .GroupBy(line => line.VoucherNo, StringComparer.Ordinal)
            .ToDictionary(ofOne => ofOne.Key, Join, StringComparer.Ordinal);

    private static InvoiceRecord Join(IEnumerable<InvoiceRecord> lines)
    {
        var ordered = lines.OrderBy(line => line.LineNo).ToList();
        var gravest = ordered.Find(line => line.Status != InvoiceStatus.Normal)?.Status;
        if (gravest is { } status)
            ordered = ordered.ConvertAll(line =>
                line.Status == InvoiceStatus.Normal ? line with { Status = status } : line
            );
        return ordered.Count == 1 ? ordered[0] : ordered[0] with { FurtherLines = ordered[1..] };
    }

    /// <summary>All lines of an invoice.</summary>
    public static IEnumerable<InvoiceRecord> Of(InvoiceRecord invoice) =>
        invoice.FurtherLines.Prepend(invoice);

    /// <summary>
    /// The line that a purchase line names. Without a number it is the only one, or the only one of
    /// its goods, or of these, or of all where none has the name of its goods, the only one of its
    /// unit and rate; null when no line is meant for certain.
    /// </summary>
    public static InvoiceRecord? Choose(InvoiceRecord invoice, PurchaseLine line, UnitTable units)
    {
        if (line.VoucherLineNo is { } named)
            return Of(invoice).FirstOrDefault(one => one.LineNo == named);
        if (invoice.FurtherLines.Count == 0)
            return invoice;
        var goods = GoodsOf(line.CommodityName);
        var ofGoods = Of(invoice)
            .Where(one => goods.Length > 0 && GoodsOf(one.CommodityName) == goods)
            .ToList();
        if (ofGoods.Count == 1)
            return ofGoods[0];
        var alike = (ofGoods.Count > 0 ? ofGoods : Of(invoice))
            .Where(one => one.VatRate == line.VatRate && units.AreSame(one.Unit, line.Unit))
            .ToList();
        return alike.Count == 1 ? alike[0] : null;
    }

    /// <summary>The lines in words, for whoever has to choose.</summary>
    public static string Told(InvoiceRecord invoice)
    {
        const int MostTold = 10;
        var told = Of(invoice)
            .Take(MostTold)
            .Select(one =>
                FormattableString.Invariant(
                    $"{one.LineNo} {one.CommodityName} {one.TaxBase:0.00} {one.VatRate:0.##}%"
                )
            );
        var more = invoice.FurtherLines.Count + 1 > MostTold ? " …" : "";
        return string.Join("; ", told) + more;
    }

    /// <summary>
    /// Goods without the class *…* that invoices print before them, in one spelling.
    /// </summary>
    private static string GoodsOf(string? name)
    {
        var goods = CodeText.Normalize(name);
        var end = goods.StartsWith('*') ? goods.IndexOf('*', 1) : -1;
        return end < 0 ? goods : goods[(end + 1)..];
    }
}
